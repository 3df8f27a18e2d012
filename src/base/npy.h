// NumPy's .npy files (numpy.lib.format, versions 1.0 to 3.0): what vectors come in as and maps go out as.
//
// Written: float32 matrices and int32 lists, durably. Read: arrays of little-endian float16, float32 or float64 in either order, as float32.
// A file is foreign: its header is believed only as far as its size bears it out. Errors are `unsupported` for other types and other files,
// `corrupt` for a damaged one, and name the file. Thread-safety: free functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace kindred {

// A whole file. `values` is rows x columns, row-major.
std::vector<std::uint8_t> npy_bytes(std::span<const float> values, std::size_t rows, std::size_t columns);
// The same, written durably.
Result<void> write_npy(const std::filesystem::path& path, std::span<const float> values, std::size_t rows, std::size_t columns);
Result<void> write_npy(const std::filesystem::path& path, std::span<const std::int32_t> values);

struct NpyArray {
  std::vector<std::size_t> shape;
  std::vector<float> values;  // row-major
};
Result<NpyArray> read_npy(const std::filesystem::path& path);
// `name` is what errors call it.
Result<NpyArray> parse_npy(std::span<const std::uint8_t> bytes, const std::string& name);

}  // namespace kindred
