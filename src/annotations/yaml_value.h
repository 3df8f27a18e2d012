// A small YAML 1.1 file as a JSON value: mappings are objects, sequences are lists, and every scalar is a string, whatever it looks like.
//
// Aliases are refused, so that nothing expands ("billion laughs"); only the first document counts. Over libyaml, which yaml_value.cpp wraps.
// Errors: `corrupt` with the line. Thread-safety: parse_yaml() from any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace kindred::annotations {

inline constexpr std::size_t kMaxYamlDepth = 16;
inline constexpr std::size_t kMaxYamlNodes = 1'000'000;

Result<json::value> parse_yaml(std::string_view text);

// A scalar in double quotes that every YAML reader takes for this text.
std::string yaml_quoted(std::string_view text);

}  // namespace kindred::annotations
