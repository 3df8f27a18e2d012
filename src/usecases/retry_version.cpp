#include "usecases/retry_version.h"

#include "store/assets.h"
#include "usecases/visual_search.h"

namespace kindred::usecases {

Result<JobId> retry_version_embeddings(Workspace& workspace, const Caller& caller, DatasetVersionId version, EmbeddingStatus status) {
  const std::vector<DatalakeId> datalakes =
      TRY(workspace.database().read([&](store::Connection& c) { return store::datalakes_of_version(c, version); }));
  std::optional<JobId> first;
  for (const DatalakeId datalake : datalakes) {
    const JobId job = TRY(retry_embeddings(workspace, caller, datalake, status));
    if (!first) first = job;
  }
  if (!first) return conflict("The dataset version has no assets: there is nothing to retry");
  return *first;
}

}  // namespace kindred::usecases
