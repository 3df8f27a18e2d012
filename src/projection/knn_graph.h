// The nearest neighbours of every point: exact where that is quick enough, by a forest of partitions beyond.
//
// Exact: all pairs by a blocked product (dot_tile.h), in bfloat16 for the cosine in many dimensions where the processor has it. More candidates
// are kept than asked for, and those are measured again in float32, so that rounding decides nothing but which far candidates are looked at.
// Distances: 1 - cosine, or Euclidean. Equal distances are ordered by index. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "projection/crew.h"
#include "projection/points.h"

namespace kindred::projection {

// Row i has its `k` nearest points by rising distance. The first is i itself at distance 0, as in umap-learn.
struct KnnGraph {
  std::size_t k = 0;
  std::vector<std::uint32_t> indices;  // points x k
  std::vector<float> distances;        // points x k

  [[nodiscard]] std::size_t size() const { return k == 0 ? 0 : indices.size() / k; }
  [[nodiscard]] std::span<const std::uint32_t> neighbors(std::size_t point) const { return std::span(indices).subspan(point * k, k); }
  [[nodiscard]] std::span<const float> lengths(std::size_t point) const { return std::span(distances).subspan(point * k, k); }
};

// Requires: 1 <= k <= points.size().
Result<KnnGraph> exact_knn(const Points& points, std::size_t k, Crew& crew, const StopFlag& stop, const Crew::Progress& progress = {});

// The k nearest of `points` for each of `queries`, which are other points: no row has itself. Requires: equal dimensions and metric.
Result<KnnGraph> exact_knn_of(const Points& queries, const Points& points, std::size_t k, Crew& crew, const StopFlag& stop,
                              const Crew::Progress& progress = {});

}  // namespace kindred::projection
