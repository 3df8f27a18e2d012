// The loops of resample_kernels.h for SSE4.1, the floor of this program. _mm_madd_epi16 multiplies eight 16-bit numbers and adds
// neighbours: two pixels (or two rows) with their two taps.
#include <smmintrin.h>

#include <cstring>

#include "images/resample_kernels.h"

namespace kindred::images {
namespace {

// Sums of the high and the low halves of the taps, four pixels or channels wide.
struct Sums {
  __m128i high = _mm_setzero_si128();
  __m128i low = _mm_setzero_si128();

  void add(__m128i values, __m128i high_taps, __m128i low_taps) {
    high = _mm_add_epi32(high, _mm_madd_epi16(values, high_taps));
    low = _mm_add_epi32(low, _mm_madd_epi16(values, low_taps));
  }
  [[nodiscard]] __m128i joined() const { return _mm_add_epi32(_mm_slli_epi32(high, kLowBits), low); }
  [[nodiscard]] __m128i rounded() const {
    return _mm_srai_epi32(_mm_add_epi32(joined(), _mm_set1_epi32(static_cast<int>(kHalf))), kPrecisionBits);
  }
};

__m128i two_taps(const std::int16_t* taps) {
  std::int32_t both = 0;
  std::memcpy(&both, taps, sizeof both);
  return _mm_set1_epi32(both);
}

const __m128i* vector_at(const std::uint8_t* bytes) { return reinterpret_cast<const __m128i*>(bytes); }
const __m128i* vector_at(const std::int16_t* numbers) { return reinterpret_cast<const __m128i*>(numbers); }

// Two pixels of three or four bytes to pairs of 16-bit numbers, channel by channel.
template <int Channels>
__m128i pair_up(__m128i pixels) {
  if constexpr (Channels == 3) return _mm_shuffle_epi8(pixels, _mm_setr_epi8(0, -1, 3, -1, 1, -1, 4, -1, 2, -1, 5, -1, -1, -1, -1, -1));
  return _mm_shuffle_epi8(pixels, _mm_setr_epi8(0, -1, 4, -1, 1, -1, 5, -1, 2, -1, 6, -1, 3, -1, 7, -1));
}

template <int Channels>
void colour_row(const std::uint8_t* in, const Taps& taps, std::uint8_t* out) {
  for (std::size_t i = 0; i < taps.first.size(); ++i, out += Channels) {
    const std::int16_t* high = &taps.high[i * static_cast<std::size_t>(taps.size)];
    const std::int16_t* low = &taps.low[i * static_cast<std::size_t>(taps.size)];
    const std::uint8_t* pixel = in + std::ptrdiff_t{taps.first[i]} * Channels;
    Sums sums;
    for (int k = 0; k < taps.count[i]; k += 2, pixel += 2 * Channels) {
      sums.add(pair_up<Channels>(_mm_loadl_epi64(vector_at(pixel))), two_taps(high + k), two_taps(low + k));
    }
    const __m128i shorts = _mm_packs_epi32(sums.rounded(), sums.rounded());
    const int bytes = _mm_cvtsi128_si32(_mm_packus_epi16(shorts, shorts));
    std::memcpy(out, &bytes, Channels);
  }
}

void grey_row(const std::uint8_t* in, const Taps& taps, std::uint8_t* out) {
  for (std::size_t i = 0; i < taps.first.size(); ++i) {
    const std::int16_t* high = &taps.high[i * static_cast<std::size_t>(taps.size)];
    const std::int16_t* low = &taps.low[i * static_cast<std::size_t>(taps.size)];
    const std::uint8_t* pixel = in + taps.first[i];
    Sums sums;
    for (int k = 0; k < taps.count[i]; k += 8) {
      sums.add(_mm_cvtepu8_epi16(_mm_loadl_epi64(vector_at(pixel + k))), _mm_loadu_si128(vector_at(high + k)),
               _mm_loadu_si128(vector_at(low + k)));
    }
    __m128i sum = sums.joined();
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4E));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xB1));
    sum = _mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(static_cast<int>(kHalf))), kPrecisionBits);
    sum = _mm_packs_epi32(sum, sum);
    *out++ = static_cast<std::uint8_t>(_mm_cvtsi128_si32(_mm_packus_epi16(sum, sum)));
  }
}

}  // namespace

void rows_sse4(const RowsPass& pass) {
  const auto row = pass.channels == 1 ? grey_row : pass.channels == 3 ? colour_row<3> : colour_row<4>;
  const std::size_t out_stride = pass.taps.first.size() * static_cast<std::size_t>(pass.channels);
  for (std::size_t y = 0; y < static_cast<std::size_t>(pass.height); ++y)
    row(pass.in + y * pass.stride, pass.taps, pass.out + y * out_stride);
}

std::size_t columns_sse4(const ColumnsPass& pass) {
  const std::int16_t* high = &pass.taps.high[pass.index * static_cast<std::size_t>(pass.taps.size)];
  const std::int16_t* low = &pass.taps.low[pass.index * static_cast<std::size_t>(pass.taps.size)];
  const int count = pass.taps.count[pass.index];
  const __m128i zero = _mm_setzero_si128();
  std::size_t x = 0;
  for (; x + 16 <= pass.stride; x += 16) {
    Sums sums[4];
    for (int k = 0; k < count; k += 2) {
      const std::uint8_t* row = pass.in + static_cast<std::size_t>(k) * pass.stride + x;
      const __m128i upper = _mm_loadu_si128(vector_at(row));
      const __m128i lower = k + 1 < count ? _mm_loadu_si128(vector_at(row + pass.stride)) : zero;
      const __m128i first = _mm_unpacklo_epi8(upper, lower);
      const __m128i second = _mm_unpackhi_epi8(upper, lower);
      const __m128i high_taps = two_taps(high + k);
      const __m128i low_taps = two_taps(low + k);
      sums[0].add(_mm_unpacklo_epi8(first, zero), high_taps, low_taps);
      sums[1].add(_mm_unpackhi_epi8(first, zero), high_taps, low_taps);
      sums[2].add(_mm_unpacklo_epi8(second, zero), high_taps, low_taps);
      sums[3].add(_mm_unpackhi_epi8(second, zero), high_taps, low_taps);
    }
    const __m128i left = _mm_packs_epi32(sums[0].rounded(), sums[1].rounded());
    const __m128i right = _mm_packs_epi32(sums[2].rounded(), sums[3].rounded());
    _mm_storeu_si128(reinterpret_cast<__m128i*>(pass.out + x), _mm_packus_epi16(left, right));
  }
  return x;
}

}  // namespace kindred::images
