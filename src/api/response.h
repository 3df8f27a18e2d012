// One HTTP response: status, headers, and a body that is text or bytes that somebody else owns (a mapped file, an asset of the
// program), which are sent without a copy.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "api/event_stream.h"
#include "api/headers.h"
#include "base/json.h"
#include "base/time.h"

namespace kindred::api {

struct Response {
  int status = 200;
  Headers headers;
  std::string text;
  // Sent in place of `text` when `owner` or bytes are set; `owner` keeps them alive.
  std::span<const std::uint8_t> bytes;
  std::shared_ptr<const void> owner;
  // When set, the response has no end: events are sent until one side closes.
  std::shared_ptr<EventStream> events;
  std::string user;  // for the log

  [[nodiscard]] std::span<const std::uint8_t> body() const {
    if (!bytes.empty() || owner != nullptr) return bytes;
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  }
};

Response json_response(const json::value& value, int status = 200);
Response no_content();
Response text_response(std::string_view content_type, std::string text, int status = 200);
Response redirect(std::string_view to);

std::string_view reason_phrase(int status);
// "Tue, 24 Nov 2026 09:17:39 GMT" (RFC 9110 section 5.6.7).
std::string http_date(Timestamp time);
// Status line and headers with the blank line after them. Line breaks in values, which would begin another header, become spaces.
std::string response_head(const Response& response, bool keep_alive);

}  // namespace kindred::api
