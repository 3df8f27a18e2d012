// Values out of query strings and JSON bodies, with errors that name the field.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/url.h"
#include "base/ids.h"
#include "base/json.h"

namespace kindred::api {

// A whole number from `least` to `most`, or `fallback` when the field isn't there.
Result<std::int64_t> whole_number(const Query& query, std::string_view field, std::int64_t fallback, std::int64_t least, std::int64_t most);
// "True" and "False" as Python writes them, "true", "false", "1", "0" too.
Result<bool> truth(const Query& query, std::string_view field, bool fallback);
Result<bool> truth(const json::object& body, std::string_view field, bool fallback);

// A JSON array of strings, at most `most`; nothing when the field is absent or null.
Result<std::optional<std::vector<std::string>>> string_list(const json::object& body, std::string_view field, std::size_t most);
Result<std::vector<std::string>> string_list(const json::value& value, std::string_view what, std::size_t most);

template <typename T>
Result<std::vector<T>> parse_ids(const std::vector<std::string>& texts) {
  std::vector<T> ids;
  ids.reserve(texts.size());
  for (const std::string& text : texts)
    ids.push_back(TRY(T::parse(text)));
  return ids;
}

template <typename T>
Result<std::optional<std::vector<T>>> id_list(const json::object& body, std::string_view field, std::size_t most) {
  const auto texts = TRY(string_list(body, field, most));
  if (!texts) return std::optional<std::vector<T>>{};
  return std::optional(TRY(parse_ids<T>(*texts)));
}

// A word of an enumeration, by its parse function.
template <typename Parse>
auto word(std::string_view text, std::string_view field, Parse parse) -> Result<typename decltype(parse(text))::value_type> {
  const auto value = parse(text);
  if (!value) return invalid("'" + std::string(text) + "' is not a value of '" + std::string(field) + "'");
  return *value;
}

// A request's body as a JSON object; an empty body is an empty object.
Result<json::object> body_object(std::string_view body);
Result<std::string> required(const Query& query, std::string_view field);

// The text of a JSON object, "" when the field is absent or null.
Result<std::string> object_text(const json::object& body, std::string_view field);

}  // namespace kindred::api
