// What can be said of each cluster of a map at a glance: how many, where, its outline, and the members that stand for it best.
//
// Centre: the mean of the members in float64. Hull: the corners of the smallest convex polygon around them, counter-clockwise with y
// upwards, from the leftmost (of those the lowest), no three in a line (Andrew's monotone chain, 1979); two corners when all members lie in a
// line, one when in one place. Typical: the members nearest to the centre, equal ones by index. Thread-safety: pure function.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "projection/optimize_layout.h"

namespace kindred::projection {

struct ClusterSummary {
  std::int32_t label = 0;
  std::uint64_t size = 0;  // items: the sum of counts
  Position center;
  std::vector<Position> hull;
  std::vector<std::uint32_t> typical;  // points, the nearest to the centre first
};

struct SummaryOptions {
  std::size_t typical = 9;
  // How many items each point stands for; none: one each.
  std::span<const std::uint32_t> counts;
};

// Of the clusters 0, 1, … in that order; noise, -1, has none. `xy` holds x and y of each point in turn. `invalid` when labels or counts don't
// fit the points, a label is below -1 or at least the number of points, or a coordinate isn't finite. A label that no point has: size 0.
Result<std::vector<ClusterSummary>> summarize_clusters(std::span<const float> xy, std::span<const std::int32_t> labels,
                                                       const SummaryOptions& options = {});

}  // namespace kindred::projection
