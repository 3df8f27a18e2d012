// What may be written at a place of a query: fields, operators, values that occur, and what joins conditions.
//
// The text before the place is read as the grammar would; the word that ends there is what is being completed. A text that can't
// be read up to that word has no suggestions. Thread-safety: free functions.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "query/schema.h"

namespace kindred::query {

struct Suggestion {
  enum class Kind { field, operation, value, joint };
  Kind kind = Kind::field;
  std::string text;  // to put in place of the text from `begin` to `end`; a value with its quotes
  std::string note;  // of a field its type: "nullable int"
};

struct Completion {
  std::size_t begin = 0;  // bytes of the query to replace
  std::size_t end = 0;
  std::vector<Suggestion> suggestions;
};

// Values that occur in a field and contain `part` in any case, at most `limit`, in order.
using ValuesOf = std::function<Result<std::vector<std::string>>(const Field& field, std::string_view part, std::size_t limit)>;

inline constexpr std::size_t kMaxSuggestedValues = 50;

// `position` in bytes; beyond the end it is the end. Fails only as `values_of` does, and for text that is not UTF-8 or too long.
Result<Completion> complete(std::string_view text, std::size_t position, View view, const ValuesOf& values_of);

}  // namespace kindred::query
