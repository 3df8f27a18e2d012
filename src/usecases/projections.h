// Maps of a Datalake's images or of a version's images or shapes: made, listed, renamed, deleted, clustered again, brought up to date.
//
// A Projection is COMPUTING from the moment it is asked for until its Job has ended: then it is READY, or FAILED with the Job's reason.
// While a Job works on one, whatever would change its points is a `conflict` whose detail is the Job's id.
// Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "usecases/browse.h"
#include "usecases/map_parameters.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

struct NewProjection {
  MapScope scope;
  std::string name;  // empty: "Map"
  MapParameters parameters;
};
struct ProjectionStarted {
  Projection projection;
  JobId job;
};
// `invalid` when the scope's embeddings are not active.
Result<ProjectionStarted> create_projection(Workspace& workspace, const Caller& caller, const NewProjection& wanted);

enum class ProjectionState { computing, ready, failed };
std::string_view to_string(ProjectionState state);  // "COMPUTING" …

struct ProjectionStatus {
  Projection projection;
  ProjectionState state = ProjectionState::computing;
  std::string message;                   // why it failed
  std::optional<JobId> job;              // at work on it now
  std::optional<Clustering> clustering;  // of the points there are
};
// Newest first.
Result<Listing<ProjectionStatus>> list_projections(Workspace& workspace, const MapScope& scope, const PageRequest& page);
// `not_found` when there is none, or it is of another Datalake or version.
Result<ProjectionStatus> projection_in(Workspace& workspace, const std::variant<DatalakeId, DatasetVersionId>& owner, ProjectionId id);

// What happened to the scope's items since the points were written; of a READY one.
struct ItemsSince {
  std::int64_t added = 0;    // embedded, but not on the map
  std::int64_t removed = 0;  // on the map, but deleted, or no longer in the version
};
Result<ItemsSince> items_since(Workspace& workspace, const Projection& projection);

Result<Projection> rename_projection(Workspace& workspace, ProjectionId id, std::string_view name);
// Cancels the Job that works on it.
Result<void> delete_projection(Workspace& workspace, ProjectionId id);

// DBSCAN over the points as they are; items that are gone leave them for good.
Result<Clustering> cluster_again(Workspace& workspace, const Caller& caller, ProjectionId id, const ClusterParameters& parameters);

// Starts the Job that places what was added since on the map, whose points stay where they are, and clusters them with the same parameters.
// `invalid` when the scope's embeddings are not active, `conflict` when they are of another model now.
Result<JobId> place_on_projection(Workspace& workspace, const Caller& caller, ProjectionId id);

// Names of the work in the job queue, and the work.
inline constexpr std::string_view kProjectJob = "project";
inline constexpr std::string_view kPlaceJob = "place_on_map";
Result<std::string> run_project(Workspace& workspace, jobs::Context& job);
Result<std::string> run_place(Workspace& workspace, jobs::Context& job);

// Deletes the files of maps that are no more, also those that went with their version.
Result<void> sweep_map_files(Workspace& workspace);

}  // namespace kindred::usecases
