#include "base/json.h"

#include <boost/json/src.hpp>  // the library itself, compiled here once

#include "base/json_reader.h"

namespace kindred {
namespace {

constexpr std::size_t kMaxDepth = 64;

const json::value* find(const json::object& object, std::string_view field) {
  const auto place = object.find(field);
  return place == object.end() || place->value().is_null() ? nullptr : &place->value();
}

Error wrong_type(std::string_view field, std::string_view wanted) {
  return invalid("The field '" + std::string(field) + "' must be " + std::string(wanted));
}

}  // namespace

Result<json::value> parse_json(std::string_view text, std::string_view what) {
  json::error_code failure;
  json::value value = read_json(text, kMaxDepth, failure);
  if (failure) return invalid("Not valid JSON in " + std::string(what) + ": " + failure.message());
  return value;
}

Result<json::object> parse_json_object(std::string_view text, std::string_view what) {
  json::value value = TRY(parse_json(text, what));
  if (!value.is_object()) return invalid("A JSON object is needed in " + std::string(what));
  return std::move(value.as_object());
}

Result<std::string> required_string(const json::object& object, std::string_view field) {
  auto text = TRY(optional_string(object, field));
  if (!text) return invalid("The field '" + std::string(field) + "' is missing");
  return *std::move(text);
}

Result<std::optional<std::string>> optional_string(const json::object& object, std::string_view field) {
  const json::value* value = find(object, field);
  if (value == nullptr) return std::optional<std::string>{};
  if (!value->is_string()) return wrong_type(field, "a string");
  return std::optional<std::string>(std::string(value->as_string()));
}

Result<std::optional<std::int64_t>> optional_int(const json::object& object, std::string_view field) {
  const json::value* value = find(object, field);
  if (value == nullptr) return std::optional<std::int64_t>{};
  json::error_code failure;
  const auto number = value->to_number<std::int64_t>(failure);
  if (failure) return wrong_type(field, "a whole number");
  return std::optional(number);
}

Result<std::optional<double>> optional_number(const json::object& object, std::string_view field) {
  const json::value* value = find(object, field);
  if (value == nullptr) return std::optional<double>{};
  json::error_code failure;
  const auto number = value->to_number<double>(failure);
  if (failure) return wrong_type(field, "a number");
  return std::optional(number);
}

Result<std::optional<bool>> optional_bool(const json::object& object, std::string_view field) {
  const json::value* value = find(object, field);
  if (value == nullptr) return std::optional<bool>{};
  if (!value->is_bool()) return wrong_type(field, "true or false");
  return std::optional(value->as_bool());
}

}  // namespace kindred
