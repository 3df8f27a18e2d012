// A weighted graph in compressed rows: the neighbours of point i are columns[starts[i]] … columns[starts[i + 1] - 1], by rising index.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace kindred::projection {

struct SparseGraph {
  std::vector<std::uint64_t> starts{0};  // points + 1
  std::vector<std::uint32_t> columns;
  std::vector<float> weights;

  [[nodiscard]] std::size_t size() const { return starts.size() - 1; }
  [[nodiscard]] std::size_t edges() const { return columns.size(); }
  [[nodiscard]] std::span<const std::uint32_t> neighbors(std::size_t point) const {
    return std::span(columns).subspan(starts[point], starts[point + 1] - starts[point]);
  }
  [[nodiscard]] std::span<const float> weights_of(std::size_t point) const {
    return std::span(weights).subspan(starts[point], starts[point + 1] - starts[point]);
  }
  // Of no edges: 0.
  [[nodiscard]] float max_weight() const { return weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end()); }
};

}  // namespace kindred::projection
