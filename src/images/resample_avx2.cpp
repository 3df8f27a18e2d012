// The loops of resample_kernels.h for AVX2: as those of resample_sse4.cpp with twice the width, and four rows at a time for
// colours, which share the unpacking of the taps. Runs only after a check of the processor (resample.cpp).
#include <immintrin.h>

#include <array>
#include <cstring>

#include "images/resample_kernels.h"

#define KINDRED_AVX2 __attribute__((target("avx2")))

namespace kindred::images {
namespace {

struct Sums {
  __m256i high;
  __m256i low;
};

KINDRED_AVX2 inline Sums no_sums() { return {_mm256_setzero_si256(), _mm256_setzero_si256()}; }

KINDRED_AVX2 inline void add(Sums& sums, __m256i values, __m256i high_taps, __m256i low_taps) {
  sums.high = _mm256_add_epi32(sums.high, _mm256_madd_epi16(values, high_taps));
  sums.low = _mm256_add_epi32(sums.low, _mm256_madd_epi16(values, low_taps));
}

KINDRED_AVX2 inline __m256i joined(const Sums& sums) { return _mm256_add_epi32(_mm256_slli_epi32(sums.high, kLowBits), sums.low); }

KINDRED_AVX2 inline __m256i rounded(const Sums& sums) {
  return _mm256_srai_epi32(_mm256_add_epi32(joined(sums), _mm256_set1_epi32(static_cast<int>(kHalf))), kPrecisionBits);
}

KINDRED_AVX2 inline __m128i added_halves(__m256i sum) {
  return _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
}

// Four sums to bytes, rounded and clipped.
KINDRED_AVX2 inline int to_bytes(__m128i sum) {
  sum = _mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(static_cast<int>(kHalf))), kPrecisionBits);
  sum = _mm_packs_epi32(sum, sum);
  return _mm_cvtsi128_si32(_mm_packus_epi16(sum, sum));
}

KINDRED_AVX2 inline __m256i load(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }

KINDRED_AVX2 inline __m256i two_taps(const std::int16_t* taps) {
  std::int32_t both = 0;
  std::memcpy(&both, taps, sizeof both);
  return _mm256_set1_epi32(both);
}

// Four taps: the first two four times in the lower half, the others in the upper.
KINDRED_AVX2 inline __m256i four_taps(const std::int16_t* taps) {
  std::int64_t all = 0;
  std::memcpy(&all, taps, sizeof all);
  return _mm256_permutevar8x32_epi32(_mm256_set1_epi64x(all), _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1));
}

// Four pixels: the first two as pairs of 16-bit numbers, channel by channel, in the lower half, the others in the upper.
template <int Channels>
KINDRED_AVX2 inline __m256i four_pixels(const std::uint8_t* pixels) {
  const __m256i twice = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(pixels)));
  if constexpr (Channels == 3) {
    return _mm256_shuffle_epi8(twice, _mm256_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1,  //
                                                       6, -1, 9, -1, 7, -1, 10, -1, 8, -1, 11, -1, -1, -1, -1, -1));
  }
  return _mm256_shuffle_epi8(twice, _mm256_setr_epi8(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1,  //
                                                     8, -1, 12, -1, 9, -1, 13, -1, 10, -1, 14, -1, 11, -1, 15, -1));
}

template <int Channels, int Rows>
KINDRED_AVX2 void colour_rows(const RowsPass& pass, std::size_t y) {
  const Taps& taps = pass.taps;
  const std::size_t out_stride = taps.first.size() * Channels;
  for (std::size_t i = 0; i < taps.first.size(); ++i) {
    const std::int16_t* high = &taps.high[i * static_cast<std::size_t>(taps.size)];
    const std::int16_t* low = &taps.low[i * static_cast<std::size_t>(taps.size)];
    const std::uint8_t* pixels = pass.in + y * pass.stride + static_cast<std::size_t>(taps.first[i]) * Channels;
    std::array<Sums, Rows> sums;
    for (Sums& row : sums)
      row = no_sums();
    for (int k = 0; k < taps.count[i]; k += 4, pixels += 4 * Channels) {
      const __m256i high_taps = four_taps(high + k);
      const __m256i low_taps = four_taps(low + k);
      for (std::size_t row = 0; row < Rows; ++row)
        add(sums[row], four_pixels<Channels>(pixels + row * pass.stride), high_taps, low_taps);
    }
    for (std::size_t row = 0; row < Rows; ++row) {
      const int bytes = to_bytes(added_halves(joined(sums[row])));
      std::memcpy(pass.out + (y + row) * out_stride + i * Channels, &bytes, Channels);
    }
  }
}

template <int Channels>
KINDRED_AVX2 void colour(const RowsPass& pass) {
  constexpr int kRows = 4;
  std::size_t y = 0;
  const auto height = static_cast<std::size_t>(pass.height);
  for (; y + kRows <= height; y += kRows)
    colour_rows<Channels, kRows>(pass, y);
  for (; y < height; ++y)
    colour_rows<Channels, 1>(pass, y);
}

KINDRED_AVX2 void grey(const RowsPass& pass) {
  const Taps& taps = pass.taps;
  std::uint8_t* out = pass.out;
  for (std::size_t y = 0; y < static_cast<std::size_t>(pass.height); ++y) {
    for (std::size_t i = 0; i < taps.first.size(); ++i) {
      const std::int16_t* high = &taps.high[i * static_cast<std::size_t>(taps.size)];
      const std::int16_t* low = &taps.low[i * static_cast<std::size_t>(taps.size)];
      const std::uint8_t* pixels = pass.in + y * pass.stride + static_cast<std::size_t>(taps.first[i]);
      Sums sums = no_sums();
      for (int k = 0; k < taps.count[i]; k += 16) {
        const __m256i values = _mm256_cvtepu8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(pixels + k)));
        add(sums, values, load(high + k), load(low + k));
      }
      __m128i sum = added_halves(joined(sums));
      sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4E));
      sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xB1));
      *out++ = static_cast<std::uint8_t>(to_bytes(sum));
    }
  }
}

}  // namespace

KINDRED_AVX2 void rows_avx2(const RowsPass& pass) {
  if (pass.channels == 1) return grey(pass);
  pass.channels == 3 ? colour<3>(pass) : colour<4>(pass);
}

KINDRED_AVX2 std::size_t columns_avx2(const ColumnsPass& pass) {
  const std::int16_t* high = &pass.taps.high[pass.index * static_cast<std::size_t>(pass.taps.size)];
  const std::int16_t* low = &pass.taps.low[pass.index * static_cast<std::size_t>(pass.taps.size)];
  const int count = pass.taps.count[pass.index];
  const __m256i zero = _mm256_setzero_si256();
  std::size_t x = 0;
  for (; x + 32 <= pass.stride; x += 32) {
    std::array<Sums, 4> sums{no_sums(), no_sums(), no_sums(), no_sums()};
    for (int k = 0; k < count; k += 2) {
      const std::uint8_t* row = pass.in + static_cast<std::size_t>(k) * pass.stride + x;
      const __m256i upper = load(row);
      const __m256i lower = k + 1 < count ? load(row + pass.stride) : zero;
      const __m256i first = _mm256_unpacklo_epi8(upper, lower);
      const __m256i second = _mm256_unpackhi_epi8(upper, lower);
      const __m256i high_taps = two_taps(high + k);
      const __m256i low_taps = two_taps(low + k);
      add(sums[0], _mm256_unpacklo_epi8(first, zero), high_taps, low_taps);
      add(sums[1], _mm256_unpackhi_epi8(first, zero), high_taps, low_taps);
      add(sums[2], _mm256_unpacklo_epi8(second, zero), high_taps, low_taps);
      add(sums[3], _mm256_unpackhi_epi8(second, zero), high_taps, low_taps);
    }
    // Unpacking and packing both work within halves, so the order is restored.
    const __m256i left = _mm256_packs_epi32(rounded(sums[0]), rounded(sums[1]));
    const __m256i right = _mm256_packs_epi32(rounded(sums[2]), rounded(sums[3]));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(pass.out + x), _mm256_packus_epi16(left, right));
  }
  return x;
}

}  // namespace kindred::images
