// How each point measures distance: rho, to its nearest neighbour, and sigma, so that its neighbourhood's memberships
// exp(-(d - rho) / sigma) add up to log2(k) (UMAP, section 3.1, algorithm 3; umap-learn's smooth_knn_dist, with its limits).
#pragma once

#include <vector>

#include "projection/knn_graph.h"

namespace kindred::projection {

struct Calibration {
  std::vector<float> sigmas;
  std::vector<float> rhos;
};

// The first neighbour of each row counts as the point itself and is left out of the sum. local_connectivity: how many neighbours count as
// fully connected, interpolated between whole numbers; 0 makes rho 0.
Result<Calibration> smooth_knn(const KnnGraph& graph, float local_connectivity, Crew& crew, const StopFlag& stop);

}  // namespace kindred::projection
