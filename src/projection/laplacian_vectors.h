// The two smoothest vectors of a connected graph: eigenvectors of its normalised Laplacian I - D^-1/2 W D^-1/2 with the smallest
// eigenvalues beside 0.
//
// Found by subspace iteration with a Chebyshev filter (Zhou, Saad, Tiago, Chelikowsky: Self-consistent-field calculations using
// Chebyshev-filtered subspace iteration, 2006): four vectors go through the graph together, so that each neighbour costs one line of
// memory; nothing else grows with the number of steps, and all sums are added in one order. The vector of eigenvalue 0, sqrt(degree), is
// known and kept out. Thread-safety: pure function.
#pragma once

#include <array>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "projection/crew.h"
#include "projection/sparse_graph.h"

namespace kindred::projection {

using Coordinates = std::vector<std::array<double, 2>>;

struct LaplacianVectors {
  Coordinates vectors;  // of unit length, for each point its entries in the two vectors
  std::array<double, 2> eigenvalues{};
  std::vector<double> degrees;
};

// `tolerance` bounds the angle of the subspace they span, roughly: the residual over the gap to the other eigenvalues. The search ends
// after a bounded number of steps with the best it has. Requires: `graph` is symmetric and connected, of at least 6 points.
Result<LaplacianVectors> laplacian_vectors(const SparseGraph& graph, double tolerance, std::uint64_t seed, Crew& crew,
                                           const StopFlag& stop);

}  // namespace kindred::projection
