// Retry asked for on a DatasetVersion: its vectors are those of its Datalakes, so the items of its Datalakes are run again.
// Thread-safety: free function, any thread.
#pragma once

#include "model/embedding.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// The Job of the first Datalake; the others get one each. `conflict` as retry_embeddings (visual_search.h).
Result<JobId> retry_version_embeddings(Workspace& workspace, const Caller& caller, DatasetVersionId version, EmbeddingStatus status);

}  // namespace kindred::usecases
