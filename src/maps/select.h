// Which points of a map lie in a region. The rule, in float64 and without fused operations:
//
//   rectangle  low.x <= x <= high.x and low.y <= y <= high.y: its sides belong to it.
//   clusters   the point's cluster is one of them.
//   polygon    even-odd: an odd number of its edges lie to the right of the point. An edge from (x0, y0) up to (x1, y1), y0 < y1, lies to the
//              right of (x, y) when y0 <= y < y1 and (x - x0) * (y1 - y0) < (x1 - x0) * (y - y0). Edges with y0 = y1 count for nothing.
//
// So left and lower sides of a polygon belong to it, right and upper ones don't, and of polygons that share a side exactly one has a point on
// it. Fewer than three corners enclose nothing. Where a polygon crosses itself, what is enclosed twice is outside.
// Points of a run (box_tree.h) are looked at one by one only where an edge passes; for edges beside it, which can only matter by their ends'
// heights, heights that meet at a corner cancel each other. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "maps/box_tree.h"
#include "maps/region.h"

namespace kindred::maps {

struct PlacedPoints {
  std::span<const float> x;
  std::span<const float> y;
  std::span<const std::int32_t> cluster;
  const BoxTree& boxes;  // over x and y
};

// Comparisons of an edge with a run or a point, after which a polygon is given up: a few seconds.
inline constexpr std::uint64_t kMaxComparisons = 2'000'000'000;

// Indexes of points, rising. `too_large` for a polygon that would take more than `max_comparisons`, which takes tens of thousands of edges
// that pass through the same crowd of points.
Result<std::vector<std::uint32_t>> select_points(const PlacedPoints& points, const Region& region,
                                                 std::uint64_t max_comparisons = kMaxComparisons);

}  // namespace kindred::maps
