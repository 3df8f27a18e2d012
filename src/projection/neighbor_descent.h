// Better neighbours from good ones: a neighbour of a neighbour is likely a neighbour (Dong, Charikar, Li: Efficient k-nearest neighbor
// graph construction for generic similarity measures, NN-Descent, 2011).
//
// In a round each point looks at its neighbours, at those that have it as a neighbour, and at the neighbours of both; pairs that a round before
// has looked at the same way are left out. A point changes only its own list and sees the others' as the last round left them, which costs each
// pair twice but makes the result independent of the threads. Thread-safety: one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "projection/crew.h"
#include "projection/nearest_lists.h"
#include "projection/row_scorer.h"

namespace kindred::projection {

class NeighborDescent {
 public:
  // The best `fan` of each list are followed. `lists` holds scores of `scorer` only. Both must outlive the object.
  NeighborDescent(const RowScorer& scorer, NearestLists& lists, std::size_t fan);

  // The part of the followed neighbours that are new since the last round; 0 when a further round would find nothing.
  Result<double> round(Crew& crew, const StopFlag& stop);

 private:
  struct Link {
    std::uint32_t to;
    bool fresh;  // not there in the last round
  };
  class Seen;
  struct Scratch;

  Result<double> refresh(Crew& crew, const StopFlag& stop);
  Result<void> turn_around(const StopFlag& stop);
  void look_from(std::uint32_t point, Scratch& scratch);
  [[nodiscard]] std::span<const Link> nearest(std::uint32_t point) const;
  [[nodiscard]] std::span<const Link> coming(std::uint32_t point) const;

  const RowScorer& scorer_;
  NearestLists& lists_;
  std::size_t fan_;
  std::vector<Link> links_;  // fan_ of each point, the nearest first
  std::vector<std::uint32_t> counts_;
  std::vector<Link> incoming_;  // at most fan_ of each point
  std::vector<std::uint32_t> incoming_counts_;
};

}  // namespace kindred::projection
