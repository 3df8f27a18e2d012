// The parser behind parse_json() (base/json.h): Boost.JSON's, with every number rounded correctly. Boost.JSON 1.81 may miss the last bit of
// a double, so that a coordinate that was told and comes back would not be the same any more.
// Thread-safety: the function, any thread; NumberText, one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json.h"

namespace kindred {

// For handlers of Boost.JSON's parser: the digits of a number, which may come in parts, rounded correctly.
class NumberText {
 public:
  void add(json::string_view part) { digits_.append(part.data(), part.size()); }
  void clear() { digits_.clear(); }
  // With the rest of the digits; `rough`, as the parser understood them, when they are out of a double's range.
  double take(json::string_view rest, double rough);

 private:
  std::string digits_;
};

// Null, and the reason in `failure`, for text that is not one JSON value nested at most `max_depth` deep.
json::value read_json(std::string_view text, std::size_t max_depth, json::error_code& failure);

}  // namespace kindred
