// A JSON value as bytes of a text column: one letter for its kind, then the value. Equal values are equal bytes, but for whole and
// other numbers, which comparison takes for numbers alike. Thread-safety: free functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace kindred::selection {

inline constexpr char kJsonText = 's';      // the text itself
inline constexpr char kJsonWhole = 'i';     // std::int64_t
inline constexpr char kJsonNumber = 'n';    // double
inline constexpr char kJsonTrue = 't';      // nothing
inline constexpr char kJsonFalse = 'f';     // nothing
inline constexpr char kJsonCompound = 'c';  // an array or object as JSON

// Nothing for null.
std::optional<std::string> encode_json(const json::value& value);

// The member of that name, or, when there is none, what the name's parts between points lead to; null when they lead nowhere.
const json::value* find_member(const json::object& object, std::string_view name);

}  // namespace kindred::selection
