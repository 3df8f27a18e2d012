// Law: a region holds exactly the points that its rule names, whatever its form; polygons that share sides divide the map among them.
#include "maps/select.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>
#include <random>

#include "maps/test_maps.h"
#include "maps/test_select.h"

namespace kindred::maps {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Selecting {
 public:
  explicit Selecting(MapPoints points) : points_(std::move(points)), boxes_(points_.x, points_.y) {}

  [[nodiscard]] std::vector<std::uint32_t> operator()(const Region& region) const {
    auto chosen = select_points({points_.x, points_.y, points_.cluster, boxes_}, region);
    EXPECT_TRUE(chosen);
    return *std::move(chosen);
  }
  void expect_as_one_by_one(const Region& region) const { EXPECT_EQ((*this)(region), select_one_by_one(points_, region)); }
  [[nodiscard]] const MapPoints& points() const { return points_; }

 private:
  MapPoints points_;
  BoxTree boxes_;
};

Polygon random_polygon(std::mt19937& random, std::size_t corners) {
  std::uniform_real_distribution<double> coordinate(-9, 9);
  Polygon polygon;
  for (std::size_t i = 0; i < corners; ++i)
    polygon.corners.push_back({coordinate(random), coordinate(random)});
  return polygon;
}

// Points on whole numbers, where corners and sides of polygons on whole numbers meet them.
MapPoints lattice(int side) {
  std::vector<projection::Position> positions;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x)
      positions.push_back({static_cast<float>(x), static_cast<float>(y)});
  }
  return gather(grid_over(positions), some_items(positions.size()), positions);
}

TEST(SelectTest, AnyPolygonAsOneByOne) {
  std::mt19937 random(5);
  for (const std::size_t count : {0, 1, 31, 33, 5000}) {
    const Selecting selecting(some_map(count));
    for (const std::size_t corners : {0, 1, 2, 3, 4, 5, 8, 40, 300})
      selecting.expect_as_one_by_one(random_polygon(random, corners));
  }
}

TEST(SelectTest, CornersAndSidesOnPoints) {
  std::mt19937 random(6);
  std::uniform_int_distribution<int> whole(-1, 20);
  const Selecting selecting(lattice(20));
  for (int round = 0; round < 200; ++round) {
    Polygon polygon;
    for (int i = 0; i < 3 + round % 9; ++i)
      polygon.corners.push_back({static_cast<double>(whole(random)), static_cast<double>(whole(random))});
    selecting.expect_as_one_by_one(polygon);
  }
}

TEST(SelectTest, LeftAndLowerSidesBelongToAPolygon) {
  const Selecting selecting(lattice(4));
  std::vector<std::pair<float, float>> inside;
  for (const std::uint32_t i : selecting(Polygon{{{1, 1}, {3, 1}, {3, 3}, {1, 3}}}))
    inside.emplace_back(selecting.points().x[i], selecting.points().y[i]);
  std::sort(inside.begin(), inside.end());
  EXPECT_THAT(inside, ElementsAre(std::pair(1.0F, 1.0F), std::pair(1.0F, 2.0F), std::pair(2.0F, 1.0F), std::pair(2.0F, 2.0F)));
}

TEST(SelectTest, AllSidesBelongToARectangle) {
  const Selecting selecting(lattice(5));
  EXPECT_EQ(selecting(Rectangle{{1, 1}, {3, 3}}).size(), 9U);
  EXPECT_EQ(selecting(Rectangle{{2, 2}, {2, 2}}).size(), 1U);
  EXPECT_EQ(selecting(Rectangle{{0, 0}, {4, 4}}).size(), 25U);
  EXPECT_THAT(selecting(Rectangle{{5, 5}, {9, 9}}), IsEmpty());
}

TEST(SelectTest, AnyRectangleAsOneByOne) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> coordinate(-9, 9);
  const Selecting selecting(some_map(5000));
  for (int round = 0; round < 100; ++round) {
    const auto [x0, x1] = std::minmax({coordinate(random), coordinate(random)});
    const auto [y0, y1] = std::minmax({coordinate(random), coordinate(random)});
    selecting.expect_as_one_by_one(Rectangle{{x0, y0}, {x1, y1}});
  }
}

TEST(SelectTest, ClustersAndNoise) {
  const Selecting selecting(some_map(1000));
  std::size_t all = 0;
  for (const std::int32_t cluster : {-1, 0, 1, 7}) {
    selecting.expect_as_one_by_one(ClusterSet{{cluster}});
    all += selecting(ClusterSet{{cluster}}).size();
  }
  EXPECT_EQ(all, selecting.points().size());
  EXPECT_EQ(selecting(ClusterSet{{-1, 0, 1}}).size(), all);
}

TEST(SelectTest, FewerThanThreeCornersEncloseNothing) {
  const Selecting selecting(lattice(5));
  EXPECT_THAT(selecting(Polygon{}), IsEmpty());
  EXPECT_THAT(selecting(Polygon{{{1, 1}}}), IsEmpty());
  EXPECT_THAT(selecting(Polygon{{{0, 0}, {4, 4}}}), IsEmpty());
}

TEST(SelectTest, WhatIsEnclosedTwiceIsOutside) {
  const Selecting selecting(lattice(5));
  // A square that is walked around twice.
  EXPECT_THAT(selecting(Polygon{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}, {4, 0}, {4, 4}, {0, 4}}}), IsEmpty());
  // A bow tie: two triangles that meet in its middle.
  selecting.expect_as_one_by_one(Polygon{{{0, 0}, {4, 4}, {4, 0}, {0, 4}}});
}

TEST(SelectTest, TrianglesThatShareSidesDivideThePointsAmongThem) {
  const Selecting selecting(lattice(21));
  std::vector<int> times(selecting.points().size());
  constexpr int kTriangles = 17;
  const auto rim = [](int i) {
    const double angle = 2 * std::numbers::pi * (i % kTriangles) / kTriangles;
    return Corner{10 + 40 * std::cos(angle), 10 + 40 * std::sin(angle)};
  };
  for (int i = 0; i < kTriangles; ++i) {
    for (const std::uint32_t point : selecting(Polygon{{{10, 10}, rim(i), rim(i + 1)}}))
      ++times[point];
  }
  EXPECT_THAT(times, ::testing::Each(1));
}

TEST(SelectTest, AHundredThousandCornersAsOneByOne) {
  const Selecting selecting(some_map(500));
  Polygon star;   // each edge from one side of the map to the other
  Polygon coast;  // a circle drawn by a trembling hand
  std::mt19937 random(8);
  std::uniform_real_distribution<double> tremble(4, 4.5);
  for (std::size_t i = 0; i < kMaxCorners; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / kMaxCorners;
    const double sign = i % 2 == 0 ? 1 : -1;
    star.corners.push_back({sign * 9 * std::cos(angle / 2), sign * 9 * std::sin(angle / 2)});
    const double radius = tremble(random);
    coast.corners.push_back({radius * std::cos(angle), radius * std::sin(angle)});
  }
  selecting.expect_as_one_by_one(star);
  selecting.expect_as_one_by_one(coast);
}

TEST(SelectTest, APolygonThatIsTooIntricateIsRefusedInTime) {
  // Points on a line, and edges that all run along it.
  std::vector<projection::Position> positions;
  for (int i = 0; i < 20'000; ++i)
    positions.push_back({static_cast<float>(i), static_cast<float>(i)});
  const MapPoints points = gather(grid_over(positions), some_items(positions.size()), positions);
  const BoxTree boxes(points.x, points.y);
  Polygon polygon;
  for (std::size_t i = 0; i < kMaxCorners; ++i) {
    const double side = i % 2 == 0 ? -1 : 20'001;
    polygon.corners.push_back({side, side + 0.1 + static_cast<double>(i) * 1e-6});
  }
  const auto chosen = select_points({points.x, points.y, points.cluster, boxes}, polygon, 100'000'000);
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().kind, ErrorKind::too_large);
}

}  // namespace
}  // namespace kindred::maps
