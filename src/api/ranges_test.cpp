// A byte range gives exactly those bytes of the file; conditional requests are answered by RFC 9110's rules.
#include "api/ranges.h"

#include <gtest/gtest.h>

namespace kindred::api {
namespace {

constexpr std::string_view kFile = "0123456789";

Response serve(const std::vector<std::pair<std::string, std::string>>& headers) {
  Request request;
  for (const auto& [name, value] : headers)
    request.headers.add(name, value);
  return serve_file(request,
                    {{reinterpret_cast<const std::uint8_t*>(kFile.data()), kFile.size()}, nullptr, "text/plain", "\"abc\"", "no-cache"});
}

std::string body(const Response& response) { return {response.body().begin(), response.body().end()}; }

TEST(RangesTest, TheWholeFile) {
  const Response response = serve({});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(body(response), kFile);
  EXPECT_EQ(response.headers.find("ETag"), "\"abc\"");
}

TEST(RangesTest, EveryRangeOfATinyFile) {
  for (std::size_t first = 0; first < kFile.size(); ++first) {
    for (std::size_t last = first; last < kFile.size() + 3; ++last) {
      const Response response = serve({{"Range", "bytes=" + std::to_string(first) + "-" + std::to_string(last)}});
      EXPECT_EQ(response.status, 206);
      EXPECT_EQ(body(response), kFile.substr(first, last - first + 1));
    }
    EXPECT_EQ(body(serve({{"Range", "bytes=" + std::to_string(first) + "-"}})), kFile.substr(first));
    EXPECT_EQ(body(serve({{"Range", "bytes=-" + std::to_string(first + 1)}})), kFile.substr(kFile.size() - first - 1));
  }
  EXPECT_EQ(body(serve({{"Range", "bytes=-99"}})), kFile);
  EXPECT_EQ(serve({{"Range", "bytes=2-3"}}).headers.find("Content-Range"), "bytes 2-3/10");
}

TEST(RangesTest, OutsideOfTheFile) {
  for (const char* range : {"bytes=10-", "bytes=10-12", "bytes=99999999999999999999999-", "bytes=-0"}) {
    const Response response = serve({{"Range", range}});
    EXPECT_EQ(response.status, 416) << range;
    EXPECT_EQ(response.headers.find("Content-Range"), "bytes */10");
  }
}

TEST(RangesTest, MalformedRangesCountAsAbsent) {
  for (const char* range :
       {"bytes=", "bytes=-", "bytes=3-2", "bytes=a-b", "bytes=1-x", "items=1-2", "bytes=0-1,3-4", "1-2", "bytes=+1-2"}) {
    EXPECT_EQ(serve({{"Range", range}}).status, 200) << range;
  }
}

TEST(RangesTest, IfRangeWantsTheSameFile) {
  EXPECT_EQ(serve({{"Range", "bytes=0-1"}, {"If-Range", "\"abc\""}}).status, 206);
  EXPECT_EQ(serve({{"Range", "bytes=0-1"}, {"If-Range", "\"old\""}}).status, 200);
}

TEST(RangesTest, WhatTheClientHasIsNotSentAgain) {
  for (const char* known : {"\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*"}) {
    const Response response = serve({{"If-None-Match", known}});
    EXPECT_EQ(response.status, 304) << known;
    EXPECT_TRUE(body(response).empty());
  }
  EXPECT_EQ(serve({{"If-None-Match", "\"abcd\", abc"}}).status, 200);
}

TEST(RangesTest, AnEmptyFile) {
  const Response response = serve_file(Request{}, {{}, nullptr, "text/plain", "", ""});
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.body().empty());
  EXPECT_EQ(choose_range("bytes=0-", 0).kind, RangeKind::unsatisfiable);
  EXPECT_EQ(choose_range("bytes=-5", 0).kind, RangeKind::unsatisfiable);
}

}  // namespace
}  // namespace kindred::api
