// One HTTP request as handlers see it: no type of the HTTP library in it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/headers.h"
#include "api/url.h"

namespace kindred::api {

struct Request {
  std::string id;      // for the log, and sent back as X-Request-Id
  std::string method;  // as sent; the SDK's XGET is a GET with a body
  std::string target;  // as sent
  Headers headers;
  std::string body;  // empty while it has not been read, and for routes that take it as a stream

  // Filled in by the router.
  std::string path;  // as sent, without the query
  std::vector<std::string> segments;
  Query query;
  std::vector<std::pair<std::string_view, std::string>> parameters;  // what stood for "{name}" in the route's pattern

  // Requires: the route's pattern has this parameter.
  [[nodiscard]] const std::string& parameter(std::string_view name) const {
    return std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; })->second;
  }
};

}  // namespace kindred::api
