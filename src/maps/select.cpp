#include "maps/select.h"

#include <algorithm>

#include "maps/select_polygon.h"

namespace kindred::maps {
namespace {

using Indexes = std::vector<std::uint32_t>;

bool contains(const Rectangle& rectangle, double x, double y) {
  return rectangle.low.x <= x && x <= rectangle.high.x && rectangle.low.y <= y && y <= rectangle.high.y;
}

void select_in(const PlacedPoints& points, const Rectangle& rectangle, const BoxTree::Node& node, Indexes& chosen) {
  if (node.begin >= node.end) return;
  const Box& box = points.boxes.box(node);
  const bool apart =
      box.max_x < rectangle.low.x || box.min_x > rectangle.high.x || box.max_y < rectangle.low.y || box.min_y > rectangle.high.y;
  if (apart) return;
  if (contains(rectangle, box.min_x, box.min_y) && contains(rectangle, box.max_x, box.max_y)) return add_points_of(node, chosen);
  if (!node.is_leaf()) {
    select_in(points, rectangle, points.boxes.left(node), chosen);
    return select_in(points, rectangle, points.boxes.right(node), chosen);
  }
  for (std::size_t i = node.begin; i < node.end; ++i) {
    if (contains(rectangle, points.x[i], points.y[i])) chosen.push_back(static_cast<std::uint32_t>(i));
  }
}

Indexes select_clusters(const PlacedPoints& points, const ClusterSet& set) {
  Indexes chosen;
  for (std::size_t i = 0; i < points.cluster.size(); ++i) {
    if (std::binary_search(set.clusters.begin(), set.clusters.end(), points.cluster[i])) chosen.push_back(static_cast<std::uint32_t>(i));
  }
  return chosen;
}

}  // namespace

Result<Indexes> select_points(const PlacedPoints& points, const Region& region, std::uint64_t max_comparisons) {
  if (const auto* polygon = std::get_if<Polygon>(&region)) return select_polygon(points, *polygon, max_comparisons);
  if (const auto* set = std::get_if<ClusterSet>(&region)) return select_clusters(points, *set);
  Indexes chosen;
  select_in(points, std::get<Rectangle>(region), points.boxes.root(), chosen);
  return chosen;
}

}  // namespace kindred::maps
