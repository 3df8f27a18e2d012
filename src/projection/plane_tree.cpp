#include "projection/plane_tree.h"

#include <algorithm>
#include <limits>

namespace kindred::projection {
namespace {

constexpr std::size_t kLeaf = 12;

}  // namespace

// What one search has found: the worst of `nearest` is its front.
struct PlaneTree::Search {
  double x;
  double y;
  std::uint32_t point;
  std::size_t wanted;
  std::vector<Neighbor>& nearest;

  [[nodiscard]] double reach() const { return nearest.size() < wanted ? std::numeric_limits<double>::infinity() : nearest.front().squared; }
  void offer(const Neighbor& neighbor) {
    if (nearest.size() == wanted) {
      if (nearest.front() < neighbor) return;
      std::pop_heap(nearest.begin(), nearest.end());
      nearest.back() = neighbor;
    } else {
      nearest.push_back(neighbor);
    }
    std::push_heap(nearest.begin(), nearest.end());
  }
};

PlaneTree::PlaneTree(std::span<const float> xy) : xy_(xy) {
  const std::size_t count = xy.size() / 2;
  places_.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i)
    places_.push_back({xy[2 * i], xy[2 * i + 1], i});
  // All segments of a level differ by one point at most, so that the tree is full.
  std::size_t nodes = 0;
  for (std::size_t segments = 1; (count + segments - 1) / segments > kLeaf; segments *= 2)
    nodes += segments;
  splits_.resize(nodes);
}

Result<PlaneTree> PlaneTree::build(std::span<const float> xy, Crew& crew, const StopFlag& stop) {
  PlaneTree tree(xy);
  std::vector<Segment> level{{0, 0, tree.size()}};
  while (level.front().node < tree.splits_.size()) {
    TRY(crew.run(level.size(), [&](std::size_t i) { tree.split(level[i]); }, stop));
    std::vector<Segment> next;
    for (const Segment& segment : level) {
      const std::size_t middle = segment.begin + (segment.end - segment.begin) / 2;
      next.push_back({2 * segment.node + 1, segment.begin, middle});
      next.push_back({2 * segment.node + 2, middle, segment.end});
    }
    level = std::move(next);
  }
  return tree;
}

void PlaneTree::split(const Segment& segment) {
  const auto first = places_.begin() + static_cast<std::ptrdiff_t>(segment.begin);
  const auto last = places_.begin() + static_cast<std::ptrdiff_t>(segment.end);
  const auto [left, right] = std::minmax_element(first, last, [](const Place& a, const Place& b) { return a.x < b.x; });
  const auto [top, bottom] = std::minmax_element(first, last, [](const Place& a, const Place& b) { return a.y < b.y; });
  const bool by_x = double{right->x} - left->x >= double{bottom->y} - top->y;
  const auto middle = first + (last - first) / 2;
  if (by_x)
    std::nth_element(first, middle, last, [](const Place& a, const Place& b) { return a.x < b.x; });
  else
    std::nth_element(first, middle, last, [](const Place& a, const Place& b) { return a.y < b.y; });
  splits_[segment.node] = {by_x, by_x ? middle->x : middle->y};
}

void PlaneTree::find(std::uint32_t point, std::size_t k, std::vector<Neighbor>& nearest) const {
  nearest.clear();
  if (k == 0 || size() < 2) return;
  Search search{xy_[2 * point], xy_[2 * point + 1], point, std::min(k, size() - 1), nearest};
  descend({0, 0, size()}, 0, 0, search);
  std::sort_heap(nearest.begin(), nearest.end());
}

// `away_x` and `away_y`: how far the segment's box is from the point, at least. Rounding keeps the order of numbers, so a
// bound that is computed like a distance never exceeds one.
void PlaneTree::descend(const Segment& segment, double away_x, double away_y, Search& search) const {
  if (segment.node >= splits_.size()) return look_through(segment, search);
  const Split& split = splits_[segment.node];
  const std::size_t middle = segment.begin + (segment.end - segment.begin) / 2;
  const Segment before{2 * segment.node + 1, segment.begin, middle};
  const Segment after{2 * segment.node + 2, middle, segment.end};
  const double beyond = (split.by_x ? search.x : search.y) - split.at;
  descend(beyond < 0 ? before : after, away_x, away_y, search);
  (split.by_x ? away_x : away_y) = beyond;
  if (away_x * away_x + away_y * away_y <= search.reach()) descend(beyond < 0 ? after : before, away_x, away_y, search);
}

void PlaneTree::look_through(const Segment& segment, Search& search) const {
  for (std::size_t i = segment.begin; i < segment.end; ++i) {
    const Place& place = places_[i];
    const double dx = search.x - place.x;
    const double dy = search.y - place.y;
    const double squared = dx * dx + dy * dy;
    if (squared <= search.reach() && place.index != search.point) search.offer({squared, place.index});
  }
}

}  // namespace kindred::projection
