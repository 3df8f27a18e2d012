// An eps for dbscan() that fits the points, from their k-distance curve (Ester, Kriegel, Sander and Xu, 1996, section 4.2).
//
// The curve has, for a sample of the points, the distance within which a point is core: to its min_samples-th nearest point, itself
// counted; sorted. It rises slowly through the clusters and steeply through what lies outside. Its knee is the place farthest below the
// straight line between the curve's ends (Satopaa, Albrecht, Irwin and Raghavan: Kneedle, 2011). The highest hundredth is left out
// of that, so that a few points far away do not set the scale; so are distances of 0, of copies. At the knee itself, the thin edges of
// clusters fall off as noise and as clusters of their own, so kKnees times as much is suggested (docs/map.md has the figures).
// Thread-safety: pure functions.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"

namespace kindred::projection {

inline constexpr double kKnees = 2;

struct SuggestedEps {
  double eps = 0.5;           // above 0
  std::vector<double> curve;  // rising, at most 256 places of it, evenly chosen, both ends among them
};

// `xy` holds x and y of each point in turn. Where no distance tells anything, a thousandth of the extent is suggested (for points all in
// one place: 0.5), which keeps apart what isn't equal. `invalid`, naming what is wrong, for min_samples below 1 and coordinates that are
// not finite. Does not depend on the number of threads (0: all usable CPUs).
Result<SuggestedEps> suggest_eps(std::span<const float> xy, int min_samples, std::size_t num_threads = 0,
                                 const StopFlag& stop = StopFlag{});

// The place of the knee in a rising curve. Requires: not empty.
std::size_t knee_of(std::span<const double> curve);

}  // namespace kindred::projection
