// DBSCAN (Ester, Kriegel, Sander and Xu, 1996) on points of a plane: exact, on a grid whose cells are small enough that all points
// of one cell are neighbours (Gunawan, 2013), and equal to scikit-learn's labels, numbering included.
//
// A point is core when at least min_samples points, itself among them, lie at a distance d <= eps, computed in float64 as
// sqrt(dx*dx + dy*dy). Clusters are numbered by their lowest-numbered core point; a border point belongs to the
// lowest-numbered cluster that has a core point within eps; noise is -1. The result does not depend on the number of threads.
// Time: near linear in the number of points for any eps and any extent; at worst it grows with min_samples too.
// Thread-safety: free functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"

namespace kindred::projection {

struct DbscanOptions {
  double eps = 0.5;
  int min_samples = 5;
  std::size_t num_threads = 0;  // 0: all usable CPUs
};

struct Clustering {
  std::vector<std::int32_t> labels;  // one a point: its cluster from 0, or -1 for noise
  std::vector<bool> core;
  std::int32_t clusters = 0;
};

// `xy` holds x and y of each point in turn. `invalid`, naming the parameter or the point, for eps or min_samples that are not
// positive and for coordinates that are not finite; `stopped` within 100 ms of a request.
Result<Clustering> dbscan(std::span<const float> xy, const DbscanOptions& options, const StopFlag& stop = StopFlag{});

}  // namespace kindred::projection
