// A JSON object read option by option: defaults, ranges, and a refusal of what was never asked for.
// Null counts as absent. Thread-safety: none needed, one reader an object.
#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/json.h"

namespace kindred::embed {

class JsonOptions {
 public:
  // `path` stands before each option's name in errors ("open_clip_config.json: vision_cfg.").
  JsonOptions(const json::object& object, std::string path) : object_(&object), path_(std::move(path)) {}

  // The option's value unless absent or null; from then on the option counts as known.
  const json::value* find(std::string_view name);

  Result<int> integer(std::string_view name, int fallback, int least, int most);
  Result<double> number(std::string_view name, double fallback, double least, double most);
  Result<bool> boolean(std::string_view name, bool fallback);
  Result<std::string> text(std::string_view name, std::string_view fallback);
  // The options of a member object, named "name." in errors; an absent one is `invalid`.
  Result<JsonOptions> object(std::string_view name);
  // A whole number n, or [n, n]: a square.
  Result<int> square(std::string_view name, int fallback, int least, int most);

  // Options without effect here.
  void pass_over(std::initializer_list<std::string_view> names);
  // `unsupported` when the option is present and neither false nor an empty string; `way_out` completes the message.
  Result<void> refuse(std::string_view name, std::string_view way_out);
  // `invalid` when an option was present that none of the above named.
  [[nodiscard]] Result<void> refuse_unknown() const;

  [[nodiscard]] const json::object& all() const { return *object_; }
  [[nodiscard]] std::string full_name(std::string_view name) const { return path_ + std::string(name); }
  [[nodiscard]] Error wrong(std::string_view name, std::string_view wanted) const;

 private:
  const json::object* object_;
  std::string path_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace kindred::embed
