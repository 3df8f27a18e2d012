#include "usecases/describe_map.h"

#include <algorithm>
#include <numeric>

#include "maps/cells.h"

namespace kindred::usecases {

namespace {

// The clusters that have points, rising. One all of whose items are deleted has none.
std::vector<std::int32_t> present_clusters(const maps::MapPoints& map) {
  std::vector<std::int32_t> present = map.cluster;
  std::sort(present.begin(), present.end());
  present.erase(std::unique(present.begin(), present.end()), present.end());
  if (!present.empty() && present.front() == maps::kNoise) present.erase(present.begin());
  return present;
}

}  // namespace

Result<std::vector<DescribedCluster>> describe_clusters(Workspace& workspace, ProjectionId id) {
  const auto view = TRY(workspace.map_views().of(id));
  const maps::MapPoints& map = view->map();
  const std::vector<std::int32_t> present = present_clusters(map);
  std::vector<DescribedCluster> clusters(present.size());
  std::vector<std::int32_t> places(map.size(), maps::kNoise);  // of each point's cluster among those present
  for (std::size_t point = 0; point < map.size(); ++point) {
    if (map.cluster[point] == maps::kNoise) continue;
    const auto place = std::lower_bound(present.begin(), present.end(), map.cluster[point]) - present.begin();
    places[point] = static_cast<std::int32_t>(place);
    ++clusters[static_cast<std::size_t>(place)].points;
  }
  projection::SummaryOptions options;
  options.counts = map.multiplicity;
  auto summaries = TRY(projection::summarize_clusters(maps::coordinates(map), places, options));
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    clusters[i].summary = std::move(summaries[i]);
    clusters[i].summary.label = present[i];
    for (const std::uint32_t point : clusters[i].summary.typical)
      clusters[i].typical.push_back(view->item_id(view->first_item(point)));
  }
  return clusters;
}

Result<std::vector<Outlier>> find_outliers(Workspace& workspace, ProjectionId id, std::size_t limit) {
  const auto view = TRY(workspace.map_views().of(id));
  const auto scores = TRY(view->outlier_scores());
  std::vector<std::uint32_t> points(view->points());
  std::iota(points.begin(), points.end(), 0U);
  // A point has at least one item, so that more points than items are never needed.
  const auto end = points.begin() + static_cast<std::ptrdiff_t>(std::min(limit, points.size()));
  const auto before = [&](std::uint32_t a, std::uint32_t b) { return (*scores)[a] != (*scores)[b] ? (*scores)[a] > (*scores)[b] : a < b; };
  std::partial_sort(points.begin(), end, points.end(), before);
  std::vector<Outlier> outliers;
  for (auto point = points.begin(); point != end; ++point) {
    for (std::size_t item = view->first_item(*point); item < view->end_item(*point) && outliers.size() < limit; ++item)
      outliers.push_back({view->item_id(item), *point, (*scores)[*point]});
  }
  return outliers;
}

}  // namespace kindred::usecases
