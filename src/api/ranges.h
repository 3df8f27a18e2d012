// Parts of a file, and files the client has already (RFC 9110 sections 13 and 14): Range with one byte range, If-Range,
// If-None-Match. Several ranges at once are answered with the whole file, which the RFC allows.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/request.h"
#include "api/response.h"

namespace kindred::api {

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;  // included
};

enum class RangeKind { whole, part, unsatisfiable };

struct RangeChoice {
  RangeKind kind = RangeKind::whole;
  ByteRange range;  // for `part`
};

// `header` is the value of Range; one that is malformed or in other units counts as absent.
RangeChoice choose_range(std::string_view header, std::uint64_t size);

// Does an If-None-Match value ("*", or a list of entity tags, weak or not) name `etag`, which is given with its quotes?
bool names_etag(std::string_view if_none_match, std::string_view etag);

struct FileResponse {
  std::span<const std::uint8_t> bytes;
  std::shared_ptr<const void> owner;  // of the bytes
  std::string_view content_type;
  std::string etag;  // with its quotes, as it is sent; may be empty
  std::string_view cache_control;
};
// 200, 206, 304 or 416.
Response serve_file(const Request& request, const FileResponse& file);

}  // namespace kindred::api
