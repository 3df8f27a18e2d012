// Work on what a bulk job has chosen, for work that is more than one transaction a chunk: a chunk that is begun again after a crash must
// find what is left of it. Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "store/bulk.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// How many items were changed.
using WorkOnRows = std::function<Result<std::int64_t>(store::BulkRows)>;

// Chunk by chunk from where the job is; the sum of what `work` gives. Ends between chunks when the job is to stop.
Result<std::int64_t> work_in_chunks(Workspace& workspace, jobs::Context& job, std::string_view stage, const WorkOnRows& work);

}  // namespace kindred::usecases
