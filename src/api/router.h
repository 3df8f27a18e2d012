// Which handler answers which request. routes.cpp is the one table of all routes.
//
// A pattern's segments are words, "{name}" for any one segment, or, at its end, "{name...}" for all the rest (at least one,
// joined by '/'). Words win over parameters. Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/request.h"
#include "api/response.h"
#include "base/result.h"

namespace kindred::api {

class Context;

// Who may call a route. `anyone` includes those without credentials; signed addresses check themselves. The role is the one held
// for what the path names (usecases/roles.h). `editor_somewhere`: in the Organization, or for any Datalake or Dataset.
enum class Access { anyone, viewer, editor_somewhere, editor, admin };

// Takes a request's body as it comes, in place of the memory. Destroyed without finish() when the request breaks off.
class BodySink {
 public:
  virtual ~BodySink() = default;
  virtual Result<void> write(std::span<const std::uint8_t> piece) = 0;
  virtual Result<Response> finish() = 0;
};

using Handler = Result<Response> (*)(Context&, const Request&);
using StreamHandler = Result<std::unique_ptr<BodySink>> (*)(Context&, const Request&);

inline constexpr std::uint64_t kSmallBody = 64 * 1024;
// Ten thousand ids with their quotes and commas are 390,000 bytes.
inline constexpr std::uint64_t kJsonBody = 4 * 1024 * 1024;

struct Route {
  std::string_view method;
  std::string_view pattern;
  Access access = Access::admin;
  std::variant<Handler, StreamHandler> handler;
  std::uint64_t body_limit = kJsonBody;
};

class Router {
 public:
  // Asserts that no two routes are the same and that a pattern is well-formed.
  explicit Router(std::span<const Route> routes);

  struct Match {
    const Route* route = nullptr;
    // When there is no route: the methods of the routes with this path ("GET, POST"), "" for a path that no route has.
    std::string allowed;
  };
  // Fills in `request.parameters`. A HEAD request matches routes for GET.
  Match match(Request& request) const;

 private:
  struct Row {
    const Route* route;
    std::vector<std::string_view> segments;
  };
  std::vector<Row> rows_;  // words before parameters, so that the first that fits is the right one
};

}  // namespace kindred::api
