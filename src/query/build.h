// Queries made of conditions that nobody wrote down: what narrows a list beside its text.
// Thread-safety: free functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/schema.h"

namespace kindred::query {

// Of a field that the view has; the values must be of its type.
Condition condition_on(std::string_view field, View view, Operator op, std::vector<Value> values, bool negated = false);
std::vector<Value> values_of(const std::vector<std::string>& texts);

// `query` and the condition.
void narrow(Query& query, Condition condition);

}  // namespace kindred::query
