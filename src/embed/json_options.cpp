#include "embed/json_options.h"

#include <algorithm>

namespace kindred::embed {

const json::value* JsonOptions::find(std::string_view name) {
  known_.emplace(name);
  const json::value* value = object_->if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

Error JsonOptions::wrong(std::string_view name, std::string_view wanted) const {
  return invalid(full_name(name) + " must be " + std::string(wanted));
}

Result<int> JsonOptions::integer(std::string_view name, int fallback, int least, int most) {
  const json::value* value = find(name);
  if (value == nullptr) return fallback;
  json::error_code failure;
  const auto read = value->to_number<std::int64_t>(failure);
  if (failure || read < least || read > most) {
    return wrong(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return static_cast<int>(read);
}

Result<double> JsonOptions::number(std::string_view name, double fallback, double least, double most) {
  const json::value* value = find(name);
  if (value == nullptr) return fallback;
  json::error_code failure;
  const auto read = value->to_number<double>(failure);
  // Written so that a NaN fails.
  if (failure || !(read >= least && read <= most)) {
    return wrong(name, "a number from " + std::to_string(least) + " to " + std::to_string(most));
  }
  return read;
}

Result<bool> JsonOptions::boolean(std::string_view name, bool fallback) {
  const json::value* value = find(name);
  if (value == nullptr) return fallback;
  if (!value->is_bool()) return wrong(name, "true or false");
  return value->as_bool();
}

Result<std::string> JsonOptions::text(std::string_view name, std::string_view fallback) {
  const json::value* value = find(name);
  if (value == nullptr) return std::string(fallback);
  if (!value->is_string()) return wrong(name, "a string");
  return std::string(value->as_string());
}

Result<JsonOptions> JsonOptions::object(std::string_view name) {
  const json::value* value = find(name);
  if (value == nullptr || !value->is_object()) return wrong(name, "a JSON object");
  return JsonOptions(value->as_object(), full_name(name) + ".");
}

Result<int> JsonOptions::square(std::string_view name, int fallback, int least, int most) {
  const json::value* value = find(name);
  if (value == nullptr || !value->is_array()) return integer(name, fallback, least, most);
  const json::array& sides = value->as_array();
  if (sides.size() != 2 || sides[0] != sides[1]) {
    return unsupported(full_name(name) + " is not a square; Kindred takes square pictures and patches only");
  }
  const json::object side{{name, sides[0]}};
  return JsonOptions(side, path_).integer(name, fallback, least, most);
}

void JsonOptions::pass_over(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    known_.emplace(name);
}

Result<void> JsonOptions::refuse(std::string_view name, std::string_view way_out) {
  const json::value* value = find(name);
  const bool off = value == nullptr || (value->is_bool() && !value->as_bool()) || (value->is_string() && value->as_string().empty());
  if (off) return {};
  return unsupported(full_name(name) + " is not supported: " + std::string(way_out));
}

Result<void> JsonOptions::refuse_unknown() const {
  for (const auto& member : *object_) {
    if (known_.contains(std::string_view(member.key()))) continue;
    return invalid(full_name(member.key()) + " is not an option that Kindred knows; remove it if it has no effect on evaluation");
  }
  return {};
}

}  // namespace kindred::embed
