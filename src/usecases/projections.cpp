#include "usecases/projections.h"

#include <algorithm>

#include "maps/cells.h"
#include "store/jobs.h"
#include "store/projections.h"
#include "usecases/cluster_points.h"
#include "usecases/map_source.h"
#include "usecases/names.h"

namespace kindred::usecases {
namespace {

using store::Connection;

std::string uuid_text(const MapScope& scope) {
  return std::visit([](const auto& id) { return to_string(id); }, scope.of);
}

Result<std::optional<Job>> job_of(Connection& c, const Projection& projection) {
  if (!projection.job_id) return std::optional<Job>{};
  Result<Job> job = store::find_job(c, *projection.job_id);
  if (job) return std::optional(*std::move(job));
  if (job.error().kind == ErrorKind::not_found) return std::optional<Job>{};
  return job.error();
}

Result<ProjectionStatus> status_of(Connection& c, Projection projection) {
  ProjectionStatus status;
  const std::optional<Job> job = TRY(job_of(c, projection));
  const bool live = job && !is_final(job->status);
  if (live) status.job = job->id;
  status.clustering = TRY(store::clustering_of(c, projection.id));
  status.state = projection.file ? ProjectionState::ready : live ? ProjectionState::computing : ProjectionState::failed;
  if (status.state == ProjectionState::failed) {
    status.message = !job ? "Its job is not known any more" : job->status == JobStatus::cancelled ? "It was cancelled" : job->message;
  }
  status.projection = std::move(projection);
  return status;
}

Result<void> refuse_while_busy(const ProjectionStatus& status) {
  if (!status.job) return {};
  return conflict("A job is at work on this map: wait for it, or cancel it", to_string(*status.job));
}

Result<JobId> queue_work(Connection& c, const Caller& caller, std::string_view type, const Projection& projection) {
  const json::object payload{{"projection", to_string(projection.id)}};
  return jobs::Queue::insert(
      c, {caller.organization_id, std::string(type), uuid_text(projection.scope), json::serialize(payload), caller.username});
}

}  // namespace

std::string_view to_string(ProjectionState state) {
  switch (state) {
    case ProjectionState::computing: return "COMPUTING";
    case ProjectionState::ready: return "READY";
    case ProjectionState::failed: return "FAILED";
  }
  return "";
}

Result<ProjectionStarted> create_projection(Workspace& workspace, const Caller& caller, const NewProjection& wanted) {
  Projection projection;
  projection.id = ProjectionId::make();
  projection.scope = wanted.scope;
  projection.name = wanted.name.empty() ? "Map" : wanted.name;
  TRY(check_name("map", projection.name));
  projection.parameters_json = json::serialize(to_json(wanted.parameters));
  projection.model_key = TRY(embeddings_of(workspace, wanted.scope)).model_key;
  projection.username = caller.username;
  projection.created_at = now();
  ProjectionStarted started = TRY(workspace.database().write([&](Connection& c) -> Result<ProjectionStarted> {
    projection.job_id = TRY(queue_work(c, caller, kProjectJob, projection));
    TRY(store::insert_projection(c, projection));
    return ProjectionStarted{projection, *projection.job_id};
  }));
  workspace.jobs().wake();
  return started;
}

Result<Listing<ProjectionStatus>> list_projections(Workspace& workspace, const MapScope& scope, const PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<Listing<ProjectionStatus>> {
    Listing<ProjectionStatus> listing;
    auto rows = TRY(store::list_projections(c, scope, page));
    for (Projection& projection : rows.items)
      listing.page.items.push_back(TRY(status_of(c, std::move(projection))));
    listing.page.next_cursor = std::move(rows.next_cursor);
    listing.count = TRY(store::count_projections(c, scope));
    return listing;
  });
}

Result<ProjectionStatus> projection_in(Workspace& workspace, const std::variant<DatalakeId, DatasetVersionId>& owner, ProjectionId id) {
  return workspace.database().read([&](Connection& c) -> Result<ProjectionStatus> {
    Projection projection = TRY(store::find_projection(c, id));
    if (projection.scope.of != owner) return not_found("There is no projection " + to_string(id));
    return status_of(c, std::move(projection));
  });
}

Result<ItemsSince> items_since(Workspace& workspace, const Projection& projection) {
  const auto view = TRY(workspace.map_views().of(projection.id));
  ItemsSince since;
  since.removed = static_cast<std::int64_t>(view->removed());
  const EmbeddingCounts counts = TRY(embedding_counts_of(workspace, projection.scope));
  const auto known = view->added_at(counts);
  since.added = known ? *known : static_cast<std::int64_t>(TRY(added_keys(workspace, projection.scope, *view)).size());
  view->remember_added(counts, since.added);
  return since;
}

Result<Projection> rename_projection(Workspace& workspace, ProjectionId id, std::string_view name) {
  TRY(check_name("map", name));
  return workspace.database().write([&](Connection& c) -> Result<Projection> {
    TRY(store::rename_projection(c, id, name));
    return store::find_projection(c, id);
  });
}

Result<void> delete_projection(Workspace& workspace, ProjectionId id) {
  struct Deleted {
    std::optional<Uuid> file;
    std::optional<JobId> job;
  };
  const auto deleted = TRY(workspace.database().write([&](Connection& c) -> Result<Deleted> {
    const ProjectionStatus status = TRY(status_of(c, TRY(store::find_projection(c, id))));
    TRY(store::delete_projection(c, id));
    return Deleted{status.projection.file, status.job};
  }));
  if (deleted.file) workspace.map_files().remove(*deleted.file);
  if (!deleted.job) return {};
  const Result<Job> cancelled = workspace.jobs().cancel(*deleted.job);
  if (!cancelled && cancelled.error().kind != ErrorKind::conflict) return cancelled.error();  // conflict: it has just ended
  return {};
}

Result<Clustering> cluster_again(Workspace& workspace, const Caller& caller, ProjectionId id, const ClusterParameters& parameters) {
  const auto idle = [&](Connection& c) -> Result<Projection> {
    ProjectionStatus status = TRY(status_of(c, TRY(store::find_projection(c, id))));
    TRY(refuse_while_busy(status));
    return std::move(status.projection);
  };
  const Projection projection = TRY(workspace.database().read(idle));
  const auto view = TRY(workspace.map_views().of(id));
  maps::MapPoints points = view->map();
  const Clustered clustered = TRY(cluster_points(points, parameters, caller.username, StopFlag{}));
  MapFiles::Pending file = TRY(workspace.map_files().write(points));
  const store::NewPoints replacement{file.id(),
                                     static_cast<std::int64_t>(points.size()),
                                     static_cast<std::int64_t>(points.items.size()),
                                     projection.recall,
                                     clustered.suggested_eps,
                                     clustered.clustering};
  TRY(workspace.database().write([&](Connection& c) -> Result<void> {
    TRY(idle(c));
    return store::replace_points(c, id, view->file(), replacement);
  }));
  file.keep();
  workspace.map_files().remove(view->file());
  return clustered.clustering;
}

Result<JobId> place_on_projection(Workspace& workspace, const Caller& caller, ProjectionId id) {
  const Projection projection = TRY(workspace.database().read([&](Connection& c) { return store::find_projection(c, id); }));
  TRY(check_same_model(workspace, projection));
  const JobId job = TRY(workspace.database().write([&](Connection& c) -> Result<JobId> {
    const ProjectionStatus status = TRY(status_of(c, TRY(store::find_projection(c, id))));
    TRY(refuse_while_busy(status));
    if (status.state != ProjectionState::ready) return conflict("The points of this map are not computed: nothing can be placed on it");
    const JobId made = TRY(queue_work(c, caller, kPlaceJob, status.projection));
    TRY(store::set_projection_job(c, id, made));
    return made;
  }));
  workspace.jobs().wake();
  return job;
}

Result<void> sweep_map_files(Workspace& workspace) {
  return workspace.map_files().sweep([&] { return workspace.database().read(store::projection_files); });
}

}  // namespace kindred::usecases
