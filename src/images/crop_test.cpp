// The box that is cut out always lies inside the image, holds what of the shape does, and is a square where the image allows;
// what has no box is refused with the reason. Pixels are compared with Pillow's in embed/crop_golden_test.cpp.
#include "images/crop.h"

#include <gmock/gmock.h>

#include <limits>
#include <random>

#include "images/test_data.h"

namespace kindred::images {
namespace {

using ::testing::HasSubstr;

TEST(CropBox, IsASquareAroundTheMiddleWhereTheImageAllows) {
  EXPECT_EQ(*crop_box({40, 10, 4, 20}, 100, 50, {}), (PixelBox{32, 10, 20, 20}));
  EXPECT_EQ(*crop_box({2, 10, 4, 20}, 100, 50, {}), (PixelBox{0, 10, 20, 20})) << "moved off the edge";
  EXPECT_EQ(*crop_box({96, 10, 4, 20}, 100, 50, {}), (PixelBox{80, 10, 20, 20})) << "moved off the other edge";
  EXPECT_EQ(*crop_box({5, 20, 90, 10}, 100, 50, {}), (PixelBox{5, 0, 90, 50})) << "as high as the image is";
  EXPECT_EQ(*crop_box({40, 10, 4, 20}, 100, 50, {.square = false}), (PixelBox{40, 10, 4, 20}));
}

TEST(CropBox, RoundsOutwardsAndAddsTheMarginOfTheLongerSide) {
  EXPECT_EQ(*crop_box({10.9, 10.1, 2.2, 4}, 100, 50, {.square = false}), (PixelBox{10, 10, 4, 5}));
  EXPECT_EQ(*crop_box({40, 20, 10, 4}, 100, 50, {.margin = 0.5, .square = false}), (PixelBox{35, 15, 20, 14}));
}

TEST(CropBox, RefusesWhatIsEmptyOrOutside) {
  const auto reason = [](const Box& box) { return crop_box(box, 100, 50, {.margin = 5}).error().message; };
  EXPECT_THAT(reason({10, 10, 0, 5}), HasSubstr("empty: 0 x 5"));
  EXPECT_THAT(reason({10, 10, 5, -1}), HasSubstr("empty"));
  EXPECT_THAT(reason({100, 10, 5, 5}), HasSubstr("outside the image of 100 x 50"));
  EXPECT_THAT(reason({-5, 10, 5, 5}), HasSubstr("outside"));
  EXPECT_THAT(reason({10, -7, 5, 6}), HasSubstr("outside"));
  EXPECT_THAT(reason({10, std::numeric_limits<double>::infinity(), 5, 6}), HasSubstr("finite"));
}

TEST(CropBox, OfALineTakesTheMarginFirst) {
  const std::vector<Point> level{{20, 30}, {40, 30}};
  EXPECT_EQ(*line_crop_box(level, 100, 50, {.square = false}), (PixelBox{19, 29, 22, 2}));
  EXPECT_EQ(*line_crop_box(level, 100, 50, {.margin = 0.25, .square = false}), (PixelBox{15, 25, 30, 10}));
  const std::vector<Point> along_the_edge{{20, 50}, {40, 50}};
  EXPECT_EQ(*line_crop_box(along_the_edge, 100, 50, {.square = false}), (PixelBox{19, 49, 22, 1}));
  const std::vector<Point> point{{20, 30}, {20, 30}};
  EXPECT_THAT(line_crop_box(point, 100, 50, {.margin = 1}).error().message, HasSubstr("empty"));
  const std::vector<Point> below{{20, 60}, {40, 60}};
  EXPECT_THAT(line_crop_box(below, 100, 50, {}).error().message, HasSubstr("outside"));
}

TEST(CropBox, NeverLeavesTheImage) {
  std::mt19937 chance(7);
  std::uniform_real_distribution<double> anywhere(-150, 150);
  int boxes = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Box box{anywhere(chance), anywhere(chance), anywhere(chance), anywhere(chance)};
    const auto cut = crop_box(box, 60, 37, {.margin = (i % 5) * 0.3, .square = i % 2 == 0});
    if (!cut) continue;
    ++boxes;
    ASSERT_GE(std::min(cut->left, cut->top), 0);
    ASSERT_GE(std::min(cut->width, cut->height), 1);
    ASSERT_LE(cut->left + cut->width, 60);
    ASSERT_LE(cut->top + cut->height, 37);
    const bool fits = cut->width == cut->height || std::max(cut->width, cut->height) > 37;
    ASSERT_TRUE(i % 2 == 1 || fits);
  }
  EXPECT_GT(boxes, 500);
}

TEST(Inside, APolygonIsTheMiddlesItHolds) {
  const std::vector<Point> square{{2, 2}, {6, 2}, {6, 6}, {2, 6}};
  const Inside all = inside_polygon(square, {2, 2, 4, 4});
  EXPECT_EQ(std::count(all.begin(), all.end(), 1), 16);
  const Inside wider = inside_polygon(square, {0, 0, 8, 8});
  EXPECT_EQ(std::count(wider.begin(), wider.end(), 1), 16);
  const std::vector<Point> crossed{{0, 0}, {8, 8}, {8, 0}, {0, 8}};  // two triangles
  const Inside hourglass = inside_polygon(crossed, {0, 0, 8, 8});
  EXPECT_EQ(hourglass[std::size_t{4} * 8 + 0], 1);
  EXPECT_EQ(hourglass[std::size_t{0} * 8 + 4], 0);
}

TEST(Inside, RunsThatCoverTooMuchOrTooLittleAreHarmless) {
  const PixelBox box{1, 1, 2, 3};
  const auto count = [&](std::vector<std::uint32_t> runs) {
    const Inside inside = inside_runs(runs, 5, box);
    return std::count(inside.begin(), inside.end(), 1);
  };
  EXPECT_EQ(count({}), 0);
  EXPECT_EQ(count({0, 4'000'000'000U, 4'000'000'000U, 4'000'000'000U}), 6);
  EXPECT_EQ(count({6, 1, 0, 2}), 3);
  EXPECT_EQ(count({0, 0, 0, 0}), 0);
}

TEST(WithoutBackground, KeepsTheShapeAndNothingElse) {
  const Image whole = noise_image(9, 7, Mode::rgb);
  const Inside inside = inside_polygon(std::vector<Point>{{1, 1}, {8, 1}, {4, 6}}, {0, 0, 9, 7});
  const Image cut = without_background(whole, inside);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_EQ(cut.pixels[3 * i + c], inside[i] == 1 ? whole.pixels[3 * i + c] : kBackground[c]);
  }
}

}  // namespace
}  // namespace kindred::images
