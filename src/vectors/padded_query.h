// A query as the kernels of dot.h want it: floats, padded with zeros and aligned to lines. Thread-safety: as of a std::vector.
#pragma once

#include <cstring>
#include <span>
#include <vector>

#include "vectors/dot.h"
#include "vectors/vector_block.h"

namespace kindred::vectors {

class PaddedQuery {
 public:
  explicit PaddedQuery(std::span<const float> vector) : lines_(padded_dimension(vector.size()) * sizeof(float) / sizeof(BlockLine)) {
    std::memcpy(lines_.data(), vector.data(), vector.size_bytes());
  }
  [[nodiscard]] const float* data() const { return reinterpret_cast<const float*>(lines_.data()); }

  [[nodiscard]] float* data() { return reinterpret_cast<float*>(lines_.data()); }

 private:
  std::vector<BlockLine> lines_;
};

}  // namespace kindred::vectors
