// What can be said of a map at a glance: its clusters with their most typical items, and the items that stand out from their surroundings.
// Of the points as they are now, in the numbers of MapView. Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "projection/cluster_summary.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

struct DescribedCluster {
  projection::ClusterSummary summary;
  std::int64_t points = 0;
  std::vector<Uuid> typical;  // the first item of each of the summary's typical points
};
// By number; without clusters all of whose items are deleted.
Result<std::vector<DescribedCluster>> describe_clusters(Workspace& workspace, ProjectionId id);

struct Outlier {
  Uuid id;
  std::uint32_t point = 0;
  float score = 0;  // projection/outlier_score.h: 0 to 1
};
// The items with the highest scores, those first, at most `limit`; equal ones by point.
Result<std::vector<Outlier>> find_outliers(Workspace& workspace, ProjectionId id, std::size_t limit);

}  // namespace kindred::usecases
