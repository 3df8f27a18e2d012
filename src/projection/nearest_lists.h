// The best so many candidates of each point seen so far, by score, equal scores by index.
//
// That order is total, so the result depends neither on the order of the offers nor on repeated ones, as long as a pair's score has the
// same bits each time. Thread-safety: different points may be offered to by different threads at once.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace kindred::projection {

class NearestLists {
 public:
  // Requires: capacity > 0.
  NearestLists(std::size_t points, std::size_t capacity)
      : capacity_(capacity),
        entries_(points * 2 * capacity),
        counts_(points),
        thresholds_(points, -std::numeric_limits<float>::infinity()) {}

  [[nodiscard]] std::size_t size() const { return counts_.size(); }
  // No candidate of a lower score can get in; one of an equal score may.
  [[nodiscard]] float threshold(std::size_t point) const { return thresholds_[point]; }

  void offer(std::size_t point, std::uint32_t candidate, float score) {
    if (score < thresholds_[point]) return;
    entries_[point * 2 * capacity_ + counts_[point]++] = key_of(candidate, score);
    if (counts_[point] == 2 * capacity_) tidy(point);
  }

  void clear(std::size_t point) {
    counts_[point] = 0;
    thresholds_[point] = -std::numeric_limits<float>::infinity();
  }

  // Best first, into `best`, which loses what it held: the best `sure`, and others whose score is at most `margin` below the last of them.
  void take_sorted(std::size_t point, std::vector<std::uint32_t>& best, std::size_t sure = 0,
                   float margin = std::numeric_limits<float>::infinity()) {
    tidy(point);
    best.clear();
    const std::span<const std::uint64_t> all = entries(point);
    const float least = sure > 0 && sure <= all.size() ? score_of(all[sure - 1]) - margin : -std::numeric_limits<float>::infinity();
    for (const std::uint64_t key : all) {
      if (score_of(key) < least) break;
      best.push_back(static_cast<std::uint32_t>(key));
    }
  }

 private:
  // Rises from the best to the worst: bits of the score turned so that they order as floats do, downwards, then the index.
  static std::uint64_t key_of(std::uint32_t candidate, float score) {
    const auto bits = std::bit_cast<std::uint32_t>(score);
    const std::uint32_t falling = (bits >> 31) != 0 ? bits : ~(bits | 0x80000000U);
    return static_cast<std::uint64_t>(falling) << 32 | candidate;
  }
  static float score_of(std::uint64_t key) {
    const auto falling = static_cast<std::uint32_t>(key >> 32);
    return std::bit_cast<float>((falling >> 31) != 0 ? falling : ~falling & 0x7FFFFFFFU);
  }

  std::span<std::uint64_t> entries(std::size_t point) { return std::span(entries_).subspan(point * 2 * capacity_, counts_[point]); }

  void tidy(std::size_t point) {
    const std::span<std::uint64_t> all = entries(point);
    std::sort(all.begin(), all.end());
    const auto unique = static_cast<std::size_t>(std::unique(all.begin(), all.end()) - all.begin());
    counts_[point] = static_cast<std::uint32_t>(std::min(unique, capacity_));
    if (counts_[point] == capacity_) thresholds_[point] = score_of(all[capacity_ - 1]);
  }

  std::size_t capacity_;
  std::vector<std::uint64_t> entries_;  // twice the capacity for each point
  std::vector<std::uint32_t> counts_;
  std::vector<float> thresholds_;
};

}  // namespace kindred::projection
