#include "maps/select_polygon.h"

#include <algorithm>

namespace kindred::maps {
namespace {

// Upwards: y0 < y1.
struct Edge {
  double x0, y0, x1, y1;
};

// The rule's second half: the first is y0 <= y < y1.
bool is_right_of(const Edge& edge, double x, double y) { return (x - edge.x0) * (edge.y1 - edge.y0) < (edge.x1 - edge.x0) * (y - edge.y0); }

std::vector<Edge> edges_of(const Polygon& polygon) {
  std::vector<Edge> edges;
  const std::size_t corners = polygon.corners.size();
  if (corners < 3) return edges;
  edges.reserve(corners);
  for (std::size_t i = 0; i < corners; ++i) {
    const Corner& a = polygon.corners[i];
    const Corner& b = polygon.corners[i + 1 == corners ? 0 : i + 1];
    if (a.y < b.y) edges.push_back({a.x, a.y, b.x, b.y});
    if (b.y < a.y) edges.push_back({b.x, b.y, a.x, a.y});
  }
  return edges;
}

enum class Side { left_or_apart, right, across };

// How an edge lies to all points of a box whose heights it has. Differences and products with a constant never fall when a factor rises, rounded
// or not, so the box's corners decide for all points in it exactly as is_right_of() would for each.
Side side_of(const Edge& edge, const Box& box) {
  if (edge.y1 <= box.min_y || edge.y0 > box.max_y) return Side::left_or_apart;
  const double rise = edge.y1 - edge.y0;
  const double run = edge.x1 - edge.x0;
  const double low = run * (std::max(edge.y0, double{box.min_y}) - edge.y0);
  const double high = run * (std::min(edge.y1, double{box.max_y}) - edge.y0);
  const auto [least, most] = std::minmax(low, high);
  if ((box.min_x - edge.x0) * rise >= most) return Side::left_or_apart;
  if ((box.max_x - edge.x0) * rise < least) return Side::right;
  return Side::across;
}

class PolygonSelection {
 public:
  PolygonSelection(const PlacedPoints& points, const Polygon& polygon, std::uint64_t max_comparisons)
      : points_(points), edges_(edges_of(polygon)), max_comparisons_(max_comparisons) {}

  Result<std::vector<std::uint32_t>> run() && {
    if (!edges_.empty()) TRY(visit(points_.boxes.root(), {0, edges_.size()}, {0, 0}, false));
    return std::move(chosen_);
  }

 private:
  struct Part {
    std::size_t begin;
    std::size_t end;
  };

  // `edges` may pass the node. Edges to the right of it count for points within their heights; `turns` are the heights from which on the count
  // of those is odd or even, and `odd` is what it is below the first.
  Result<void> visit(const BoxTree::Node& node, Part edges, Part turns, bool odd) {
    if (node.begin >= node.end) return {};
    TRY(count(edges.end - edges.begin + turns.end - turns.begin));
    const Box& box = points_.boxes.box(node);
    const std::size_t first_edge = edges_.size();
    const std::size_t first_turn = turns_.size();
    for (std::size_t i = turns.begin; i < turns.end; ++i)
      odd = add_turn(turns_[i], box) != odd;
    for (std::size_t i = edges.begin; i < edges.end; ++i) {
      const Edge edge = edges_[i];
      const Side side = side_of(edge, box);
      if (side == Side::across) edges_.push_back(edge);
      if (side == Side::right) odd = (add_turn(edge.y0, box) != add_turn(edge.y1, box)) != odd;
    }
    cancel_turns(first_turn);
    TRY(decide(node, {first_edge, edges_.size()}, {first_turn, turns_.size()}, odd));
    edges_.resize(first_edge);
    turns_.resize(first_turn);
    return {};
  }

  Result<void> decide(const BoxTree::Node& node, Part edges, Part turns, bool odd) {
    if (edges.begin == edges.end && turns.begin == turns.end) {
      if (odd) add_points_of(node, chosen_);
      return {};
    }
    if (node.is_leaf()) return choose_some(node, edges, turns, odd);
    TRY(visit(points_.boxes.left(node), edges, turns, odd));
    return visit(points_.boxes.right(node), edges, turns, odd);
  }

  // True when all points of the box are above: it turns them all. Below it, it turns none; between, it is kept.
  bool add_turn(double height, const Box& box) {
    if (height <= box.min_y) return true;
    if (height <= box.max_y) turns_.push_back(height);
    return false;
  }

  // Two turns at one height are none.
  void cancel_turns(std::size_t begin) {
    const auto first = turns_.begin() + static_cast<std::ptrdiff_t>(begin);
    std::sort(first, turns_.end());
    std::size_t kept = begin;
    for (std::size_t i = begin; i < turns_.size(); ++i) {
      if (kept > begin && turns_[kept - 1] == turns_[i])
        --kept;
      else
        turns_[kept++] = turns_[i];
    }
    turns_.resize(kept);
  }

  Result<void> choose_some(const BoxTree::Node& node, Part edges, Part turns, bool odd) {
    TRY(count((node.end - node.begin) * (edges.end - edges.begin + turns.end - turns.begin)));
    for (std::size_t i = node.begin; i < node.end; ++i) {
      const double x = points_.x[i];
      const double y = points_.y[i];
      bool inside = odd;
      for (std::size_t t = turns.begin; t < turns.end; ++t)
        inside ^= turns_[t] <= y;
      for (std::size_t e = edges.begin; e < edges.end; ++e) {
        const Edge& edge = edges_[e];
        inside ^= (edge.y0 <= y) & (y < edge.y1) & is_right_of(edge, x, y);
      }
      if (inside) chosen_.push_back(static_cast<std::uint32_t>(i));
    }
    return {};
  }

  Result<void> count(std::uint64_t comparisons) {
    comparisons_ += comparisons;
    if (comparisons_ <= max_comparisons_) return {};
    return Error{
        ErrorKind::too_large, "The polygon is too intricate for this map: draw it with fewer corners, or with fewer crossings", {}};
  }

  const PlacedPoints& points_;
  std::vector<Edge> edges_;    // a stack: each node's own lie behind its parents'
  std::vector<double> turns_;  // likewise
  std::vector<std::uint32_t> chosen_;
  std::uint64_t comparisons_ = 0;
  std::uint64_t max_comparisons_;
};

}  // namespace

Result<std::vector<std::uint32_t>> select_polygon(const PlacedPoints& points, const Polygon& polygon, std::uint64_t max_comparisons) {
  return PolygonSelection(points, polygon, max_comparisons).run();
}

}  // namespace kindred::maps
