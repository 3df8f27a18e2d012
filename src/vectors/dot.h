// Inner products of one float query with many f16 rows: the kernel of every scan.
//
// Rows are padded with zeros to whole 64-byte lines (padded_dimension) and each begins at a multiple of 64 bytes; so is the query, in
// floats. The fastest kernel that this processor has is chosen at run time. Kernels sum in different orders, so scores may differ in
// their last bits from machine to machine, but never on one machine. Thread-safety: any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace kindred::vectors {

constexpr std::size_t padded_dimension(std::size_t dimension) { return (dimension + 31) / 32 * 32; }

// scores[i] = the inner product of `query` (`padded` floats) and row i of `rows` (scores.size() x padded, in f16 bits).
using DotRows = void (*)(const float* query, const std::uint16_t* rows, std::size_t padded, std::span<float> scores);

// floats[i] = the value of halves[i].
using WidenRow = void (*)(const std::uint16_t* row, std::size_t padded, float* floats);

struct DotKernel {
  std::string_view name;
  bool (*usable)();  // whether this processor can run it
  DotRows run;
  WidenRow widen;
};

// Fastest first; the last is plain C++, runs everywhere, and is the oracle of the others.
std::span<const DotKernel> dot_kernels();
const DotKernel& best_dot_kernel();
// By the best kernel.
inline void widen_row(const std::uint16_t* row, std::size_t padded, float* floats) { best_dot_kernel().widen(row, padded, floats); }

}  // namespace kindred::vectors
