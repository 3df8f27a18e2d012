// Approximate nearest neighbours of many points: some random partitions into leaves, exact within each leaf, and then a look at the
// neighbours of neighbours; with the recall it reached, measured.
//
// A tree of the forest halves the points again and again by a hyperplane between two means of a sample (random projection trees: Dasgupta,
// Freund, 2008), until leaves are small enough for all their pairs by the blocked product of exact_knn. What the trees found is improved by
// neighbor_descent.h until the recall on a sample, compared with exact neighbours, is kWantedRecall; where that ends below, there are
// more trees and it follows more neighbours, and where even that ends below, all pairs are compared if there are not too many. All choices
// are functions of the seed, so threads don't change the result. Thread-safety: pure function.
#pragma once

#include "projection/knn_graph.h"

namespace kindred::projection {

inline constexpr double kWantedRecall = 0.985;

struct ForestKnn {
  KnnGraph graph;
  double recall = 0;  // of the neighbours beside the point itself
};

// Requires: 2 <= k <= points.size().
Result<ForestKnn> forest_knn(const Points& points, std::size_t k, std::uint64_t seed, Crew& crew, const StopFlag& stop,
                             const Crew::Progress& progress = {});

}  // namespace kindred::projection
