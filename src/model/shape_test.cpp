// A shape's box holds all its points, and its area is that of the plane geometry one learns at school.
#include "model/shape.h"

#include <gtest/gtest.h>

namespace kindred {
namespace {

constexpr Rectangle kBox{-3, 4, 10, 6};

TEST(ShapeTest, KindsStandInTheOrderOfTheVariant) {
  EXPECT_EQ(kind_of(Rectangle{}), ShapeKind::rectangle);
  EXPECT_EQ(kind_of(Polygon{}), ShapeKind::polygon);
  EXPECT_EQ(kind_of(Line{}), ShapeKind::line);
  EXPECT_EQ(kind_of(Point{}), ShapeKind::point);
  EXPECT_EQ(kind_of(Classification{}), ShapeKind::classification);
  EXPECT_EQ(kind_of(Mask{}), ShapeKind::mask);
  EXPECT_EQ(kind_of(Keypoints{}), ShapeKind::keypoints);
}

TEST(ShapeTest, BoxesHoldAllPoints) {
  const std::vector<Point> points{{7, 4}, {-3, 10}, {0, 5}};
  EXPECT_EQ(box_of(kBox), kBox);
  EXPECT_EQ(box_of(Polygon{points}), kBox);
  EXPECT_EQ(box_of(Line{points}), kBox);
  EXPECT_EQ(box_of(Point{2, 3}), (Rectangle{2, 3, 0, 0}));
  EXPECT_EQ(box_of(Mask{"", 5, kBox}), kBox);
  EXPECT_EQ(box_of(Classification{}), std::nullopt);
  EXPECT_EQ(box_of(Polygon{}), std::nullopt);
}

TEST(ShapeTest, KeypointsThatAreNotLabelledAreNotInTheBox) {
  EXPECT_EQ(box_of(Keypoints{{{{7, 4}, 2}, {{-3, 10}, 1}, {{100, 100}, 0}}}), kBox);
  EXPECT_EQ(box_of(Keypoints{{{{1, 1}, 0}}}), std::nullopt);
}

TEST(ShapeTest, Areas) {
  EXPECT_EQ(area_of(kBox), 60);
  EXPECT_EQ(area_of(Polygon{{{0, 0}, {4, 0}, {4, 3}}}), 6);
  EXPECT_EQ(area_of(Polygon{{{4, 3}, {4, 0}, {0, 0}}}), 6) << "whichever way round";
  EXPECT_EQ(area_of(Polygon{{{0, 0}, {2, 2}, {2, 0}, {0, 2}}}), 0) << "a bow tie's halves turn against each other";
  EXPECT_EQ(area_of(Line{{{0, 0}, {9, 9}}}), 0);
  EXPECT_EQ(area_of(Mask{"", 17, kBox}), 17);
  constexpr std::int32_t kFar = 1'000'000'000;
  EXPECT_EQ(area_of(Polygon{{{-kFar, -kFar}, {kFar, -kFar}, {kFar, kFar}, {-kFar, kFar}}}), 4'000'000'000'000'000'000);
}

}  // namespace
}  // namespace kindred
