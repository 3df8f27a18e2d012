// A request finds the route whose pattern fits best, its parameters are what stood in the path, and a wrong method is told
// apart from a wrong path.
#include "api/router.h"

#include <gtest/gtest.h>

namespace kindred::api {
namespace {

Result<Response> nothing(Context&, const Request&) { return Response{}; }

Request request(std::string method, std::string_view target) {
  Request made;
  made.method = std::move(method);
  made.segments = parse_target(target)->segments;
  return made;
}

const Route kRoutes[] = {
    {"GET", "/", Access::anyone, &nothing},
    {"GET", "/api/dataset/{d}", Access::viewer, &nothing},
    {"GET", "/api/dataset/{d}/versions", Access::viewer, &nothing},
    {"GET", "/api/dataset/version/{v}", Access::viewer, &nothing},
    {"XGET", "/api/dataset/version/{v}", Access::viewer, &nothing},
    {"GET", "/files/{c}/{name...}", Access::anyone, &nothing},
};

std::string found(std::string method, std::string_view target) {
  const Router router(kRoutes);
  Request made = request(std::move(method), target);
  const Router::Match match = router.match(made);
  return match.route != nullptr ? std::string(match.route->pattern) : "none, allowed: " + match.allowed;
}

TEST(RouterTest, FindsTheRoute) {
  EXPECT_EQ(found("GET", "/"), "/");
  EXPECT_EQ(found("GET", "/api/dataset/7"), "/api/dataset/{d}");
  EXPECT_EQ(found("GET", "/api/dataset/7/versions?limit=3"), "/api/dataset/{d}/versions");
}

TEST(RouterTest, WordsWinOverParameters) {
  EXPECT_EQ(found("GET", "/api/dataset/version/7"), "/api/dataset/version/{v}");
  EXPECT_EQ(found("GET", "/api/dataset/version/versions"), "/api/dataset/version/{v}");
}

TEST(RouterTest, TellsAWrongMethodFromAWrongPath) {
  EXPECT_EQ(found("POST", "/api/dataset/version/7"), "none, allowed: GET, XGET");
  EXPECT_EQ(found("GET", "/api/unknown"), "none, allowed: ");
  EXPECT_EQ(found("GET", "/api/dataset/7/"), "none, allowed: ");
  EXPECT_EQ(found("GET", "/api/dataset//versions"), "none, allowed: ");
}

TEST(RouterTest, HeadMatchesGet) { EXPECT_EQ(found("HEAD", "/api/dataset/7"), "/api/dataset/{d}"); }

TEST(RouterTest, GivesParametersDecoded) {
  const Router router(kRoutes);
  Request made = request("GET", "/files/c%20d/a%2Fb/c.png");
  ASSERT_NE(router.match(made).route, nullptr);
  EXPECT_EQ(made.parameter("c"), "c d");
  EXPECT_EQ(made.parameter("name"), "a/b/c.png");
}

TEST(RouterTest, TheRestIsAtLeastOneSegment) { EXPECT_EQ(found("GET", "/files/c"), "none, allowed: "); }

}  // namespace
}  // namespace kindred::api
