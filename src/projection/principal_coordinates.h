// Where points lie along the two directions in which they spread most (principal components, of a sample of them when there are many).
//
// Found by subspace iteration on the sample's covariance. Thread-safety: pure function.
#pragma once

#include "projection/crew.h"
#include "projection/laplacian_vectors.h"
#include "projection/points.h"

namespace kindred::projection {

// The second coordinate is 0 for vectors of one number.
Result<Coordinates> principal_coordinates(const Points& points, std::uint64_t seed, Crew& crew, const StopFlag& stop);

}  // namespace kindred::projection
