// For tests: the slow, obvious twin of select_points().
#pragma once

#include <algorithm>
#include <vector>

#include "maps/map_points.h"
#include "maps/region.h"

namespace kindred::maps {

inline bool in_region(const Rectangle& r, double x, double y, std::int32_t) {
  return r.low.x <= x && x <= r.high.x && r.low.y <= y && y <= r.high.y;
}
inline bool in_region(const ClusterSet& set, double, double, std::int32_t cluster) {
  return std::find(set.clusters.begin(), set.clusters.end(), cluster) != set.clusters.end();
}
inline bool in_region(const Polygon& polygon, double x, double y, std::int32_t) {
  if (polygon.corners.size() < 3) return false;
  bool odd = false;
  Corner a = polygon.corners.back();
  for (const Corner& b : polygon.corners) {
    const Corner& low = a.y < b.y ? a : b;
    const Corner& high = a.y < b.y ? b : a;
    if (low.y <= y && y < high.y && (x - low.x) * (high.y - low.y) < (high.x - low.x) * (y - low.y)) odd = !odd;
    a = b;
  }
  return odd;
}

inline std::vector<std::uint32_t> select_one_by_one(const MapPoints& points, const Region& region) {
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto inside = [&](const auto& shape) { return in_region(shape, points.x[i], points.y[i], points.cluster[i]); };
    if (std::visit(inside, region)) chosen.push_back(static_cast<std::uint32_t>(i));
  }
  return chosen;
}

}  // namespace kindred::maps
