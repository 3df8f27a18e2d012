// A part of a map: a rectangle, a polygon, or clusters. What lies in it is told by one rule (select.h).
// Thread-safety: values; read_region() from any thread.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace kindred::maps {

inline constexpr std::size_t kMaxCorners = 100'000;
inline constexpr std::size_t kMaxClusters = 100'000;
// Coordinates lie within ±this, so that no product of differences overflows.
inline constexpr double kMaxCoordinate = 1e100;

struct Corner {
  double x = 0;
  double y = 0;
};
struct Rectangle {
  Corner low;  // low.x <= high.x, low.y <= high.y
  Corner high;
};
struct Polygon {
  std::vector<Corner> corners;  // the last is joined to the first
};
struct ClusterSet {
  std::vector<std::int32_t> clusters;  // rising; kNoise for what is in none
};
using Region = std::variant<Rectangle, Polygon, ClusterSet>;

// From an object that has exactly one of: "polygon": [[x, y], …], "rectangle": [x0, y0, x1, y1] (any two opposite corners), "clusters":
// [0, -1, …]. Other members are left alone. `invalid` names the field, and the corner by its number; `too_large` beyond the limits above.
Result<Region> read_region(const json::object& body);

}  // namespace kindred::maps
