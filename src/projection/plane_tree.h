// The nearest neighbours of points of a plane among themselves: a k-d tree (Bentley, 1975) whose segments are halved along their wider side.
//
// Distances are computed in float64 as dx*dx + dy*dy, as dbscan() does; equal ones are ordered by index, so that the neighbours are one
// certain set. Thread-safety: immutable once built.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "projection/crew.h"

namespace kindred::projection {

class PlaneTree {
 public:
  // `xy` holds x and y of each point in turn. Requires: finite coordinates, fewer than 2^32 points.
  static Result<PlaneTree> build(std::span<const float> xy, Crew& crew, const StopFlag& stop);

  struct Neighbor {
    double squared = 0;  // distance
    std::uint32_t index = 0;
    auto operator<=>(const Neighbor&) const = default;
  };
  // The `k` nearest others of a point (all others, when there are fewer), nearest first, into `nearest`, which loses what it held.
  void find(std::uint32_t point, std::size_t k, std::vector<Neighbor>& nearest) const;

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  // The points in an order in which those that follow each other lie near each other: quicker to go through.
  [[nodiscard]] std::uint32_t at(std::size_t place) const { return places_[place].index; }

 private:
  struct Place {
    float x = 0;
    float y = 0;
    std::uint32_t index = 0;
  };
  struct Split {
    bool by_x = true;
    float at = 0;  // the first half lies at most there, the second at least
  };
  struct Search;
  struct Segment {
    std::size_t node = 0;  // its children are 2 node + 1 and 2 node + 2
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  explicit PlaneTree(std::span<const float> xy);
  void split(const Segment& segment);
  void descend(const Segment& segment, double away_x, double away_y, Search& search) const;
  void look_through(const Segment& segment, Search& search) const;

  std::span<const float> xy_;
  std::vector<Place> places_;
  std::vector<Split> splits_;  // of the nodes that have children
};

}  // namespace kindred::projection
