#include "vectors/dot.h"

#include <immintrin.h>

#include <algorithm>
#include <array>

#include "base/float16.h"

namespace kindred::vectors {
namespace {

void dot_rows_plain(const float* query, const std::uint16_t* rows, std::size_t padded, std::span<float> scores) {
  for (float& score : scores) {
    float sum = 0;
    for (std::size_t i = 0; i < padded; ++i)
      sum += query[i] * f16_to_float(rows[i]);
    score = sum;
    rows += padded;
  }
}

// Four sums at once hide the latency of the multiply-add; a line is 32 halves.
__attribute__((target("avx2,fma,f16c"))) void dot_rows_avx2(const float* query, const std::uint16_t* rows, std::size_t padded,
                                                            std::span<float> scores) {
  for (float& score : scores) {
    __m256 sums[4] = {_mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps(), _mm256_setzero_ps()};
    for (std::size_t i = 0; i < padded; i += 32) {
      for (std::size_t part = 0; part < 4; ++part) {
        const __m128i halves = _mm_load_si128(reinterpret_cast<const __m128i*>(rows + i + part * 8));
        sums[part] = _mm256_fmadd_ps(_mm256_cvtph_ps(halves), _mm256_load_ps(query + i + part * 8), sums[part]);
      }
    }
    const __m256 wide = _mm256_add_ps(_mm256_add_ps(sums[0], sums[1]), _mm256_add_ps(sums[2], sums[3]));
    __m128 narrow = _mm_add_ps(_mm256_castps256_ps128(wide), _mm256_extractf128_ps(wide, 1));
    narrow = _mm_add_ps(narrow, _mm_movehl_ps(narrow, narrow));
    score = _mm_cvtss_f32(_mm_add_ss(narrow, _mm_movehdup_ps(narrow)));
    rows += padded;
  }
}

__attribute__((target("avx512f"))) void dot_rows_avx512(const float* query, const std::uint16_t* rows, std::size_t padded,
                                                        std::span<float> scores) {
  for (float& score : scores) {
    __m512 even = _mm512_setzero_ps();
    __m512 odd = _mm512_setzero_ps();
    for (std::size_t i = 0; i < padded; i += 32) {
      const __m512i line = _mm512_load_si512(rows + i);
      const __m512 low = _mm512_cvtph_ps(_mm512_castsi512_si256(line));
      const __m512 high = _mm512_cvtph_ps(_mm512_extracti64x4_epi64(line, 1));
      even = _mm512_fmadd_ps(low, _mm512_load_ps(query + i), even);
      odd = _mm512_fmadd_ps(high, _mm512_load_ps(query + i + 16), odd);
    }
    score = _mm512_reduce_add_ps(_mm512_add_ps(even, odd));
    rows += padded;
  }
}

void widen_plain(const std::uint16_t* row, std::size_t padded, float* floats) { std::transform(row, row + padded, floats, f16_to_float); }

__attribute__((target("avx2,fma,f16c"))) void widen_avx2(const std::uint16_t* row, std::size_t padded, float* floats) {
  for (std::size_t i = 0; i < padded; i += 8)
    _mm256_store_ps(floats + i, _mm256_cvtph_ps(_mm_load_si128(reinterpret_cast<const __m128i*>(row + i))));
}

bool has_avx2() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0 && __builtin_cpu_supports("f16c") != 0; }
bool has_avx512() { return __builtin_cpu_supports("avx512f") != 0 && has_avx2(); }
bool always() { return true; }

constexpr std::array<DotKernel, 3> kKernels = {{
    {"avx512", has_avx512, dot_rows_avx512, widen_avx2},
    {"avx2", has_avx2, dot_rows_avx2, widen_avx2},
    {"plain", always, dot_rows_plain, widen_plain},
}};

}  // namespace

std::span<const DotKernel> dot_kernels() { return kKernels; }

const DotKernel& best_dot_kernel() {
  static const DotKernel& best = *std::find_if(kKernels.begin(), kKernels.end(), [](const DotKernel& kernel) { return kernel.usable(); });
  return best;
}

}  // namespace kindred::vectors
