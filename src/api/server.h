// The HTTP/1.1 server (RFC 9110, RFC 9112) over Boost.Beast, which server.cpp wraps.
//
// A few threads move bytes, worker threads run the Service; a slow client or a slow handler holds up nobody else. Limits:
// header 16 KiB (431), body per route (413), time for a header, a quiet connection, and a piece of a body in either direction,
// number of connections (503 beyond it). Methods are not limited to the known ones.
//
// Thread-safety: stop() and port() from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "api/service.h"
#include "base/result.h"

namespace kindred::api {

struct ServerOptions {
  std::string address = "127.0.0.1";  // an IP address or "localhost"
  std::uint16_t port = 0;             // 0: any free one
  std::size_t io_threads = 2;
  std::size_t workers = 8;
  std::size_t max_connections = 512;
  std::chrono::milliseconds header_timeout{10'000};  // from a request's first byte to the end of its header
  std::chrono::milliseconds idle_timeout{60'000};    // between two requests
  std::chrono::milliseconds piece_timeout{60'000};   // for 256 KiB of a request's body, 1 MiB of a response's
  std::chrono::milliseconds stop_timeout{10'000};    // running requests may end in this time
  bool log_requests = true;
};

class Server {
 public:
  // `unavailable` when the address is in use or may not be used, naming it. `service` must outlive the server.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Service& service);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // Accepts nothing more, lets running requests end, then closes. Called by the destructor too.
  void stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace kindred::api
