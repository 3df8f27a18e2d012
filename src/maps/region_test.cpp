// Law: a region is read as it is written, or refused with the field's name; a reader of foreign text never fails otherwise.
#include "maps/region.h"

#include <gmock/gmock.h>

namespace kindred::maps {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<Region> read(std::string_view text) { return read_region(*parse_json_object(text, "a test")); }

TEST(RegionTest, ReadsEachShape) {
  const auto polygon = read(R"({"polygon":[[0,0],[1.5,-2],[3e2,4]], "limit": 3})");
  ASSERT_TRUE(polygon) << polygon.error().message;
  ASSERT_EQ(std::get<Polygon>(*polygon).corners.size(), 3U);
  EXPECT_EQ(std::get<Polygon>(*polygon).corners[2].x, 300);
  const auto rectangle = std::get<Rectangle>(*read(R"({"rectangle":[3,-1,-2,5]})"));
  EXPECT_THAT((std::vector{rectangle.low.x, rectangle.low.y, rectangle.high.x, rectangle.high.y}), ElementsAre(-2, -1, 3, 5));
  EXPECT_THAT(std::get<ClusterSet>(*read(R"({"clusters":[4,-1,0], "polygon": null})")).clusters, ElementsAre(-1, 0, 4));
  EXPECT_TRUE(std::get<Polygon>(*read(R"({"polygon":[]})")).corners.empty());
}

TEST(RegionTest, RefusesByName) {
  const auto message = [](std::string_view text) {
    const auto region = read(text);
    EXPECT_FALSE(region) << text;
    return region ? "" : region.error().message;
  };
  EXPECT_THAT(message("{}"), HasSubstr("'polygon', 'rectangle' or 'clusters'"));
  EXPECT_THAT(message(R"({"polygon":[],"clusters":[]})"), HasSubstr("both 'polygon' and 'clusters'"));
  EXPECT_THAT(message(R"({"polygon":[[0,0],[1,"a"]]})"), HasSubstr("Corner 1"));
  EXPECT_THAT(message(R"({"polygon":[[0,0,0]]})"), HasSubstr("Corner 0"));
  EXPECT_THAT(message(R"({"polygon":{"x":1}})"), HasSubstr("'polygon'"));
  EXPECT_THAT(message(R"({"polygon":[[1e300,0]]})"), HasSubstr("Corner 0"));
  EXPECT_THAT(message(R"({"rectangle":[0,0,1]})"), HasSubstr("'rectangle'"));
  EXPECT_THAT(message(R"({"rectangle":[0,0,1,true]})"), HasSubstr("Number 3"));
  EXPECT_THAT(message(R"({"clusters":[-2]})"), HasSubstr("'clusters'"));
  EXPECT_THAT(message(R"({"clusters":[1.5]})"), HasSubstr("'clusters'"));
}

TEST(RegionTest, CornersHaveALimit) {
  json::array corners;
  for (std::size_t i = 0; i < kMaxCorners; ++i)
    corners.push_back(json::array{1, 2});
  EXPECT_TRUE(read_region({{"polygon", corners}}));
  corners.push_back(json::array{1, 2});
  EXPECT_EQ(read_region({{"polygon", corners}}).error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace kindred::maps
