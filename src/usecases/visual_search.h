// Visual search switched on and off, its state, counts and failed items: for the images of a Datalake, and for those of a
// version, which reuse the Datalake's vectors.
//
// INACTIVE → ACTIVATING → ACTIVE → DEACTIVATING → INACTIVE. While a job runs, activate and retry are a `conflict` whose detail is
// the job's id. Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/embeddings.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// Chooses the model (the default one when none is named) and starts the Job that embeds every image.
Result<JobId> activate_datalake(Workspace& workspace, const Caller& caller, DatalakeId datalake, std::optional<std::string> model_key);
// Cancels a running job first, then deletes the Datalake's vectors and statuses. Its versions become INACTIVE.
Result<void> deactivate_datalake(Workspace& workspace, const Caller& caller, DatalakeId datalake);

// `invalid`, naming them, unless every Datalake that the version's Data come from is ACTIVE with one model.
Result<JobId> activate_version(Workspace& workspace, const Caller& caller, DatasetVersionId version);
Result<void> deactivate_version(Workspace& workspace, const Caller& caller, DatasetVersionId version);

struct VisualSearchStatus {
  VisualSearch search;
  EmbeddingCounts counts;
};
Result<VisualSearchStatus> visual_search_of(Workspace& workspace, DatalakeId datalake);
Result<VisualSearchStatus> visual_search_of(Workspace& workspace, DatasetVersionId version);

// Runs all items of one status again (any, DONE too).
Result<JobId> retry_embeddings(Workspace& workspace, const Caller& caller, DatalakeId datalake, EmbeddingStatus status);

// Names of the work in the job queue.
inline constexpr std::string_view kEmbedDatalakeJob = "embed_datalake";
inline constexpr std::string_view kActivateVersionJob = "activate_version";

// The work of a kEmbedDatalakeJob: embeds what is PENDING until nothing is.
Result<std::string> embed_datalake(Workspace& workspace, jobs::Context& job);
Result<std::string> finish_version_activation(Workspace& workspace, jobs::Context& job);

}  // namespace kindred::usecases
