// The loops under resample.h: a plain one that says what is computed, and its twins for SSE4.1 and AVX2.
// Requires, of the fast loops over rows: kReadBeyond bytes may be read behind the end of each row of `in`.
#pragma once

#include <cstddef>
#include <cstdint>

#include "images/resample.h"

namespace kindred::images {

constexpr int kPrecisionBits = 32 - 8 - 2;
constexpr int kLowBits = 15;
constexpr std::uint32_t kHalf = 1U << (kPrecisionBits - 1);
constexpr std::size_t kReadBeyond = 64;

// `height` rows, `stride` bytes apart. Fast loops exist for 1, 3 and 4 channels.
struct RowsPass {
  const std::uint8_t* in;
  std::size_t stride;
  int height;
  int channels;
  const Taps& taps;
  std::uint8_t* out;
};

// One output row: the sum of taps.count[index] input rows from `in` on.
struct ColumnsPass {
  const std::uint8_t* in;
  std::size_t stride;
  std::size_t index;
  const Taps& taps;
  std::uint8_t* out;
};

void rows_plain(const RowsPass& pass);
void rows_sse4(const RowsPass& pass);
void rows_avx2(const RowsPass& pass);

// Bytes `from` to stride. The fast ones do as many as fill a register and return how far they came.
void columns_plain(const ColumnsPass& pass, std::size_t from);
std::size_t columns_sse4(const ColumnsPass& pass);
std::size_t columns_avx2(const ColumnsPass& pass);

}  // namespace kindred::images
