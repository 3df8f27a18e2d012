// Pages of other sites can't use a browser's session, and foreign names don't reach the server.
#include "api/guard.h"

#include <gtest/gtest.h>

namespace kindred::api {
namespace {

Request with(const std::vector<std::pair<std::string, std::string>>& headers) {
  Request request;
  for (const auto& [name, value] : headers)
    request.headers.add(name, value);
  return request;
}

TEST(GuardTest, AnswersUnderItsOwnNamesOnly) {
  for (const char* host : {"localhost", "localhost:8080", "LocalHost:1", "127.0.0.1:8080", "[::1]:8080", "[::1]", "192.168.1.2",
                           "app.localhost", "kindred.example:443"}) {
    EXPECT_TRUE(check_host(with({{"Host", host}}), "kindred.example")) << host;
  }
  for (const char* host :
       {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::1", "1.2.3", "127.0.0.1@evil.example"}) {
    const auto checked = check_host(with({{"Host", host}}), "kindred.example");
    ASSERT_FALSE(checked) << host;
    EXPECT_EQ(checked.error().kind, ErrorKind::forbidden);
  }
}

TEST(GuardTest, CookieRequestsNeedOriginAndToken) {
  EXPECT_TRUE(check_cross_site(with({{"Host", "h:1"}, {"Origin", "http://h:1"}, {"X-CSRF-Token", "t"}}), "t"));
  EXPECT_TRUE(check_cross_site(with({{"Host", "h:1"}, {"X-CSRF-Token", "t"}}), "t"));
  EXPECT_FALSE(check_cross_site(with({{"Host", "h:1"}, {"Origin", "http://evil"}, {"X-CSRF-Token", "t"}}), "t"));
  EXPECT_FALSE(check_cross_site(with({{"Host", "h:1"}, {"Origin", "http://h:2"}, {"X-CSRF-Token", "t"}}), "t"));
  EXPECT_FALSE(check_cross_site(with({{"Host", "h:1"}, {"Origin", "null"}, {"X-CSRF-Token", "t"}}), "t"));
  EXPECT_FALSE(check_cross_site(with({{"Host", "h:1"}, {"Origin", "http://h:1"}, {"X-CSRF-Token", "u"}}), "t"));
  EXPECT_FALSE(check_cross_site(with({{"Host", "h:1"}, {"Origin", "http://h:1"}}), "t"));
}

TEST(GuardTest, FindsCookies) {
  const Request request = with({{"Cookie", "a=1; session=s3cret=; b"}});
  EXPECT_EQ(cookie(request, "session"), "s3cret=");
  EXPECT_EQ(cookie(request, "a"), "1");
  EXPECT_EQ(cookie(request, "sess"), "");
  EXPECT_EQ(cookie(Request{}, "a"), "");
}

}  // namespace
}  // namespace kindred::api
