// From neighbours to the fuzzy graph that the map is to show (UMAP, section 3.1; umap-learn's compute_membership_strengths and
// fuzzy_simplicial_set).
#pragma once

#include "projection/smooth_knn.h"
#include "projection/sparse_graph.h"

namespace kindred::projection {

// One membership for each entry of `graph.indices`: 1 up to rho, then exp(-(d - rho) / sigma).
Result<std::vector<float>> memberships(const KnnGraph& graph, const Calibration& calibration, Crew& crew, const StopFlag& stop);

// The symmetric graph of mix_ratio * (w + w' - w w') + (1 - mix_ratio) * w w', where w and w' are the memberships of the two directions:
// the fuzzy union at 1, the intersection at 0. Edges of weight 0, and from a point to itself, are left out.
Result<SparseGraph> fuzzy_set(const KnnGraph& graph, const Calibration& calibration, float mix_ratio, Crew& crew, const StopFlag& stop);

// Without the edges that a layout of `epochs` would not visit once: those below the largest weight / epochs.
SparseGraph prune(SparseGraph graph, int epochs);

}  // namespace kindred::projection
