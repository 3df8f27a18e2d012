// The arithmetic of pillow_resize.h: one pass of 8-bit convolution along rows or along columns.
//
// Coefficients are fixed point with 22 bits after the point (Pillow's PRECISION_BITS), sums wrap at 32 bits and are rounded
// and clipped. The fast kernels split a coefficient into high * 2^15 + low, which fit the processor's 16-bit
// multiply-and-add; as all sums are taken modulo 2^32, the result is the same to the bit. resample_test.cpp compares all kernels
// with the plain one. Thread-safety: free functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kindred::images {

enum class Filter;

// The taps of each output pixel along one axis, padded with zeros to a multiple of kTapStep.
struct Taps {
  static constexpr int kTapStep = 16;
  int size = 0;                     // taps an output pixel, padded
  std::vector<int> first;           // the first input pixel of each output pixel
  std::vector<int> count;           // taps that aren't padding
  std::vector<std::int32_t> exact;  // output pixels x size
  std::vector<std::int16_t> high;   // the same, split: exact = high * 2^15 + low
  std::vector<std::int16_t> low;
};

Taps make_taps(int in_size, int out_size, Filter filter);

enum class Kernel { plain, sse4, avx2 };
// The best that this processor can run.
Kernel best_kernel();

// Rows of interleaved bytes. in: height rows of in_width pixels; out: height rows of as many pixels as there are taps.
void resample_rows(std::span<const std::uint8_t> in, int in_width, int height, int channels, const Taps& taps, std::uint8_t* out,
                   Kernel kernel);
// in: rows of `stride` bytes; out: as many rows as there are taps.
void resample_columns(std::span<const std::uint8_t> in, std::size_t stride, const Taps& taps, std::uint8_t* out, Kernel kernel);

}  // namespace kindred::images
