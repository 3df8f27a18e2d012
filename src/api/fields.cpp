#include "api/fields.h"

#include <charconv>

namespace kindred::api {
namespace {

std::string quoted(std::string_view field) { return "'" + std::string(field) + "'"; }

}  // namespace

Result<std::int64_t> whole_number(const Query& query, std::string_view field, std::int64_t fallback, std::int64_t least,
                                  std::int64_t most) {
  const auto text = query.one(field);
  if (!text) return fallback;
  std::int64_t value = 0;
  const char* end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end || value < least || value > most) {
    return invalid(quoted(field) + " must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", not '" +
                   *text + "'");
  }
  return value;
}

Result<bool> truth(const Query& query, std::string_view field, bool fallback) {
  const auto text = query.one(field);
  if (!text) return fallback;
  if (*text == "True" || *text == "true" || *text == "1") return true;
  if (*text == "False" || *text == "false" || *text == "0") return false;
  return invalid(quoted(field) + " must be True or False, not '" + *text + "'");
}

Result<bool> truth(const json::object& body, std::string_view field, bool fallback) {
  return TRY(optional_bool(body, field)).value_or(fallback);
}

Result<std::optional<std::vector<std::string>>> string_list(const json::object& body, std::string_view field, std::size_t most) {
  const auto place = body.find(field);
  if (place == body.end() || place->value().is_null()) return std::optional<std::vector<std::string>>{};
  return std::optional(TRY(string_list(place->value(), quoted(field), most)));
}

Result<std::vector<std::string>> string_list(const json::value& value, std::string_view what, std::size_t most) {
  if (!value.is_array()) return invalid(std::string(what) + " must be a list");
  const json::array& list = value.get_array();
  if (list.size() > most)
    return Error{ErrorKind::too_large, std::string(what) + " may have at most " + std::to_string(most) + " entries", {}};
  std::vector<std::string> texts;
  texts.reserve(list.size());
  for (const json::value& entry : list) {
    if (!entry.is_string()) return invalid(std::string(what) + " must be a list of strings");
    texts.emplace_back(entry.get_string());
  }
  return texts;
}

Result<json::object> body_object(std::string_view body) {
  if (body.empty()) return json::object();
  return parse_json_object(body, "the request's body");
}

Result<std::string> required(const Query& query, std::string_view field) {
  auto value = query.one(field);
  if (!value || value->empty()) return invalid("The parameter " + quoted(field) + " is missing");
  return *std::move(value);
}

Result<std::string> object_text(const json::object& body, std::string_view field) {
  const auto place = body.find(field);
  if (place == body.end() || place->value().is_null()) return std::string();
  if (!place->value().is_object()) return invalid(quoted(field) + " must be an object");
  return json::serialize(place->value());
}

}  // namespace kindred::api
