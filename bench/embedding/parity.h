// How near two sets of vectors of the same pictures are. Thread-safety: free functions.
#pragma once

#include <span>

namespace kindred::bench {

struct Parity {
  double least_cosine = 0;  // both sides with the reference's mean subtracted
  double mean_cosine = 0;
  double overlap_at_10 = 0;  // share of a picture's ten nearest neighbours that the other set has among its ten, mean over pictures
};

// Both rows x columns, rows of unit length.
Parity parity(std::span<const float> reference, std::span<const float> ours, std::size_t columns);

}  // namespace kindred::bench
