#include "images/resample.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "images/pillow_resize.h"

namespace kindred::images {
namespace {

constexpr int kPrecisionBits = 32 - 8 - 2;
constexpr std::uint32_t kHalf = 1U << (kPrecisionBits - 1);
constexpr int kLowBits = 15;

double bilinear(double x) {
  x = std::abs(x);
  return x < 1.0 ? 1.0 - x : 0.0;
}

// Keys' cubic convolution with a = -0.5, in Pillow's order of operations.
double bicubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1.0) return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
  if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * a;
  return 0.0;
}

std::int32_t to_fixed(double tap) { return static_cast<std::int32_t>((tap < 0 ? -0.5 : 0.5) + tap * (1 << kPrecisionBits)); }

// The sums of a pixel: products are added modulo 2^32, then read as signed.
std::uint8_t clip(std::uint32_t sum) {
  return static_cast<std::uint8_t>(std::clamp(static_cast<std::int32_t>(sum) >> kPrecisionBits, 0, 255));
}

void split_taps(Taps& taps) {
  for (const std::int32_t tap : taps.exact) {
    taps.high.push_back(static_cast<std::int16_t>(tap >> kLowBits));
    taps.low.push_back(static_cast<std::int16_t>(tap & ((1 << kLowBits) - 1)));
  }
}

}  // namespace

Taps make_taps(int in_size, int out_size, Filter filter) {
  const auto weight = filter == Filter::bilinear ? bilinear : bicubic;
  const double scale = static_cast<double>(in_size) / out_size;
  const double stretch = std::max(scale, 1.0);
  const double support = (filter == Filter::bilinear ? 1.0 : 2.0) * stretch;
  const int most = static_cast<int>(std::ceil(support)) * 2 + 1;

  Taps taps;
  taps.size = (most + Taps::kTapStep - 1) / Taps::kTapStep * Taps::kTapStep;
  taps.exact.resize(std::size_t(out_size) * std::size_t(taps.size));
  std::vector<double> weights;
  for (int i = 0; i < out_size; ++i) {
    const double centre = (i + 0.5) * scale;
    const int first = std::max(static_cast<int>(centre - support + 0.5), 0);
    const int count = std::min(static_cast<int>(centre + support + 0.5), in_size) - first;
    double sum = 0;
    weights.clear();
    for (int k = 0; k < count; ++k) {
      weights.push_back(weight((k + first - centre + 0.5) * (1.0 / stretch)));
      sum += weights.back();
    }
    std::int32_t* exact = &taps.exact[std::size_t(i) * std::size_t(taps.size)];
    for (const double value : weights)
      *exact++ = to_fixed(sum != 0 ? value / sum : value);
    taps.first.push_back(first);
    taps.count.push_back(count);
  }
  split_taps(taps);
  return taps;
}

Kernel best_kernel() {
  static const Kernel best = __builtin_cpu_supports("avx2") ? Kernel::avx2 : Kernel::sse4;
  return best;
}

void resample_rows(std::span<const std::uint8_t> in, int in_width, int height, int channels, const Taps& taps, std::uint8_t* out, Kernel) {
  const std::size_t stride = std::size_t(in_width) * std::size_t(channels);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = in.data() + std::size_t(y) * stride;
    for (std::size_t i = 0; i < taps.first.size(); ++i) {
      const std::int32_t* tap = &taps.exact[i * std::size_t(taps.size)];
      for (int c = 0; c < channels; ++c) {
        std::uint32_t sum = kHalf;
        for (int k = 0; k < taps.count[i]; ++k)
          sum += row[(taps.first[i] + k) * channels + c] * static_cast<std::uint32_t>(tap[k]);
        *out++ = clip(sum);
      }
    }
  }
}

void resample_columns(std::span<const std::uint8_t> in, std::size_t stride, const Taps& taps, std::uint8_t* out, Kernel) {
  for (std::size_t i = 0; i < taps.first.size(); ++i) {
    const std::int32_t* tap = &taps.exact[i * std::size_t(taps.size)];
    const std::uint8_t* rows = in.data() + std::size_t(taps.first[i]) * stride;
    for (std::size_t x = 0; x < stride; ++x) {
      std::uint32_t sum = kHalf;
      for (int k = 0; k < taps.count[i]; ++k)
        sum += rows[std::size_t(k) * stride + x] * static_cast<std::uint32_t>(tap[k]);
      *out++ = clip(sum);
    }
  }
}

}  // namespace kindred::images
