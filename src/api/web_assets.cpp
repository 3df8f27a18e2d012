#include "api/web_assets.h"

#include <algorithm>

#include "api/errors.h"
#include "api/ranges.h"

namespace kindred::api {
namespace {

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kNotBuilt =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Kindred</title>"
    "<h1>Kindred is running</h1><p>This program was built without the web app; its HTTP API is under <code>/api</code>.</p></html>";

std::string wanted_path(const Request& request) {
  std::string path;
  for (const std::string& segment : request.segments)
    path += (path.empty() ? "" : "/") + segment;
  return path.empty() ? std::string(kIndex) : path;
}

const WebAsset* find(std::span<const WebAsset> assets, std::string_view path) {
  const auto place = std::find_if(assets.begin(), assets.end(), [&](const WebAsset& asset) { return asset.path == path; });
  return place == assets.end() ? nullptr : &*place;
}

bool has_extension(std::string_view path) { return path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos; }

}  // namespace

Response serve_web(std::span<const WebAsset> assets, const Request& request) {
  const std::string path = wanted_path(request);
  const WebAsset* asset = find(assets, path);
  if (asset == nullptr && !has_extension(path)) asset = find(assets, kIndex);
  if (asset == nullptr && assets.empty() && path == kIndex) return text_response("text/html; charset=utf-8", std::string(kNotBuilt));
  if (asset == nullptr) return error_response(not_found("There is no page '" + request.path + "'"));
  const bool hashed = asset->path.starts_with("assets/");
  return serve_file(request, {asset->bytes, nullptr, asset->content_type, "\"" + std::string(asset->etag) + "\"",
                              hashed ? "public, max-age=31536000, immutable" : "no-cache"});
}

}  // namespace kindred::api
