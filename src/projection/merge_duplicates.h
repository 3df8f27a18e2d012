// Which vectors are so alike that the map shows them as one point.
//
// Copies would otherwise fill each other's neighbourhoods and tear the map apart: 100 copies of one picture are one point with count 100.
// Under the cosine, vectors of cosine kMergeCosine and up are merged; Euclidean ones only when they are equal, for their scale is unknown.
// Each row joins the first point before it that is near enough, else it becomes a point; so nothing chains, and points stay at least the
// threshold apart. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "projection/knn_graph.h"

namespace kindred::projection {

inline constexpr float kMergeCosine = 0.9999F;

// The distance up to which points are merged.
inline float merge_distance(Metric metric) { return metric == Metric::cosine ? 1 - kMergeCosine : 0.0F; }

struct Merged {
  std::vector<std::uint32_t> leaders;   // the row of the vectors that stands for each point, rising
  std::vector<std::uint32_t> point_of;  // the point that each row belongs to
};

// Rows of equal bytes, found by hashing.
Result<Merged> merge_equal(const Vectors& vectors, Crew& crew, const StopFlag& stop);

// The near-identical among `points`, found by their neighbours in `graph`.
Merged merge_near(const Points& points, const KnnGraph& graph);

// `inner` says how the points of `outer` are merged further.
Merged combine(const Merged& outer, const Merged& inner);

}  // namespace kindred::projection
