#include "maps/box_tree.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

namespace kindred::maps {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr Box kNothing{kInfinity, kInfinity, -kInfinity, -kInfinity};

Box around(const Box& a, const Box& b) {
  return {std::min(a.min_x, b.min_x), std::min(a.min_y, b.min_y), std::max(a.max_x, b.max_x), std::max(a.max_y, b.max_y)};
}

}  // namespace

BoxTree::BoxTree(std::span<const float> x, std::span<const float> y)
    : points_(x.size()), leaves_(std::bit_ceil(std::max<std::size_t>(1, (x.size() + kRun - 1) / kRun))), boxes_(2 * leaves_, kNothing) {
  for (std::size_t i = 0; i < points_; ++i) {
    Box& leaf = boxes_[leaves_ + i / kRun];
    leaf = around(leaf, {x[i], y[i], x[i], y[i]});
  }
  for (std::size_t node = leaves_ - 1; node >= kRoot; --node)
    boxes_[node] = around(boxes_[2 * node], boxes_[2 * node + 1]);
}

BoxTree::Node BoxTree::root() const { return {kRoot, 0, points_, leaves_ * kRun}; }

BoxTree::Node BoxTree::left(const Node& node) const {
  return {2 * node.index, node.begin, std::min(node.end, node.begin + node.width / 2), node.width / 2};
}

BoxTree::Node BoxTree::right(const Node& node) const { return {2 * node.index + 1, node.begin + node.width / 2, node.end, node.width / 2}; }

void add_points_of(const BoxTree::Node& node, std::vector<std::uint32_t>& indexes) {
  const std::size_t before = indexes.size();
  indexes.resize(before + (node.end - node.begin));
  std::iota(indexes.begin() + static_cast<std::ptrdiff_t>(before), indexes.end(), static_cast<std::uint32_t>(node.begin));
}

}  // namespace kindred::maps
