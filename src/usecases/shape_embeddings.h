// Visual search of a version's shapes, switched on and off: one embedding for each shape, over all Annotations of an Asset. It needs
// shapes, but not visual search of the version's images.
//
// INACTIVE → ACTIVATING → ACTIVE → DEACTIVATING → INACTIVE. While a job runs, activate and retry are a `conflict` whose detail is
// the job's id. Points and classifications become UNSUPPORTED; shapes whose box is empty or outside the picture ERROR, with the
// reason. Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/shape_embeddings.h"
#include "usecases/visual_search.h"

namespace kindred::usecases {

struct ShapeActivation {
  // Nothing: that of the version's Datalakes where their visual search is active with one model, else the default one.
  std::optional<std::string> model_key;
  CropSettings crops;
};
// Starts the Job that embeds every shape. `invalid` without shapes, for settings out of range, and when it is active already.
// An activation that was interrupted goes on only with the model and the settings that it began with.
Result<JobId> activate_shapes(Workspace& workspace, const Caller& caller, DatasetVersionId version, const ShapeActivation& wanted);
// Cancels a running job first, then deletes the vectors and statuses of this version's shapes.
Result<void> deactivate_shapes(Workspace& workspace, DatasetVersionId version);
// Runs all shapes of one status again (any, DONE too).
Result<JobId> retry_shapes(Workspace& workspace, const Caller& caller, DatasetVersionId version, EmbeddingStatus status);

Result<VisualSearchStatus> shape_search_of(Workspace& workspace, DatasetVersionId version);
// Shapes of one status with their reasons, in the order of creation.
Result<store::Page<store::ShapeEmbeddingItem>> list_shape_embeddings(Workspace& workspace, DatasetVersionId version, EmbeddingStatus status,
                                                                     const store::PageRequest& page);

// Within each write that makes or changes shapes: a Job that embeds what has become PENDING is queued unless one is at work, or nothing
// has. True when the queue is to be woken after the commit.
Result<bool> embed_changed_shapes(store::Connection& connection, const Caller& caller, DatasetVersionId version);

// At start: what was DEACTIVATING when the process ended is brought to its end.
Result<void> finish_interrupted_shape_deactivations(Workspace& workspace);

// The name of the work in the job queue, and the work: embeds what is PENDING until nothing is.
inline constexpr std::string_view kEmbedShapesJob = "embed_shapes";
Result<std::string> embed_shapes(Workspace& workspace, jobs::Context& job);

}  // namespace kindred::usecases
