#include "projection/row_scorer.h"

#include <immintrin.h>

#include "base/float16.h"
#include "projection/dot_tile.h"
#include "projection/row_math.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 1024;
constexpr std::size_t kHalvesALine = 32;
constexpr std::size_t kAhead = 2;  // rows fetched before they are needed

// Rows are `lines` lines of 32 bfloat16 each.
__attribute__((target("avx512f,avx512bf16"))) void score_halves(const std::uint16_t* rows, std::size_t lines, std::uint32_t point,
                                                                std::span<const std::uint32_t> candidates, float* scores) {
  const std::size_t row_size = lines * kHalvesALine;
  const std::uint16_t* own = rows + point * row_size;
  const auto fetch = [&](std::size_t index) {
    const std::uint16_t* row = rows + candidates[index] * row_size;
    for (std::size_t line = 0; line < lines; ++line)
      _mm_prefetch(reinterpret_cast<const char*>(row + line * kHalvesALine), _MM_HINT_T0);
  };
  for (std::size_t i = 0; i < std::min(kAhead, candidates.size()); ++i)
    fetch(i);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i + kAhead < candidates.size()) fetch(i + kAhead);
    const std::uint16_t* row = rows + candidates[i] * row_size;
    __m512 sums[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
    for (std::size_t line = 0; line < lines; ++line) {
      const __m512i left = _mm512_load_si512(own + line * kHalvesALine);
      const __m512i right = _mm512_load_si512(row + line * kHalvesALine);
      sums[line % 4] = _mm512_dpbf16_ps(sums[line % 4], __builtin_bit_cast(__m512bh, left), __builtin_bit_cast(__m512bh, right));
    }
    scores[i] = _mm512_reduce_add_ps((sums[0] + sums[1]) + (sums[2] + sums[3]));
  }
}

}  // namespace

Result<RowScorer> RowScorer::make(const Points& points, Crew& crew, const StopFlag& stop) {
  RowScorer scorer(points);
  if (!best_tile_kernel(points).half) return scorer;
  scorer.lines_ = (points.dimension() + kHalvesALine - 1) / kHalvesALine;
  scorer.halves_.resize(points.size() * scorer.lines_);
  const auto body = [&](std::size_t begin, std::size_t end) {
    std::vector<float> row(points.dimension());
    for (std::size_t i = begin; i < end; ++i) {
      points.copy_relative(i, points.origin(), row.data());
      Line* lines = scorer.halves_.data() + i * scorer.lines_;
      for (std::size_t d = 0; d < row.size(); ++d)
        lines[d / kHalvesALine].values[d % kHalvesALine] = float_to_bf16(row[d]);
    }
  };
  TRY(crew.run_ranges(points.size(), kGrain, body, stop));
  return scorer;
}

void RowScorer::score(std::uint32_t point, std::span<const std::uint32_t> candidates, std::vector<float>& scores) const {
  scores.resize(candidates.size());
  if (lines_ > 0) return score_halves(halves_.front().values, lines_, point, candidates, scores.data());
  const Points& points = *points_;
  const float* own = points.row(point);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::uint32_t other = candidates[i];
    scores[i] = points.metric() == Metric::cosine
                    ? dot(own, points.row(other), points.dimension()) * (points.scale(point) * points.scale(other))
                    : -squared_distance(own, 1, points.row(other), 1, points.dimension());
  }
}

}  // namespace kindred::projection
