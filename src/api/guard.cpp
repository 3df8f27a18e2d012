#include "api/guard.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/crypto.h"

namespace kindred::api {
namespace {

Error refused(std::string message) { return {ErrorKind::forbidden, std::move(message), {}}; }

bool is_ip_address(const std::string& host) {
  unsigned char bytes[16];
  if (host.starts_with('[') && host.ends_with(']')) return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), bytes) == 1;
  return inet_pton(AF_INET, host.c_str(), bytes) == 1;
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lowered;
}

}  // namespace

std::string_view host_without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && bracket > colon)) return host;
  return host.substr(0, colon);
}

Result<void> check_host(const Request& request, std::string_view public_host) {
  const auto header = request.headers.find("Host");
  // Only HTTP/1.0 may leave it out, and no browser does.
  if (!header) return {};
  const std::string host = lower(host_without_port(*header));
  if (is_ip_address(host) || host == "localhost" || host.ends_with(".localhost")) return {};
  if (!public_host.empty() && host == lower(public_host)) return {};
  return refused("This server does not answer under the name '" + host + "': start it with --public-url to give it that name");
}

Result<void> check_origin(const Request& request) {
  const auto origin = request.headers.find("Origin");
  if (!origin) return {};
  const std::size_t scheme = origin->find("://");
  const std::string_view host = scheme == std::string_view::npos ? std::string_view() : origin->substr(scheme + 3);
  if (!host.empty() && lower(host) == lower(request.headers.find("Host").value_or(""))) return {};
  return refused("The request comes from a page of another site (" + std::string(*origin) + ")");
}

Result<void> check_cross_site(const Request& request, std::string_view csrf_token) {
  TRY(check_origin(request));
  const auto token = request.headers.find(kCsrfHeader);
  if (token && equal_in_constant_time(*token, csrf_token)) return {};
  return refused("The header " + std::string(kCsrfHeader) + " must hold the session's csrf_token (GET /api/me tells it)");
}

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD" || method == "XGET" || method == "OPTIONS"; }

std::string cookie(const Request& request, std::string_view name) {
  std::string_view rest = request.headers.find("Cookie").value_or("");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (pair.starts_with(' '))
      pair.remove_prefix(1);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return std::string(pair.substr(equals + 1));
  }
  return {};
}

void add_security_headers(Response& response) {
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Referrer-Policy", "same-origin");
  // Pictures shown before they are uploaded are blob: addresses. React sets styles through the DOM, which needs no exception.
  if (!response.headers.find("Content-Security-Policy")) {
    response.headers.add("Content-Security-Policy",
                         "default-src 'self'; img-src 'self' blob: data:; worker-src 'self' blob:; "
                         "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  }
}

}  // namespace kindred::api
