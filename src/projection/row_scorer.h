// How near single points are to each other, for searches that go from point to point: scores whose order is that of nearness.
//
// Where best_tile_kernel() would round to bfloat16, the points are kept as rows of bfloat16, half as many bytes to fetch as the vectors'
// own; otherwise nothing is copied. A pair's score has the same bits whichever comes first, so long as it comes from one scorer.
// Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "projection/crew.h"
#include "projection/points.h"

namespace kindred::projection {

class RowScorer {
 public:
  // `points` must outlive the object.
  static Result<RowScorer> make(const Points& points, Crew& crew, const StopFlag& stop);

  // scores[i]: of `point` and candidates[i]; the greater, the nearer. Requires: room for them.
  void score(std::uint32_t point, std::span<const std::uint32_t> candidates, std::vector<float>& scores) const;

 private:
  struct alignas(64) Line {
    std::uint16_t values[32];
  };

  explicit RowScorer(const Points& points) : points_(&points) {}

  const Points* points_;
  std::size_t lines_ = 0;     // of a row; 0: rows are the vectors themselves
  std::vector<Line> halves_;  // points x lines_, the last of a row filled up with zeros
};

}  // namespace kindred::projection
