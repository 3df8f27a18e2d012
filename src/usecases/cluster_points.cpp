#include "usecases/cluster_points.h"

#include <algorithm>

#include "maps/cells.h"
#include "projection/dbscan.h"
#include "projection/epsilon.h"

namespace kindred::usecases {

Result<Clustered> cluster_points(maps::MapPoints& points, const ClusterParameters& parameters, const std::string& username,
                                 const StopFlag& stop) {
  const std::vector<float> xy = maps::coordinates(points);
  const auto suggested = TRY(projection::suggest_eps(xy, parameters.min_samples, 0, stop));
  TRY(stop.check());
  const double eps = parameters.eps.value_or(suggested.eps);
  projection::Clustering found = TRY(projection::dbscan(xy, {.eps = eps, .min_samples = parameters.min_samples}));
  points.cluster = std::move(found.labels);
  points.clusters = found.clusters;
  const auto noise = std::count(points.cluster.begin(), points.cluster.end(), maps::kNoise);
  return Clustered{{ClusteringId::make(), eps, parameters.min_samples, found.clusters, noise, username, now()}, suggested.eps};
}

}  // namespace kindred::usecases
