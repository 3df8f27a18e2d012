// The app's addresses give its page, its files themselves, with the right caching.
#include "api/web_assets.h"

#include <gtest/gtest.h>

namespace kindred::api {
namespace {

constexpr std::uint8_t kIndexBytes[] = {'i'};
constexpr std::uint8_t kScriptBytes[] = {'s'};
constexpr WebAsset kAssets[] = {{"index.html", "text/html; charset=utf-8", kIndexBytes, "e1"},
                                {"assets/index-C1.js", "text/javascript; charset=utf-8", kScriptBytes, "e2"}};

Response get(std::span<const WebAsset> assets, std::string_view target) {
  Request request;
  request.method = "GET";
  auto parsed = *parse_target(target);
  request.path = parsed.path;
  request.segments = parsed.segments;
  return serve_web(assets, request);
}

TEST(WebAssetsTest, TheAppsAddressesGiveItsPage) {
  for (const char* target : {"/", "/index.html", "/datalake/1/images?x=y", "/jobs"}) {
    const Response response = get(kAssets, target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_EQ(response.body()[0], 'i') << target;
    EXPECT_EQ(response.headers.find("Cache-Control"), "no-cache");
  }
}

TEST(WebAssetsTest, HashedFilesAreKeptForever) {
  const Response response = get(kAssets, "/assets/index-C1.js");
  EXPECT_EQ(response.body()[0], 's');
  EXPECT_EQ(response.headers.find("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_NE(response.headers.find("Cache-Control")->find("immutable"), std::string_view::npos);
  EXPECT_EQ(response.headers.find("ETag"), "\"e2\"");
}

TEST(WebAssetsTest, AMissingFileIsNotThePage) { EXPECT_EQ(get(kAssets, "/assets/index-old.js").status, 404); }

TEST(WebAssetsTest, AProgramWithoutTheAppSaysSo) {
  EXPECT_NE(get({}, "/").text.find("without the web app"), std::string::npos);
  EXPECT_EQ(get({}, "/jobs").status, 404);
}

}  // namespace
}  // namespace kindred::api
