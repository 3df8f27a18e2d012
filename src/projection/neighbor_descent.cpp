#include "projection/neighbor_descent.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 256;
constexpr std::size_t kLooksPerStopCheck = 1 << 16;

}  // namespace

// A set of points that is emptied often.
class NeighborDescent::Seen {
 public:
  explicit Seen(std::size_t most) : slots_(std::bit_ceil(2 * most)) {}

  void clear() {
    if (++age_ == 0) {
      std::fill(slots_.begin(), slots_.end(), Slot{});
      age_ = 1;
    }
  }
  // Whether it's new.
  bool add(std::uint32_t point) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = (point * 0x9E3779B9U >> 7) & mask;; at = (at + 1) & mask) {
      if (slots_[at].age != age_) {
        slots_[at] = {point, age_};
        return true;
      }
      if (slots_[at].point == point) return false;
    }
  }

 private:
  struct Slot {
    std::uint32_t point = 0;
    std::uint32_t age = 0;
  };
  std::vector<Slot> slots_;
  std::uint32_t age_ = 0;
};

struct NeighborDescent::Scratch {
  explicit Scratch(std::size_t fan) : seen(2 * fan * (2 * fan + 1) + 1) {}
  Seen seen;
  std::vector<std::uint32_t> candidates;
  std::vector<float> scores;
};

NeighborDescent::NeighborDescent(const RowScorer& scorer, NearestLists& lists, std::size_t fan)
    : scorer_(scorer),
      lists_(lists),
      fan_(fan),
      links_(lists.size() * fan),
      counts_(lists.size()),
      incoming_(lists.size() * fan),
      incoming_counts_(lists.size()) {}

std::span<const NeighborDescent::Link> NeighborDescent::nearest(std::uint32_t point) const {
  return std::span(links_).subspan(point * fan_, counts_[point]);
}

std::span<const NeighborDescent::Link> NeighborDescent::coming(std::uint32_t point) const {
  return std::span(incoming_).subspan(point * fan_, incoming_counts_[point]);
}

Result<double> NeighborDescent::round(Crew& crew, const StopFlag& stop) {
  const double fresh = TRY(refresh(crew, stop));
  if (fresh == 0) return 0.0;
  TRY(turn_around(stop));
  const auto body = [&](std::size_t begin, std::size_t end) {
    Scratch scratch(fan_);
    for (std::size_t point = begin; point < end; ++point)
      look_from(static_cast<std::uint32_t>(point), scratch);
  };
  TRY(crew.run_ranges(lists_.size(), kGrain, body, stop));
  return fresh;
}

// Takes the lists over into links; those that are new are fresh.
Result<double> NeighborDescent::refresh(Crew& crew, const StopFlag& stop) {
  std::vector<std::size_t> fresh((lists_.size() + kGrain - 1) / kGrain);
  const auto body = [&](std::size_t begin, std::size_t end) {
    std::vector<std::uint32_t> best;
    std::vector<std::uint32_t> known;
    for (std::size_t point = begin; point < end; ++point) {
      known.clear();
      for (const Link& link : nearest(static_cast<std::uint32_t>(point)))
        known.push_back(link.to);
      lists_.take_sorted(point, best);
      std::erase(best, static_cast<std::uint32_t>(point));
      counts_[point] = static_cast<std::uint32_t>(std::min(best.size(), fan_));
      for (std::size_t i = 0; i < counts_[point]; ++i) {
        const bool is_new = std::find(known.begin(), known.end(), best[i]) == known.end();
        links_[point * fan_ + i] = {best[i], is_new};
        fresh[begin / kGrain] += static_cast<std::size_t>(is_new);
      }
    }
  };
  TRY(crew.run_ranges(lists_.size(), kGrain, body, stop));
  const std::size_t total = std::accumulate(fresh.begin(), fresh.end(), std::size_t{0});
  return static_cast<double>(total) / static_cast<double>(std::max<std::size_t>(1, links_.size()));
}

// Of those that have a point as a neighbour, the ones to which it's nearer come first, so they are kept.
Result<void> NeighborDescent::turn_around(const StopFlag& stop) {
  std::fill(incoming_counts_.begin(), incoming_counts_.end(), 0U);
  for (std::size_t rank = 0; rank < fan_; ++rank) {
    for (std::uint32_t point = 0; point < lists_.size(); ++point) {
      if (point % kLooksPerStopCheck == 0) TRY(stop.check());
      if (rank >= counts_[point]) continue;
      const Link& link = links_[point * fan_ + rank];
      std::uint32_t& count = incoming_counts_[link.to];
      if (count < fan_) incoming_[link.to * fan_ + count++] = {point, link.fresh};
    }
  }
  return {};
}

void NeighborDescent::look_from(std::uint32_t point, Scratch& scratch) {
  scratch.seen.clear();
  scratch.candidates.clear();
  scratch.seen.add(point);
  for (const Link& own : nearest(point))
    scratch.seen.add(own.to);
  const auto consider = [&](const Link& link, bool fresh) {
    if ((fresh || link.fresh) && scratch.seen.add(link.to)) scratch.candidates.push_back(link.to);
  };
  const auto follow = [&](const Link& over) {
    for (const Link& link : nearest(over.to))
      consider(link, over.fresh);
    for (const Link& link : coming(over.to))
      consider(link, over.fresh);
  };
  for (const Link& link : coming(point))
    consider(link, false);
  for (const Link& link : nearest(point))
    follow(link);
  for (const Link& link : coming(point))
    follow(link);
  scorer_.score(point, scratch.candidates, scratch.scores);
  for (std::size_t i = 0; i < scratch.candidates.size(); ++i)
    lists_.offer(point, scratch.candidates[i], scratch.scores[i]);
}

}  // namespace kindred::projection
