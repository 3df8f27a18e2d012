// How much each point of a plane stands out from its surroundings, from 0 to 1: the local outlier probability (Kriegel, Kröger, Schubert
// and Zimek: LoOP, 2009).
//
// With S(p) the n_neighbors nearest others of p (equal distances by index), and d in float64:
//   spread(p)   = sqrt(mean of d(p, s)^2 over s in S(p))
//   excess(p)   = spread(p) / (mean of spread(s) over s in S(p)) - 1      0 in surroundings as dense as one's own
//   scale       = significance * sqrt(mean of excess^2 over all points)
//   score(p)    = max(0, erf(excess(p) / (scale * sqrt(2))))
// So 0 is a point inside a cluster of any density, and a score near 1 one that its nearest neighbours do not have as theirs.
// Where all S(p) lie on copies of each other: 0 for one of the copies, 1 for p beside them, and neither counts for the scale.
// Thread-safety: pure functions.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"

namespace kindred::projection {

struct OutlierOptions {
  int n_neighbors = 20;         // groups of fewer points than that stand out as single points do
  double significance = 3;      // more: fewer points get a high score
  std::size_t num_threads = 0;  // 0: all usable CPUs
};

// `xy` holds x and y of each point in turn. Fewer than three points: all 0. With fewer points than n_neighbors, all others count. `invalid`,
// naming the option or the point, for options that are not positive and coordinates that are not finite. The result does not depend on the
// number of threads.
Result<std::vector<float>> outlier_scores(std::span<const float> xy, const OutlierOptions& options = {}, const StopFlag& stop = StopFlag{});

}  // namespace kindred::projection
