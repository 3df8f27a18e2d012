// The part of the query language that is understood so far: conditions on tags, joined by `and`.
//
//   query      = condition { "and" condition }          nothing but white space: no condition
//   condition  = name "=" string | name "in" "(" string { "," string } ")"
//   name       = "tags.name" | "data.tags.name"
//   string     = as in DjangoQL 0.19: "…" or '…', where a backslash takes the next character literally and \uXXXX is a code unit
//
// It is what the official SDK makes of its `tags` arguments, and a subset of the whole language. Everything else is `invalid`,
// with the column and what is understood. Thread-safety: free function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kindred::api {

struct TagCondition {
  std::string name;                // "tags.name" or "data.tags.name"
  std::vector<std::string> texts;  // the item has at least one of these tags
};

Result<std::vector<TagCondition>> parse_tag_query(std::string_view text);

}  // namespace kindred::api
