#include "projection/dot_tile.h"

#include <immintrin.h>

#include <algorithm>
#include <array>
#include <bit>

#include "base/float16.h"

namespace kindred::projection {
namespace {

void run_plain(const std::uint32_t* a, std::size_t a_panels, const std::uint32_t* b, std::size_t b_panels, std::size_t steps,
               float* products) {
  const std::size_t columns = b_panels * kPanel;
  for (std::size_t r = 0; r < a_panels * kPanel; ++r) {
    const std::uint32_t* row = a + r / kPanel * steps * kPanel + r % kPanel;
    for (std::size_t panel = 0; panel < b_panels; ++panel) {
      std::array<float, kPanel> sums{};
      const std::uint32_t* words = b + panel * steps * kPanel;
      for (std::size_t step = 0; step < steps; ++step) {
        const float value = std::bit_cast<float>(row[step * kPanel]);
        for (std::size_t c = 0; c < kPanel; ++c)
          sums[c] += value * std::bit_cast<float>(words[step * kPanel + c]);
      }
      std::copy(sums.begin(), sums.end(), products + r * columns + panel * kPanel);
    }
  }
}

// Four rows by one panel: eight sums hide the latency of the multiply-add.
__attribute__((target("avx2,fma"))) void run_avx2(const std::uint32_t* a, std::size_t a_panels, const std::uint32_t* b,
                                                  std::size_t b_panels, std::size_t steps, float* products) {
  constexpr std::size_t kRows = 4;
  const std::size_t columns = b_panels * kPanel;
  for (std::size_t panel = 0; panel < b_panels; ++panel) {
    const auto* right = reinterpret_cast<const float*>(b + panel * steps * kPanel);
    for (std::size_t r = 0; r < a_panels * kPanel; r += kRows) {
      const auto* left = reinterpret_cast<const float*>(a + r / kPanel * steps * kPanel + r % kPanel);
      __m256 sums[kRows][2];
      for (auto& row : sums)
        row[0] = row[1] = _mm256_setzero_ps();
      for (std::size_t step = 0; step < steps; ++step) {
        const __m256 low = _mm256_load_ps(right + step * kPanel);
        const __m256 high = _mm256_load_ps(right + step * kPanel + 8);
        for (std::size_t i = 0; i < kRows; ++i) {
          const __m256 value = _mm256_broadcast_ss(left + step * kPanel + i);
          sums[i][0] = _mm256_fmadd_ps(value, low, sums[i][0]);
          sums[i][1] = _mm256_fmadd_ps(value, high, sums[i][1]);
        }
      }
      for (std::size_t i = 0; i < kRows; ++i) {
        _mm256_storeu_ps(products + (r + i) * columns + panel * kPanel, sums[i][0]);
        _mm256_storeu_ps(products + (r + i) * columns + panel * kPanel + 8, sums[i][1]);
      }
    }
  }
}

// Eight rows by two panels: sixteen sums, and ten loads for sixteen multiply-adds. A last odd panel is multiplied twice.
#define KINDRED_TILE_512(MULTIPLY_ADD)                                                             \
  constexpr std::size_t kRows = 8;                                                                 \
  const std::size_t columns = b_panels * kPanel;                                                   \
  for (std::size_t panel = 0; panel < b_panels; panel += 2) {                                      \
    const std::size_t second = std::min(panel + 1, b_panels - 1);                                  \
    const std::uint32_t* right0 = b + panel * steps * kPanel;                                      \
    const std::uint32_t* right1 = b + second * steps * kPanel;                                     \
    for (std::size_t r = 0; r < a_panels * kPanel; r += kRows) {                                   \
      const std::uint32_t* left = a + r / kPanel * steps * kPanel + r % kPanel;                    \
      __m512 sums[kRows][2];                                                                       \
      for (auto& row : sums)                                                                       \
        row[0] = row[1] = _mm512_setzero_ps();                                                     \
      for (std::size_t step = 0; step < steps; ++step) {                                           \
        const __m512i low = _mm512_load_si512(right0 + step * kPanel);                             \
        const __m512i high = _mm512_load_si512(right1 + step * kPanel);                            \
        for (std::size_t i = 0; i < kRows; ++i) {                                                  \
          const __m512i value = _mm512_set1_epi32(static_cast<int>(left[step * kPanel + i]));      \
          sums[i][0] = MULTIPLY_ADD(sums[i][0], value, low);                                       \
          sums[i][1] = MULTIPLY_ADD(sums[i][1], value, high);                                      \
        }                                                                                          \
      }                                                                                            \
      for (std::size_t i = 0; i < kRows; ++i) {                                                    \
        _mm512_storeu_ps(products + (r + i) * columns + panel * kPanel, sums[i][0]);               \
        _mm512_storeu_ps(products + (r + i) * columns + second * kPanel, sums[i][second - panel]); \
      }                                                                                            \
    }                                                                                              \
  }

#define KINDRED_ADD_FLOATS(sum, x, y) _mm512_fmadd_ps(_mm512_castsi512_ps(x), _mm512_castsi512_ps(y), sum)
#define KINDRED_ADD_PAIRS(sum, x, y) _mm512_dpbf16_ps(sum, __builtin_bit_cast(__m512bh, x), __builtin_bit_cast(__m512bh, y))

__attribute__((target("avx512f"))) void run_avx512(const std::uint32_t* a, std::size_t a_panels, const std::uint32_t* b,
                                                   std::size_t b_panels, std::size_t steps, float* products) {
  KINDRED_TILE_512(KINDRED_ADD_FLOATS)
}

__attribute__((target("avx512f,avx512bf16"))) void run_bf16(const std::uint32_t* a, std::size_t a_panels, const std::uint32_t* b,
                                                            std::size_t b_panels, std::size_t steps, float* products) {
  KINDRED_TILE_512(KINDRED_ADD_PAIRS)
}

#undef KINDRED_TILE_512
#undef KINDRED_ADD_FLOATS
#undef KINDRED_ADD_PAIRS

bool has_bf16() { return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bf16") != 0; }
bool has_avx512() { return __builtin_cpu_supports("avx512f") != 0; }
bool has_avx2() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }
bool always() { return true; }

constexpr std::array<TileKernel, 4> kKernels = {{
    {"avx512_bf16", has_bf16, true, run_bf16},
    {"avx512", has_avx512, false, run_avx512},
    {"avx2", has_avx2, false, run_avx2},
    {"plain", always, false, run_plain},
}};

std::uint32_t pair_of(float low, float high) {
  return static_cast<std::uint32_t>(float_to_bf16(low)) | static_cast<std::uint32_t>(float_to_bf16(high)) << 16;
}

}  // namespace

std::span<const TileKernel> tile_kernels() { return kKernels; }

const TileKernel& best_tile_kernel(const Points& points) {
  const auto best = [](bool half_allowed) {
    return std::find_if(kKernels.begin(), kKernels.end(),
                        [&](const TileKernel& one) { return one.usable() && (half_allowed || !one.half); });
  };
  static const TileKernel& any = *best(true);
  static const TileKernel& whole = *best(false);
  return points.metric() == Metric::cosine && points.dimension() >= kLeastForHalf ? any : whole;
}

PackedBlock::PackedBlock(const TileKernel& kernel, const Points& points, std::span<const std::uint32_t> chosen,
                         const std::vector<float>& origin)
    : half_squares_(chosen.size()) {
  const std::size_t steps = kernel.steps(points.dimension());
  lines_.resize(panels() * steps);
  std::vector<float> row(points.dimension() + 1);  // one more: the other half of an odd last pair
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    points.copy_relative(chosen[i], origin, row.data());
    Line* panel = lines_.data() + i / kPanel * steps;
    for (std::size_t step = 0; step < steps; ++step)
      panel[step].words[i % kPanel] = kernel.half ? pair_of(row[2 * step], row[2 * step + 1]) : std::bit_cast<std::uint32_t>(row[step]);
    if (points.metric() == Metric::cosine) continue;
    double squares = 0;
    for (const float value : row)
      squares += double{value} * value;
    half_squares_[i] = static_cast<float>(squares / 2);
  }
}

void score_tile(const TileKernel& kernel, std::size_t dimension, const PackedBlock& a, const PackedBlock& b, std::vector<float>& scores) {
  kernel.run(a.words(), a.panels(), b.words(), b.panels(), kernel.steps(dimension), scores.data());
  const std::size_t columns = b.panels() * kPanel;
  const std::span<const float> left = a.half_squares();
  const std::span<const float> right = b.half_squares();
  for (std::size_t r = 0; r < a.size(); ++r) {
    for (std::size_t c = 0; c < b.size(); ++c)
      scores[r * columns + c] -= left[r] + right[c];
  }
}

}  // namespace kindred::projection
