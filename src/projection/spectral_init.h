// Where the layout begins: the two smoothest vectors of the graph (umap-learn's spectral_layout, multi_component_layout and
// component_layout).
//
// A graph that falls apart is laid out part by part. Up to four parts lie on the axes; more lie where the smoothest vectors of the graph
// of their centres put them, with exp(-distance^2) as weights; above kMaxSpectralParts, where the principal components of the centres put
// them, for that graph would be quadratic. Parts too small to have such vectors are scattered. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "projection/laplacian_vectors.h"
#include "projection/optimize_layout.h"
#include "projection/points.h"

namespace kindred::projection {

inline constexpr std::size_t kMaxSpectralParts = 1000;

Result<Coordinates> spectral_layout(const SparseGraph& graph, const Points& points, std::uint64_t seed, Crew& crew, const StopFlag& stop);

// Scaled so that the largest coordinate is 10, with a little noise so that no two points coincide; then each axis to [0, 10].
std::vector<Position> start_positions(const Coordinates& coordinates, std::uint64_t seed);

// Uniform in [-10, 10].
Coordinates random_layout(std::size_t points, std::uint64_t seed);

}  // namespace kindred::projection
