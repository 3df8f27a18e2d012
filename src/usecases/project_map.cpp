// The work of the Jobs that make a map and place items on one. A restart begins again: the same seed gives the same map.
#include <cmath>

#include "base/json.h"
#include "maps/cells.h"
#include "projection/place.h"
#include "projection/umap.h"
#include "store/projections.h"
#include "usecases/cluster_points.h"
#include "usecases/map_source.h"
#include "usecases/projections.h"

namespace kindred::usecases {
namespace {

using projection::Position;
using projection::UmapStage;
using store::Connection;

// Progress counts thousandths of the whole. How they are shared out is about right for a large map.
constexpr std::int64_t kWhole = 1000;
struct Stage {
  std::string_view name;
  std::int64_t begin;
  std::int64_t end;
};
constexpr Stage kReading{"reading vectors", 0, 60};
constexpr Stage kNeighbors{"finding neighbours", 60, 480};
constexpr Stage kGraph{"building the graph", 480, 500};
constexpr Stage kStart{"finding a start", 500, 520};
constexpr Stage kLayout{"laying out", 520, 950};
constexpr Stage kPlacing{"placing", 60, 950};
constexpr Stage kClusters{"finding clusters", 950, 980};
constexpr Stage kWriting{"writing points", 980, kWhole};

void report(jobs::Context& job, const Stage& stage, double part) {
  const auto done = stage.begin + std::llround(part * static_cast<double>(stage.end - stage.begin));
  job.progress(done, kWhole, stage.name);
}

const Stage& stage_of(UmapStage stage) {
  switch (stage) {
    case UmapStage::neighbors: return kNeighbors;
    case UmapStage::graph: return kGraph;
    case UmapStage::start: return kStart;
    case UmapStage::layout:
    case UmapStage::done: return kLayout;
  }
  return kLayout;
}

Result<Projection> projection_of(Workspace& workspace, const jobs::Context& job) {
  const json::object payload = TRY(parse_json_object(job.job().payload_json, "the job's payload"));
  const auto id = TRY(ProjectionId::parse(TRY(required_string(payload, "projection"))));
  return workspace.database().read([&](Connection& c) { return store::find_projection(c, id); });
}

Result<MapParameters> parameters_of(const Projection& projection) {
  return read_map_parameters(TRY(parse_json_object(projection.parameters_json, "the map's parameters")));
}

Result<void> check_finite(const std::vector<Position>& positions) {
  for (const Position& at : positions) {
    if (std::isfinite(at.x) && std::isfinite(at.y)) continue;
    return invalid("The points flew apart: choose a lower repulsion_strength or negative_sample_rate, or a larger min_dist");
  }
  return {};
}

// Clusters the points, writes them to a file, and lets the row name it.
Result<Clustering> commit(Workspace& workspace, jobs::Context& job, const Projection& projection, maps::MapPoints& points,
                          const ClusterParameters& parameters, double recall) {
  report(job, kClusters, 0);
  const Clustered clustered = TRY(cluster_points(points, parameters, job.job().username, job.stop()));
  report(job, kWriting, 0);
  MapFiles::Pending file = TRY(workspace.map_files().write(points));
  const store::NewPoints made{file.id(),
                              static_cast<std::int64_t>(points.size()),
                              static_cast<std::int64_t>(points.items.size()),
                              recall,
                              clustered.suggested_eps,
                              clustered.clustering};
  TRY(workspace.database().write([&](Connection& c) { return store::replace_points(c, projection.id, projection.file, made); }));
  file.keep();
  if (projection.file) workspace.map_files().remove(*projection.file);
  report(job, kWriting, 1);
  return clustered.clustering;
}

std::string told(std::size_t items, const maps::MapPoints& points, const Clustering& clustering) {
  return std::to_string(items) + " items in " + std::to_string(points.size()) + " points and " + std::to_string(clustering.clusters) +
         " clusters";
}

Result<std::string> project(Workspace& workspace, jobs::Context& job, const Projection& projection) {
  if (projection.file) return std::string("The map was computed already");  // the process ended between that and the end of the job
  const MapParameters parameters = TRY(parameters_of(projection));
  TRY(check_same_model(workspace, projection));
  const VectorTable vectors = TRY(read_vectors(workspace, projection.scope, TRY(embedded_keys(workspace, projection.scope)), job.stop(),
                                               [&](double part) { report(job, kReading, part); }));
  if (vectors.keys.empty()) {
    maps::MapPoints nothing;
    TRY(commit(workspace, job, projection, nothing, parameters.clusters, 1));
    return std::string("The map is empty: nothing is embedded");
  }
  projection::Umap umap = TRY(projection::Umap::make(vectors.view(), parameters.umap));
  TRY(umap.run(job.stop(), projection::Umap::kAllEpochs, [&](UmapStage stage, double part) { report(job, stage_of(stage), part); }));
  const std::vector<Position> positions = umap.row_positions();
  TRY(check_finite(positions));
  maps::MapPoints points = maps::gather(maps::grid_over(positions), vectors.keys, positions);
  const Clustering clustering = TRY(commit(workspace, job, projection, points, parameters.clusters, umap.recall()));
  return told(vectors.keys.size(), points, clustering);
}

// The map's own items with their vectors and positions. Both tables are by key.
struct OnMap {
  VectorTable vectors;
  std::vector<Position> positions;
};

Result<OnMap> read_on_map(Workspace& workspace, jobs::Context& job, const Projection& projection, const MapView& view) {
  const std::vector<Position> positions = maps::item_positions(view.map());
  OnMap on_map;
  on_map.vectors =
      TRY(read_vectors(workspace, projection.scope, view.map().items, job.stop(), [&](double part) { report(job, kReading, part); }));
  // Items whose vector is gone, as while they are embedded again, are no neighbours.
  std::size_t next = 0;
  for (std::size_t i = 0; i < positions.size() && next < on_map.vectors.keys.size(); ++i) {
    if (view.map().items[i] != on_map.vectors.keys[next]) continue;
    on_map.positions.push_back(positions[i]);
    ++next;
  }
  return on_map;
}

Result<std::string> place(Workspace& workspace, jobs::Context& job, const Projection& projection) {
  TRY(check_same_model(workspace, projection));
  const MapParameters parameters = TRY(parameters_of(projection));
  const auto view = TRY(workspace.map_views().of(projection.id));
  const std::vector<Uuid> added = TRY(added_keys(workspace, projection.scope, *view));
  if (added.empty()) return std::string("Nothing was added since the map was computed");
  const auto clustering = TRY(workspace.database().read([&](Connection& c) { return store::clustering_of(c, projection.id); }));
  const OnMap on_map = TRY(read_on_map(workspace, job, projection, *view));
  const VectorTable fresh = TRY(read_vectors(workspace, projection.scope, added, job.stop(), [](double) {}));
  report(job, kPlacing, 0);
  const std::vector<Position> placed =
      TRY(projection::place(on_map.vectors.view(), on_map.positions, fresh.view(), parameters.umap, job.stop()));
  TRY(check_finite(placed));

  std::vector<Uuid> items = view->map().items;
  std::vector<Position> positions = maps::item_positions(view->map());
  items.insert(items.end(), fresh.keys.begin(), fresh.keys.end());
  positions.insert(positions.end(), placed.begin(), placed.end());
  maps::MapPoints points = maps::gather(view->map().grid, items, positions);
  ClusterParameters clusters = parameters.clusters;
  if (clustering) clusters = {clustering->eps, clustering->min_samples};
  Projection before = projection;
  before.file = view->file();
  const Clustering found = TRY(commit(workspace, job, before, points, clusters, projection.recall));
  return std::to_string(fresh.keys.size()) + " items placed: " + told(items.size(), points, found);
}

// A map that was deleted while its job waited or worked is no failure.
template <typename Work>
Result<std::string> run(Workspace& workspace, jobs::Context& job, Work work) {
  const Result<Projection> projection = projection_of(workspace, job);
  Result<std::string> done = projection ? work(workspace, job, *projection) : projection.error();
  if (done || done.error().kind != ErrorKind::not_found) return done;
  const Result<Projection> still = projection_of(workspace, job);
  if (!still && still.error().kind == ErrorKind::not_found) return std::string("The map was deleted meanwhile");
  return done;
}

}  // namespace

Result<std::string> run_project(Workspace& workspace, jobs::Context& job) { return run(workspace, job, project); }
Result<std::string> run_place(Workspace& workspace, jobs::Context& job) { return run(workspace, job, place); }

}  // namespace kindred::usecases
