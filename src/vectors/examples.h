// The query that several examples make: one rule for every backend.
//
// The direction of 2 x the mean of the positive vectors minus the mean of the negative ones (the rule of Qdrant's average_vector); of minus
// the mean when there are only negative ones. Each is of unit length, and so is the result. Thread-safety: a pure function.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"

namespace kindred::vectors {

// `invalid` without examples, or when they cancel each other out. Requires: all are of one dimension.
Result<std::vector<float>> direction_of(std::span<const std::vector<float>> positive, std::span<const std::vector<float>> negative);

}  // namespace kindred::vectors
