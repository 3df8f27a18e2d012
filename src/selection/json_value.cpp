#include "selection/json_value.h"

#include <cstring>

namespace kindred::selection {
namespace {

template <typename T>
std::string with_bytes(char kind, T value) {
  std::string text(1 + sizeof value, kind);
  std::memcpy(text.data() + 1, &value, sizeof value);
  return text;
}

}  // namespace

std::optional<std::string> encode_json(const json::value& value) {
  if (value.is_null()) return std::nullopt;
  if (value.is_bool()) return std::string(1, value.as_bool() ? kJsonTrue : kJsonFalse);
  if (value.is_string()) return kJsonText + std::string(value.as_string());
  if (value.is_int64()) return with_bytes(kJsonWhole, value.as_int64());
  if (value.is_number()) return with_bytes(kJsonNumber, value.to_number<double>());
  return kJsonCompound + json::serialize(value);
}

const json::value* find_member(const json::object& object, std::string_view name) {
  if (const json::value* member = object.if_contains(name)) return member;
  const std::size_t point = name.find('.');
  if (point == std::string_view::npos) return nullptr;
  const json::value* below = object.if_contains(name.substr(0, point));
  if (below == nullptr || !below->is_object()) return nullptr;
  return find_member(below->as_object(), name.substr(point + 1));
}

}  // namespace kindred::selection
