// A shape is refused, odd or good by its coordinates alone; crossings agree with a twin that compares every pair of sides.
#include "annotations/shape_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "annotations/rle.h"

namespace kindred::annotations {
namespace {

using ::testing::HasSubstr;

Shape of(Geometry geometry) { return {.label = "a", .geometry = std::move(geometry), .keypoints = {}, .text = {}, .attributes = {}}; }
std::string refusal(Geometry geometry) { return why_refused(of(std::move(geometry))).value_or("good"); }

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(ShapeChecks, RefuseWhatIsNoShape) {
  EXPECT_EQ(refusal(Box{1, 2, 3, 4}), "good");
  EXPECT_EQ(refusal(Box{-5, 2, 3, 4}), "good");
  EXPECT_THAT(refusal(Box{kNan, 2, 3, 4}), HasSubstr("finite"));
  EXPECT_THAT(refusal(Box{1, 2, kInfinity, 4}), HasSubstr("finite"));
  EXPECT_THAT(refusal(Box{1, 2, 3e6, 4}), HasSubstr("1,000,000"));
  EXPECT_THAT(refusal(Box{1, 2, -3, 4}), HasSubstr("negative"));
  EXPECT_THAT(refusal(Box{1, 2, 0, 4}), HasSubstr("empty"));
  EXPECT_THAT(refusal(Polygon{{{{0, 0}, {1, 1}}}}), HasSubstr("at least 3"));
  EXPECT_THAT(refusal(Polygon{}), HasSubstr("no points"));
  EXPECT_THAT(refusal(Polygon{{{{0, 0}, {1, 1}, {1, kNan}}}}), HasSubstr("finite"));
  EXPECT_THAT(refusal(Line{{{0, 0}}}), HasSubstr("at least 2"));
  EXPECT_THAT(refusal(Point{kNan, 0}), HasSubstr("finite"));
  EXPECT_THAT(refusal(Mask{4, 4, "zz"}), HasSubstr("broken mask"));
  EXPECT_THAT(refusal(Mask{4, 4, counts_of_runs(std::vector<std::uint32_t>{16})}), HasSubstr("empty"));
  EXPECT_EQ(refusal(Classification{}), "good");
  Shape shape = of(Box{1, 2, 3, 4});
  shape.keypoints = {{kNan, 1}};
  EXPECT_THAT(why_refused(shape).value(), HasSubstr("keypoints"));
}

TEST(ShapeChecks, WhatLeavesThePictureIsOdd) {
  EXPECT_FALSE(why_odd(of(Box{0, 0, 10, 10}), {10, 10}));
  EXPECT_FALSE(why_odd(of(Box{-1, 0, 12, 10}), {10, 10}));  // a pixel is rounding
  EXPECT_THAT(why_odd(of(Box{5, 5, 10, 3}), {10, 10}).value(), HasSubstr("10 x 10"));
  EXPECT_FALSE(why_odd(of(Box{5, 5, 10, 3}), {}));
  EXPECT_THAT(why_odd(of(Mask{4, 4, counts_of_runs(std::vector<std::uint32_t>{0, 16})}), {5, 4}).value(), HasSubstr("another size"));
  EXPECT_THAT(why_odd(of(Polygon{{{{0, 0}, {9, 9}, {9, 0}, {0, 9}}}}), {}).value(), HasSubstr("crosses itself"));
}

TEST(ShapeChecks, CrossingsAreThoseOfATwinThatComparesEveryPair) {
  EXPECT_FALSE(crosses_itself({{0, 0}, {4, 0}, {4, 4}, {0, 4}}));
  EXPECT_FALSE(crosses_itself({{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}));  // closed by hand
  EXPECT_TRUE(crosses_itself({{0, 0}, {4, 4}, {4, 0}, {0, 4}}));
  EXPECT_TRUE(crosses_itself({{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}}));  // a corner touches a side
  std::mt19937 random(5);
  int crossing = 0;
  for (int round = 0; round < 2000; ++round) {
    Ring ring;
    for (int i = 0; i < 5; ++i)
      ring.push_back({static_cast<double>(random() % 1000), static_cast<double>(random() % 1000)});
    bool twin = false;
    for (std::size_t i = 0; i < 5; ++i) {
      for (std::size_t k = i + 2; k < 5; ++k) {
        if (i == 0 && k == 4) continue;
        // Where the two lines cross, by Cramer's rule.
        const Point a = ring[i], b = ring[i + 1], c = ring[k], d = ring[(k + 1) % 5];
        const double det = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
        if (det == 0) continue;
        const double t = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / det;
        const double u = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / det;
        twin = twin || (t >= 0 && t <= 1 && u >= 0 && u <= 1);
      }
    }
    EXPECT_EQ(crosses_itself(ring), twin) << round;
    crossing += twin ? 1 : 0;
  }
  EXPECT_GT(crossing, 500);
  EXPECT_LT(crossing, 1900);
}

}  // namespace
}  // namespace kindred::annotations
