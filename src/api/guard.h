// Defences of a browser's user against other sites' pages.
//
//   Host    names this server by an IP address, as localhost, or by its public name: a foreign name that an attacker's DNS
//           points here (DNS rebinding) is refused.
//   Origin  of an unsafe request that is allowed by a cookie is this server's own, and the session's CSRF token comes with it.
//
// Tokens in the Authorization header are never sent by a browser on its own, so those requests need neither.
#pragma once

#include <string>
#include <string_view>

#include "api/request.h"
#include "api/response.h"
#include "base/result.h"

namespace kindred::api {

inline constexpr std::string_view kCsrfHeader = "X-CSRF-Token";

// `public_host` is the host of the public address ("kindred.example.org"), or empty.
Result<void> check_host(const Request& request, std::string_view public_host);
// Passes when there is no Origin, as in requests of programs.
Result<void> check_origin(const Request& request);
Result<void> check_cross_site(const Request& request, std::string_view csrf_token);

bool is_safe(std::string_view method);
// The value of one cookie (RFC 6265), empty when it isn't there.
std::string cookie(const Request& request, std::string_view name);
// "example.org:8080" without its port; IPv6 addresses keep their brackets.
std::string_view host_without_port(std::string_view host);
void add_security_headers(Response& response);

}  // namespace kindred::api
