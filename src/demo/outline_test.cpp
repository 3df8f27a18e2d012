// An outline's polygons enclose exactly the pixels of the mask: checked against a slow count, on shapes and at random.
#include "demo/outline.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "demo/random.h"

namespace kindred::demo {
namespace {

struct Mask {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;
};

Mask mask_of(const std::vector<std::string>& rows) {
  Mask mask{static_cast<int>(rows[0].size()), static_cast<int>(rows.size()), {}};
  for (const std::string& row : rows) {
    for (const char c : row)
      mask.pixels.push_back(c == '#' ? 255 : 0);
  }
  return mask;
}

Outline outline_of(const Mask& mask) { return demo::outline_of(mask.pixels, mask.width, mask.height); }

// The shoelace formula; positive for clockwise on a screen, whose y grows downwards.
double signed_area(const Polygon& polygon) {
  double twice = 0;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point& a = polygon[i];
    const Point& b = polygon[(i + 1) % polygon.size()];
    twice += static_cast<double>(a.x) * b.y - static_cast<double>(b.x) * a.y;
  }
  return twice / 2;
}

// Even-odd rule at the pixel's centre.
bool inside(const Polygon& polygon, int x, int y) {
  bool in = false;
  const double px = x + 0.5;
  const double py = y + 0.5;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Point& a = polygon[i];
    const Point& b = polygon[(i + 1) % polygon.size()];
    if ((a.y > py) == (b.y > py)) continue;
    if (px < a.x + (py - a.y) * (b.x - a.x) / static_cast<double>(b.y - a.y)) in = !in;
  }
  return in;
}

TEST(Outline, OfOnePixelIsASquare) {
  const Outline outline = outline_of(mask_of({"...", ".#.", "..."}));
  EXPECT_EQ(outline.area, 1);
  EXPECT_EQ(outline.x, 1);
  EXPECT_EQ(outline.width, 1);
  ASSERT_EQ(outline.polygons.size(), 1U);
  EXPECT_EQ(outline.polygons[0], (Polygon{{2, 1}, {2, 2}, {1, 2}, {1, 1}}));
}

TEST(Outline, OfNothingIsEmpty) {
  const Outline outline = outline_of(mask_of({"..", ".."}));
  EXPECT_EQ(outline.area, 0);
  EXPECT_EQ(outline.width, 0);
  EXPECT_TRUE(outline.polygons.empty());
}

TEST(Outline, SeparatesPartsThatTouchAtACorner) {
  const Outline outline = outline_of(mask_of({"#.", ".#"}));
  EXPECT_EQ(outline.polygons.size(), 2U);
}

TEST(Outline, EnclosesRandomMasksExactly) {
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    Mask mask{random.whole(1, 12), random.whole(1, 12), {}};
    for (int i = 0; i < mask.width * mask.height; ++i)
      mask.pixels.push_back(random.unit() < 0.6 ? 255 : 0);
    const Outline outline = outline_of(mask);
    for (const Polygon& polygon : outline.polygons)
      EXPECT_GT(signed_area(polygon), 0);
    for (int y = 0; y < mask.height; ++y) {
      for (int x = 0; x < mask.width; ++x) {
        if (mask.pixels[static_cast<std::size_t>(y * mask.width + x)] == 0) continue;
        int parts = 0;
        for (const Polygon& polygon : outline.polygons)
          parts += inside(polygon, x, y) ? 1 : 0;
        EXPECT_GE(parts, 1) << "pixel " << x << "," << y << " is in no polygon";  // a part within another's hole is in two
      }
    }
  }
}

TEST(Outline, WithoutHolesHasTheAreaOfItsPixels) {
  const Outline outline = outline_of(mask_of({".##.", "####", "##..", "#..."}));
  ASSERT_EQ(outline.polygons.size(), 1U);
  EXPECT_EQ(signed_area(outline.polygons[0]), static_cast<double>(outline.area));
}

}  // namespace
}  // namespace kindred::demo
