// How a map is to be made: the parameters of UMAP and of the first DBSCAN over its points, and their JSON form, which is that of the API.
// Thread-safety: values; pure functions.
#pragma once

#include <optional>

#include "base/json.h"
#include "base/result.h"
#include "projection/umap.h"

namespace kindred::usecases {

struct ClusterParameters {
  std::optional<double> eps;  // none: the suggested one (projection/epsilon.h)
  int min_samples = 5;
};

struct MapParameters {
  projection::UmapOptions umap;
  ClusterParameters clusters;
};

// From {umap?: {n_neighbors, min_dist, …}, dbscan?: {eps, min_samples}}; what is not said is as by default. `invalid` names the field as
// "umap.n_neighbors", also one that is not known, and says what would be right.
Result<MapParameters> read_map_parameters(const json::object& body);
// From {eps, min_samples}.
Result<ClusterParameters> read_cluster_parameters(const json::object& body, std::string_view prefix = "");

// {umap: {…}, dbscan: {…}} with every parameter: read_map_parameters() gives the same back.
json::object to_json(const MapParameters& parameters);

}  // namespace kindred::usecases
