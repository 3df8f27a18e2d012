// NumPy's .npy files (format 1.0: numpy.lib.format): float32 matrices out, float32 arrays in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "base/result.h"

namespace kindred {

// `values` is rows x columns, row-major. Written durably.
Result<void> write_npy(const std::filesystem::path& path, std::span<const float> values, std::size_t rows, std::size_t columns);

struct NpyArray {
  std::vector<std::size_t> shape;
  std::vector<float> values;  // row-major
};
// C order, little-endian float32 only; anything else is `unsupported`.
Result<NpyArray> read_npy(const std::filesystem::path& path);

}  // namespace kindred
