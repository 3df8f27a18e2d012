// The address of a server: http://HOST, https://HOST:PORT, http://[::1]:6333/behind/a/prefix.
//
// Nothing else is taken: no user, no query, no fragment. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace kindred::http {

struct BaseUrl {
  bool secure = false;
  std::string host;    // without the brackets of an IPv6 address
  std::string port;    // digits; that of the scheme when none was given
  std::string prefix;  // "" or "/behind/a/prefix", without a slash at the end
};

// `invalid`, with what an address looks like.
Result<BaseUrl> parse_base_url(std::string_view text);
// The text of a Host header.
std::string host_header(const BaseUrl& url);
// For messages: scheme, host and port.
std::string to_string(const BaseUrl& url);

}  // namespace kindred::http
