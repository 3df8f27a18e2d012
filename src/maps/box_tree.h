// Bounding boxes over runs of points: which runs can lie in a region is told without looking at their points.
//
// A complete binary tree over the array's order (Z-order, map_points.h, so that a run's box is small): a leaf holds kRun points, a node the
// box of its two children. Built in one pass. Thread-safety: immutable; the points must outlive it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kindred::maps {

struct Box {
  float min_x, min_y, max_x, max_y;
};

class BoxTree {
 public:
  static constexpr std::size_t kRun = 32;
  static constexpr std::size_t kRoot = 1;

  BoxTree() = default;
  BoxTree(std::span<const float> x, std::span<const float> y);

  struct Node {
    std::size_t index = kRoot;
    std::size_t begin = 0;  // of its points
    std::size_t end = 0;    // not above begin: it has none
    std::size_t width = 0;  // points it could hold
    [[nodiscard]] bool is_leaf() const { return width <= kRun; }
  };
  [[nodiscard]] Node root() const;
  [[nodiscard]] Node left(const Node& node) const;
  [[nodiscard]] Node right(const Node& node) const;
  [[nodiscard]] const Box& box(const Node& node) const { return boxes_[node.index]; }

 private:
  std::size_t points_ = 0;
  std::size_t leaves_ = 1;  // a power of two
  std::vector<Box> boxes_;  // node i has the children 2i and 2i + 1; the first is not used
};

// Appends the indexes of all points of a node.
void add_points_of(const BoxTree::Node& node, std::vector<std::uint32_t>& indexes);

}  // namespace kindred::maps
