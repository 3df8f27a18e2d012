#include "api/response.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace kindred::api {
namespace {

std::string one_line(std::string value) {
  std::replace_if(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  return value;
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

// RFC 9110 section 8.6: neither may carry Content-Length.
bool has_no_content(int status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

Response json_response(const json::value& value, int status) { return text_response("application/json", json::serialize(value), status); }

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

Response text_response(std::string_view content_type, std::string text, int status) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", std::string(content_type));
  response.text = std::move(text);
  return response;
}

Response redirect(std::string_view to) {
  Response response;
  response.status = 303;
  response.headers.add("Location", std::string(to));
  return response;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
  }
}

std::string http_date(Timestamp time) {
  // Not std::strftime: the names are English whatever the locale.
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(time.micros / 1'000'000);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %d %02d:%02d:%02d GMT", kDays.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                kMonths.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return text;
}

std::string response_head(const Response& response, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason_phrase(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers)
    append_field(head, name, one_line(value));
  if (!has_no_content(response.status) && response.events == nullptr) {
    append_field(head, "Content-Length", std::to_string(response.body().size()));
  }
  append_field(head, "Connection", keep_alive ? "keep-alive" : "close");
  return head.append("\r\n");
}

}  // namespace kindred::api
