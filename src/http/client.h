// Requests to one HTTP/1.1 server, over TLS where its address says https.
//
// Connections are kept open and used again. A server may close one at any moment, so a request that gets no byte of an answer on an old
// connection is sent once more on a new one: send only what may arrive twice. The answer is read while the request is being written, because
// a server that refuses a large one answers before it has read it all. A redirect is an answer like any other: nothing follows it.
//
// Certificates are checked against the system's authorities, or those in `authorities_file`. Looking up a name takes as long as the system's
// resolver takes; everything after it is under `connect_timeout` and the request's own timeout.
// Errors: `unavailable` for a server that can't be reached, is too slow, or speaks something else than HTTP; `too_large` for an answer over
// the limit. Every status code is an answer, not an error. Thread-safety: all members of Client, any thread; requests run side by side.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/base_url.h"

namespace kindred::http {

struct ClientOptions {
  BaseUrl url;
  std::vector<std::pair<std::string, std::string>> headers;  // sent with each request, such as a key
  std::string authorities_file;                              // PEM; empty: the system's
  std::chrono::milliseconds connect_timeout{5'000};
  std::uint64_t max_answer_bytes = 256ULL << 20;
  std::size_t kept_connections = 8;
};

struct Request {
  std::string method = "GET";
  std::string target;  // path and query, escaped; behind the prefix of the address
  std::string body;    // JSON; none when empty
  std::chrono::milliseconds timeout{60'000};
};

struct Answer {
  int status = 0;
  std::string content_type;
  std::string body;
};

class Client {
 public:
  // `invalid` for authorities that can't be read, or headers that are none.
  static Result<std::unique_ptr<Client>> make(ClientOptions options);
  virtual ~Client() = default;
  [[nodiscard]] virtual Result<Answer> send(const Request& request) = 0;
};

}  // namespace kindred::http
