// Request targets (RFC 3986): path segments and the query string, percent-decoded; and the way back.
//
// Decoded text is valid UTF-8 without NUL, or the target is refused (`invalid`), so that what handlers see can be stored and
// sent back as JSON. An encoded slash stays inside its segment. Thread-safety: values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace kindred::api {

// Names and values in order; a name may come several times ("types=IMAGE&types=VIDEO").
class Query {
 public:
  // '+' is a space (application/x-www-form-urlencoded, which Python's requests sends).
  static Result<Query> parse(std::string_view text);
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  [[nodiscard]] std::optional<std::string> one(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Target {
  std::string path;                   // as sent, without the query: for the log
  std::vector<std::string> segments;  // "/api/data/1" is {"api", "data", "1"}, "/" is {}, "/a/" is {"a", ""}
  Query query;
};

// Origin form ("/path?query") and absolute form ("http://host/path", RFC 9112 section 3.2.2).
Result<Target> parse_target(std::string_view text);

Result<std::string> percent_decode(std::string_view text, bool plus_is_space);
// Everything but RFC 3986's unreserved characters is escaped; `keep` names more that are left as they are.
std::string percent_encode(std::string_view text, std::string_view keep = {});
bool is_valid_utf8(std::string_view text);

}  // namespace kindred::api
