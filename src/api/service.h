// What the HTTP server (server.h) serves: it reads and writes messages, a Service decides what they mean.
//
// A request is begun when its header has been read, before its body: so a caller without rights can't make the server take a
// large body. Then its Exchange receives the body piece by piece and gives the answer. All calls come from worker threads,
// those of one Exchange one after the other. Exceptions are answered with 500 and logged.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <variant>

#include "api/request.h"
#include "api/response.h"
#include "base/result.h"

namespace kindred::api {

class Exchange {
 public:
  virtual ~Exchange() = default;
  // A longer body is refused with 413.
  [[nodiscard]] virtual std::uint64_t body_limit() const = 0;
  // An Error ends the request: it's answered, and the rest of the body is read and dropped.
  virtual Result<void> receive(std::span<const std::uint8_t> piece) = 0;
  virtual Response finish() = 0;
};

class Service {
 public:
  virtual ~Service() = default;
  // `request` without body, path and query, which come from its target. A Response refuses the request.
  virtual std::variant<std::unique_ptr<Exchange>, Response> begin(Request request) = 0;
  // The answer to what went wrong before or outside of an Exchange; adds what all responses have.
  virtual Response refuse(const Error& error) = 0;
};

}  // namespace kindred::api
