// Visual search switched on and off, its state, counts and failed items: for the images of a Datalake, and for those of a
// version, which reuse the Datalake's vectors.
//
// INACTIVE → ACTIVATING → ACTIVE → DEACTIVATING → INACTIVE. While a job runs, activate and retry are a `conflict` whose detail is
// the job's id. Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <span>
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

// Items of one status with their reasons, by id.
Result<store::Page<store::EmbeddingItem>> list_embeddings(Workspace& workspace, DatalakeId datalake, EmbeddingStatus status,
                                                          const store::PageRequest& page);
Result<store::Page<store::EmbeddingItem>> list_embeddings(Workspace& workspace, DatasetVersionId version, EmbeddingStatus status,
                                                          const store::PageRequest& page);

// For new Data, within the write that inserts them: in an active Datalake they become PENDING, and a Job that embeds them is
// queued unless one is at work. True when the queue is to be woken after the commit.
Result<bool> embed_new_datas(store::Connection& connection, const Caller& caller, DatalakeId datalake, std::span<const DataId> datas);

// At start: what was DEACTIVATING when the process ended is brought to its end.
Result<void> finish_interrupted_deactivations(Workspace& workspace);

// Names of the work in the job queue.
inline constexpr std::string_view kEmbedDatalakeJob = "embed_datalake";
inline constexpr std::string_view kActivateVersionJob = "activate_version";

// The work of a kEmbedDatalakeJob: embeds what is PENDING until nothing is.
Result<std::string> embed_datalake(Workspace& workspace, jobs::Context& job);
Result<std::string> finish_version_activation(Workspace& workspace, jobs::Context& job);

}  // namespace kindred::usecases
