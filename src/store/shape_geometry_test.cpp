// Law: what is packed is unpacked equal; bytes that nobody packed are corrupt or some geometry, never more.
#include "store/shape_geometry.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "store/test_workspace.h"

namespace kindred::store {
namespace {

Geometry there_and_back(const Geometry& geometry) {
  return must(unpack_geometry(kind_of(geometry), box_of(geometry), area_of(geometry), pack_geometry(geometry)));
}

TEST(ShapeGeometryTest, EveryKindComesBackEqual) {
  constexpr std::int32_t kMost = 1'000'000'000;
  const std::vector<Point> points{{0, 0}, {-1, 63}, {64, -64}, {kMost, -kMost}, {-kMost, kMost}, {5, 5}};
  const std::vector<Geometry> all{Rectangle{-4, 5, 6, 0},
                                  Polygon{points},
                                  Line{points},
                                  Point{-kMost, 9},
                                  Classification{},
                                  Mask{"lba_1<_^12N2O001O1O", 321, {1, 2, 3, 4}},
                                  Keypoints{{{{1, 2}, 2}, {{-9, 80000}, 0}, {{3, 3}, 1}}}};
  for (const Geometry& geometry : all)
    EXPECT_EQ(there_and_back(geometry), geometry) << to_string(kind_of(geometry));
}

TEST(ShapeGeometryTest, TheBoxSaysItAllOfRectanglesPointsAndClassifications) {
  EXPECT_TRUE(pack_geometry(Rectangle{1, 2, 3, 4}).empty());
  EXPECT_TRUE(pack_geometry(Point{1, 2}).empty());
  EXPECT_TRUE(pack_geometry(Classification{}).empty());
}

TEST(ShapeGeometryTest, APointOfAPolygonTakesTwoBytesAsARule) {
  Polygon circle;
  for (int i = 0; i < 40; ++i)
    circle.points.push_back({i < 20 ? 500 + i : 540 - i, 700 + (i % 20)});
  EXPECT_LE(pack_geometry(circle).size(), 2 * circle.points.size() + 2);
}

TEST(ShapeGeometryTest, ForeignBytesAreNoCrash) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::uint8_t> bytes(random() % 24);
    for (auto& byte : bytes)
      byte = static_cast<std::uint8_t>(random());
    for (const ShapeKind kind : {ShapeKind::polygon, ShapeKind::line, ShapeKind::keypoints}) {
      const auto geometry = unpack_geometry(kind, std::nullopt, 0, bytes);
      EXPECT_TRUE(geometry || geometry.error().kind == ErrorKind::corrupt);
    }
  }
  EXPECT_EQ(unpack_geometry(ShapeKind::rectangle, std::nullopt, 0, {}).error().kind, ErrorKind::corrupt);
  const std::vector<std::uint8_t> half{0x80};
  EXPECT_EQ(unpack_geometry(ShapeKind::polygon, std::nullopt, 0, half).error().kind, ErrorKind::corrupt);
}

}  // namespace
}  // namespace kindred::store
