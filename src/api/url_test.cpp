// Targets are taken apart as RFC 3986 and HTML forms say, and what would not be clean text is refused.
#include "api/url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kindred::api {
namespace {

using testing::ElementsAre;

TEST(UrlTest, SplitsPathAndQuery) {
  const auto target = parse_target("/api/data/%C3%A9t%C3%A9?a=1&b=x+y%26z&a=2&flag&=none#part");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/api/data/%C3%A9t%C3%A9");
  EXPECT_THAT(target->segments, ElementsAre("api", "data", "été"));
  EXPECT_THAT(target->query.all("a"), ElementsAre("1", "2"));
  EXPECT_EQ(target->query.one("b"), "x y&z");
  EXPECT_EQ(target->query.one("flag"), "");
  EXPECT_EQ(target->query.one("c"), std::nullopt);
}

TEST(UrlTest, TakesAbsoluteForm) {
  EXPECT_EQ(parse_target("http://host:8080/a/b?c=d")->path, "/a/b");
  EXPECT_EQ(parse_target("http://host")->path, "/");
  EXPECT_EQ(parse_target("http://host?x=1")->query.one("x"), "1");
}

TEST(UrlTest, KeepsEncodedSlashesInTheirSegment) { EXPECT_THAT(parse_target("/a%2Fb/c")->segments, ElementsAre("a/b", "c")); }

TEST(UrlTest, PlusIsASpaceInQueriesOnly) {
  EXPECT_THAT(parse_target("/a+b?c=d+e")->segments, ElementsAre("a+b"));
  EXPECT_EQ(parse_target("/a+b?c=d+e")->query.one("c"), "d e");
}

TEST(UrlTest, RefusesWhatIsNotText) {
  for (const char* bad : {"/%", "/%4", "/%zz", "/%00", "/%FF", "/%C0%80", "/%ED%A0%80", "/%F4%90%80%80", "/a?b=%E2%82", "*", "host:80"}) {
    EXPECT_FALSE(parse_target(bad)) << bad;
  }
}

TEST(UrlTest, EncodingIsTheWayBack) {
  std::string all;
  for (int c = 1; c < 128; ++c)
    all.push_back(static_cast<char>(c));
  all += "é€😀";
  EXPECT_EQ(*percent_decode(percent_encode(all), false), all);
  EXPECT_EQ(percent_encode("a/b c", "/"), "a/b%20c");
}

}  // namespace
}  // namespace kindred::api
