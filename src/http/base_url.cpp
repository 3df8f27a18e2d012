#include "http/base_url.h"

#include <algorithm>

namespace kindred::http {
namespace {

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ':';
}

// What may stand in a path without being escaped, and the sign of an escape.
bool is_path_character(char c) {
  return (is_host_character(c) && c != ':') || c == '/' || c == '~' || c == '%' || c == '+' || c == '@' || c == '=';
}

bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return false;
  const int number = std::stoi(std::string(text));
  return number >= 1 && number <= 65535;
}

std::string_view default_port(bool secure) { return secure ? "443" : "80"; }

}  // namespace

Result<BaseUrl> parse_base_url(std::string_view text) {
  const auto refuse = [&] {
    return invalid("'" + std::string(text) + "' is no address of a server: write http://HOST:PORT or https://HOST:PORT");
  };
  BaseUrl url;
  std::string_view rest = text;
  if (rest.starts_with("https://"))
    url.secure = true;
  else if (!rest.starts_with("http://"))
    return refuse();
  rest.remove_prefix(url.secure ? 8 : 7);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  std::string_view prefix = rest.substr(slash);
  while (prefix.ends_with('/'))
    prefix.remove_suffix(1);
  std::string_view port;
  bool has_port = false;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return refuse();
    url.host = authority.substr(1, end - 1);
    authority.remove_prefix(end + 1);
    has_port = authority.starts_with(':');
    if (!authority.empty() && !has_port) return refuse();
    if (has_port) port = authority.substr(1);
  } else {
    const std::size_t colon = authority.find(':');
    has_port = colon != std::string_view::npos;
    url.host = authority.substr(0, colon);
    if (has_port) port = authority.substr(colon + 1);
  }
  if (url.host.empty() || !std::ranges::all_of(url.host, is_host_character)) return refuse();
  if (has_port && !is_port(port)) return refuse();
  if (!std::ranges::all_of(prefix, is_path_character)) return refuse();
  url.port = has_port ? port : default_port(url.secure);
  url.prefix = prefix;
  return url;
}

std::string host_header(const BaseUrl& url) {
  std::string host = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  return url.port == default_port(url.secure) ? host : host + ":" + url.port;
}

std::string to_string(const BaseUrl& url) { return (url.secure ? "https://" : "http://") + host_header(url); }

}  // namespace kindred::http
