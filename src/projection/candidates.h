// From tiles of rough scores to exact neighbours: what exact_knn and the forest share.
#pragma once

#include <limits>
#include <mutex>
#include <span>

#include "projection/dot_tile.h"
#include "projection/knn_graph.h"
#include "projection/nearest_lists.h"

namespace kindred::projection {

// How many candidates to keep for k neighbours, so that rough scores lose none of them: bfloat16 moves a cosine by about 1e-4.
inline std::size_t candidates_for(std::size_t k) { return k + k / 2 + 8; }

struct Tile {
  const std::vector<float>& scores;
  std::size_t stride = 0;  // scores[r x stride + c]
  std::span<const std::uint32_t> rows;
  std::span<const std::uint32_t> columns;
};

// Offers each row's list the columns, or each column's list the rows. `lock` is held while lists change.
void offer_rows(const Tile& tile, NearestLists& lists, std::mutex& lock);
void offer_columns(const Tile& tile, NearestLists& lists, std::mutex& lock);

// How much rough scores may be off, of both of two that are compared. Only bfloat16 is rough on purpose; where scores are as fine as the
// measure or finer, all candidates are measured, as differences near 0 decide.
inline constexpr float kHalfMargin = 2e-3F;
inline float margin_for(const TileKernel& kernel) { return kernel.half ? kHalfMargin : std::numeric_limits<float>::infinity(); }

// Measures the candidates of each query whose score is at most `margin` below the k-th best, and keeps the nearest k. With `with_self`,
// queries are the points, and each is its own first.
// Requires: at least k candidates for each (with_self: k - 1 beside itself).
Result<KnnGraph> measure_candidates(const Points& queries, const Points& points, bool with_self, NearestLists& lists, std::size_t k,
                                    float margin, Crew& crew, const StopFlag& stop);

}  // namespace kindred::projection
