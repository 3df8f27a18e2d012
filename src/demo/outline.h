// The exact outline of a set of pixels: boxes and polygons along pixel edges, as COCO writes them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kindred::demo {

struct Point {
  int x = 0;  // a corner of pixels: pixel (x, y) covers [x, x+1) x [y, y+1)
  int y = 0;
  bool operator==(const Point&) const = default;
};
using Polygon = std::vector<Point>;  // clockwise on the screen, closed from last to first, no three points in a row

struct Outline {
  int x = 0, y = 0, width = 0, height = 0;  // the tight box; width 0 when no pixel is set
  std::int64_t area = 0;                    // pixels
  std::vector<Polygon> polygons;            // the outer boundary of each 4-connected part; holes are not cut out
};

// `mask` is height x width, not zero inside.
Outline outline_of(std::span<const std::uint8_t> mask, int width, int height);

}  // namespace kindred::demo
