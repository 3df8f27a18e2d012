// Law: a mask's area and box are those of its bitmap; what is refused names its field; what sticks out of the picture is kept.
#include "usecases/shape_input.h"

#include <gmock/gmock.h>

#include <random>

namespace kindred::usecases {
namespace {

using ::testing::HasSubstr;

// The slow twin of pycocotools' rleEncode and rleToString.
std::string counts_of(const std::vector<bool>& down_the_columns) {
  std::vector<std::int64_t> runs{0};
  bool ones = false;
  for (const bool one : down_the_columns) {
    if (one != ones) {
      runs.push_back(0);
      ones = one;
    }
    ++runs.back();
  }
  std::string counts;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::int64_t rest = runs[i] - (i > 2 ? runs[i - 2] : 0);
    for (bool more = true; more;) {
      std::int64_t code = rest & 0x1F;
      rest >>= 5;
      more = (code & 0x10) != 0 ? rest != -1 : rest != 0;
      if (more) code |= 0x20;
      counts.push_back(static_cast<char>(code + 48));
    }
  }
  return counts;
}

TEST(ShapeInputTest, MasksAreMeasuredAsTheirBitmapsAre) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    const int width = 1 + static_cast<int>(random() % 40);
    const int height = 1 + static_cast<int>(random() % 40);
    const unsigned density = 1 + random() % 60;
    std::vector<bool> bitmap(static_cast<std::size_t>(width * height));
    std::int64_t area = 0;
    int left = width, right = -1, top = height, bottom = -1;
    for (int x = 0; x < width; ++x) {
      for (int y = 0; y < height; ++y) {
        if (random() % density != 0) continue;
        bitmap[static_cast<std::size_t>(x * height + y)] = true;
        ++area;
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = std::max(bottom, y);
      }
    }
    const std::string counts = counts_of(bitmap);
    const auto mask = measured_mask(counts, width, height);
    ASSERT_TRUE(mask) << mask.error().message;
    EXPECT_EQ(mask->counts, counts);
    EXPECT_EQ(mask->area, area);
    EXPECT_EQ(mask->box, area == 0 ? Rectangle{} : (Rectangle{left, top, right - left + 1, bottom - top + 1}));
    EXPECT_FALSE(measured_mask(counts, width + 1, height)) << "that picture has other pixels";
  }
}

TEST(ShapeInputTest, BrokenMasksSayWhy) {
  const auto why = [](const std::string& counts) { return measured_mask(counts, 10, 10).error().message; };
  for (const std::string counts : {"T", "4!", "oooooooo", "O"})
    EXPECT_THAT(why(counts), HasSubstr("'mask' is not COCO's compressed run lengths"));
  EXPECT_THAT(why("4"), HasSubstr("cover 4 pixels, but the picture's 10 x 10 are 100"));
  EXPECT_THAT(why(""), HasSubstr("cover 0 pixels"));
  EXPECT_THAT(measured_mask("4", 0, 0).error().message, HasSubstr("whose size is known"));
}

TEST(ShapeInputTest, GeometriesOutOfBoundsNameTheirField) {
  const Data data;
  const auto why = [&](Geometry geometry) {
    const auto prepared = prepare(geometry, data);
    return prepared ? "fine" : prepared.error().message;
  };
  EXPECT_EQ(why(Rectangle{-50, 9'000, 0, 0}), "fine") << "embedding tells what can't be embedded";
  EXPECT_THAT(why(Rectangle{0, 0, -1, 5}), HasSubstr("'w' is -1, but a size can't be negative"));
  EXPECT_THAT(why(Rectangle{0, kMaxCoordinate + 1, 1, 5}), HasSubstr("'y' is 1000000001"));
  EXPECT_THAT(why(Polygon{{{0, 0}, {1, 1}}}), HasSubstr("'polygon' has 2 points"));
  EXPECT_EQ(why(Polygon{{{0, 0}, {2, 2}, {2, 0}, {0, 2}}}), "fine") << "self-crossing";
  EXPECT_THAT(why(Line{{{0, 0}}}), HasSubstr("'line' has 1 points"));
  EXPECT_THAT(why(Point{-kMaxCoordinate - 1, 0}), HasSubstr("'point'"));
  EXPECT_THAT(why(Keypoints{}), HasSubstr("'keypoints'"));
  EXPECT_THAT(why(Keypoints{{{{1, 1}, 3}}}), HasSubstr("visibility of 3"));
  EXPECT_EQ(why(Classification{}), "fine");
}

}  // namespace
}  // namespace kindred::usecases
