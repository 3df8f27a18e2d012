// Sums over the numbers of two vectors, with the vector instructions that this processor has. Kernels differ from machine to machine in
// the last bits. Thread-safety: pure functions.
#pragma once

#include <cstddef>

namespace kindred::projection {

// In double precision: no number that isn't finite itself makes it infinite.
double squared_length(const float* row, std::size_t dimension);
float dot(const float* a, const float* b, std::size_t dimension);
// Of a x scale_a and b x scale_b. Exactly 0 for equal vectors of scale 1; else down to rounding.
float squared_distance(const float* a, float scale_a, const float* b, float scale_b, std::size_t dimension);

}  // namespace kindred::projection
