// Points divided into leaves of neighbours by random hyperplanes: one tree of the forest of knn_forest.h.
#pragma once

#include <span>
#include <vector>

#include "projection/crew.h"
#include "projection/points.h"

namespace kindred::projection {

struct Leaves {
  std::vector<std::uint32_t> order;  // all points, leaf after leaf
  std::vector<std::size_t> ends;     // of each leaf in `order`

  [[nodiscard]] std::size_t size() const { return ends.size(); }
  [[nodiscard]] std::span<const std::uint32_t> leaf(std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends[index - 1];
    return std::span(order).subspan(begin, ends[index] - begin);
  }
};

// Each split halves, so that leaves are of nearly one size, at most `leaf_size`. Requires: leaf_size >= 2.
Result<Leaves> partition(const Points& points, std::size_t leaf_size, std::uint64_t seed, Crew& crew, const StopFlag& stop);

}  // namespace kindred::projection
