// The web app's files, which are part of the program, as the server sends them.
//
// Paths without an extension are the app's own addresses and answered with its index.html. Files whose name holds a hash of
// their content (Vite's assets/) may be kept forever. Thread-safety: immutable.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "api/request.h"
#include "api/response.h"

namespace kindred::api {

struct WebAsset {
  std::string_view path;  // "index.html", "assets/index-CWf31.js"
  std::string_view content_type;
  std::span<const std::uint8_t> bytes;
  std::string_view etag;  // without quotes
};

// For a GET outside of /api. `assets` is empty in a program built without the web app.
Response serve_web(std::span<const WebAsset> assets, const Request& request);

}  // namespace kindred::api
