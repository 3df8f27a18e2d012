// DBSCAN over a map's points, each counted once however many items it stands for. Thread-safety: free function.
#pragma once

#include "base/stop_flag.h"
#include "maps/map_points.h"
#include "model/projection.h"
#include "usecases/caller.h"
#include "usecases/map_parameters.h"

namespace kindred::usecases {

struct Clustered {
  Clustering clustering;
  double suggested_eps = 0;
};

// Sets the clusters of `points`; without an eps, by the one that their k-distance curve suggests.
Result<Clustered> cluster_points(maps::MapPoints& points, const ClusterParameters& parameters, const std::string& username,
                                 const StopFlag& stop);

}  // namespace kindred::usecases
