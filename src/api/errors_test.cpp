// Each kind of error has the status that makes the official SDK raise the fitting exception, and defects stay in the log.
#include "api/errors.h"

#include <gtest/gtest.h>

#include "api/access_log.h"

namespace kindred::api {
namespace {

TEST(ErrorsTest, KindsHaveTheirStatus) {
  EXPECT_EQ(status_of(ErrorKind::invalid), 400);
  EXPECT_EQ(status_of(ErrorKind::unauthorized), 401);
  EXPECT_EQ(status_of(ErrorKind::forbidden), 403);
  EXPECT_EQ(status_of(ErrorKind::not_found), 404);
  EXPECT_EQ(status_of(ErrorKind::conflict), 409);
  EXPECT_EQ(status_of(ErrorKind::too_large), 413);
  EXPECT_EQ(status_of(ErrorKind::unsupported), 422);
  EXPECT_EQ(status_of(ErrorKind::too_many), 429);
  EXPECT_EQ(status_of(ErrorKind::no_space), 507);
  EXPECT_EQ(status_of(ErrorKind::unavailable), 503);
  EXPECT_EQ(status_of(ErrorKind::internal), 500);
}

TEST(ErrorsTest, TheBodyIsTheContracts) {
  EXPECT_EQ(error_response(invalid("No \"x\"", "why")).text, R"({"message":"No \"x\"","detail":"why"})");
  EXPECT_EQ(error_response(not_found("No such tag")).text, R"({"message":"No such tag","detail":null})");
  EXPECT_EQ(error_response(Error{ErrorKind::unauthorized, "Who?", {}}).headers.find("WWW-Authenticate"), "Bearer");
}

TEST(ErrorsTest, DefectsAreNotTold) { EXPECT_EQ(error_response(internal_error("SELECT secret")).text.find("SELECT"), std::string::npos); }

TEST(ErrorsTest, HeadersCannotBeInjected) {
  Response response;
  response.headers.add("Location", "/x\r\nSet-Cookie: a=b");
  EXPECT_EQ(response_head(response, true).find("\nSet-Cookie"), std::string::npos);
}

TEST(ErrorsTest, DatesAreHttps) {
  EXPECT_EQ(http_date({0}), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date({784111777'000'000}), "Sun, 06 Nov 1994 08:49:37 GMT");  // RFC 9110's example
}

TEST(AccessLogTest, HasNoQueryAndNoForgedFields) {
  const std::string line = access_line({"id1", "GET", "/login?code=secret", 200, 12, std::chrono::microseconds(1500), "ann"});
  EXPECT_EQ(line, "request id=id1 method=GET path=/login status=200 bytes=12 ms=1.5 user=ann");
  const std::string forged = access_line({"id1", "GET", "/a\nb status=999", 404, 0, {}, ""});
  EXPECT_EQ(forged, "request id=id1 method=GET path=/a?b?status=999 status=404 bytes=0 ms=0.0 user=-");
}

}  // namespace
}  // namespace kindred::api
