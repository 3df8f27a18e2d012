#include "images/resample.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "images/pillow_resize.h"
#include "images/resample_kernels.h"

namespace kindred::images {
namespace {

double bilinear(double x) {
  x = std::abs(x);
  return x < 1.0 ? 1.0 - x : 0.0;
}

// Keys' cubic convolution with a = -0.5, in Pillow's order of operations.
double bicubic(double x) {
  constexpr double kA = -0.5;
  x = std::abs(x);
  if (x < 1.0) return ((kA + 2.0) * x - (kA + 3.0)) * x * x + 1;
  if (x < 2.0) return (((x - 5) * x + 8) * x - 4) * kA;
  return 0.0;
}

std::int32_t to_fixed(double tap) { return static_cast<std::int32_t>((tap < 0 ? -0.5 : 0.5) + tap * (1 << kPrecisionBits)); }

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
  static const Kernel kBest = __builtin_cpu_supports("avx2") ? Kernel::avx2 : Kernel::sse4;
  return kBest;
}

void resample_rows(std::span<const std::uint8_t> in, int in_width, int height, int channels, const Taps& taps, std::uint8_t* out,
                   Kernel kernel) {
  const std::size_t stride = std::size_t(in_width) * std::size_t(channels);
  RowsPass pass{.in = in.data(), .stride = stride, .height = height, .channels = channels, .taps = taps, .out = out};
  if (kernel == Kernel::plain || channels == 2) return rows_plain(pass);
  const auto fast = kernel == Kernel::avx2 ? rows_avx2 : rows_sse4;

  // Rows behind which there is room to read are done in place; the last ones from a copy with room behind it.
  const std::size_t roomy = in.size() > kReadBeyond ? (in.size() - kReadBeyond) / stride : 0;
  pass.height = std::min(height, static_cast<int>(roomy));
  fast(pass);
  std::vector<std::uint8_t> last(in.begin() + static_cast<std::ptrdiff_t>(stride * std::size_t(pass.height)), in.end());
  last.resize(last.size() + kReadBeyond);
  pass.out += std::size_t(pass.height) * taps.first.size() * std::size_t(channels);
  pass.in = last.data();
  pass.height = height - pass.height;
  fast(pass);
}

void resample_columns(std::span<const std::uint8_t> in, std::size_t stride, const Taps& taps, std::uint8_t* out, Kernel kernel) {
  for (std::size_t i = 0; i < taps.first.size(); ++i, out += stride) {
    const std::uint8_t* first_row = in.data() + std::size_t(taps.first[i]) * stride;
    const ColumnsPass pass{.in = first_row, .stride = stride, .index = i, .taps = taps, .out = out};
    const std::size_t done = kernel == Kernel::avx2 ? columns_avx2(pass) : kernel == Kernel::sse4 ? columns_sse4(pass) : 0;
    columns_plain(pass, done);
  }
}

}  // namespace kindred::images
