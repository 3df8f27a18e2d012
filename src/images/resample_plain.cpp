// The loops of resample_kernels.h, written out: what the fast ones must equal to the byte.
#include <algorithm>

#include "images/resample_kernels.h"

namespace kindred::images {
namespace {

// Products are added modulo 2^32, then read as signed.
std::uint8_t clip(std::uint32_t sum) {
  return static_cast<std::uint8_t>(std::clamp(static_cast<std::int32_t>(sum) >> kPrecisionBits, 0, 255));
}

std::uint32_t product(std::uint8_t value, std::int32_t tap) { return value * static_cast<std::uint32_t>(tap); }

}  // namespace

void rows_plain(const RowsPass& pass) {
  const Taps& taps = pass.taps;
  const auto channels = static_cast<std::size_t>(pass.channels);
  std::uint8_t* out = pass.out;
  for (std::size_t y = 0; y < static_cast<std::size_t>(pass.height); ++y) {
    for (std::size_t i = 0; i < taps.first.size(); ++i) {
      const std::int32_t* tap = &taps.exact[i * static_cast<std::size_t>(taps.size)];
      const std::uint8_t* pixels = pass.in + y * pass.stride + static_cast<std::size_t>(taps.first[i]) * channels;
      for (std::size_t c = 0; c < channels; ++c) {
        std::uint32_t sum = kHalf;
        for (std::size_t k = 0; k < static_cast<std::size_t>(taps.count[i]); ++k)
          sum += product(pixels[k * channels + c], tap[k]);
        *out++ = clip(sum);
      }
    }
  }
}

void columns_plain(const ColumnsPass& pass, std::size_t from) {
  const std::int32_t* tap = &pass.taps.exact[pass.index * static_cast<std::size_t>(pass.taps.size)];
  for (std::size_t x = from; x < pass.stride; ++x) {
    std::uint32_t sum = kHalf;
    for (std::size_t k = 0; k < static_cast<std::size_t>(pass.taps.count[pass.index]); ++k)
      sum += product(pass.in[k * pass.stride + x], tap[k]);
    pass.out[x] = clip(sum);
  }
}

}  // namespace kindred::images
