// What the jobs that embed images and those that embed shapes have in common: one at a time for each visual search, and what becomes of
// a request while one is at work. Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jobs/queue.h"
#include "model/embedding.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// The job that is under way, if it has not ended.
Result<std::optional<JobId>> live_job(store::Connection& c, const VisualSearch& search);
// `conflict` whose detail is the job's id.
Result<void> refuse_while_busy(store::Connection& c, const VisualSearch& search);
// `unavailable` when it does not stop within a minute.
Result<void> cancel_and_wait(Workspace& workspace, JobId job);

jobs::NewJob new_embedding_job(const Caller& caller, std::string_view type, const std::string& target);

// A retry's payload names the status whose items are run again; it is taken out once they are PENDING, as after a restart those that are
// DONE again must not be reset again.
std::string retry_payload(EmbeddingStatus status);
Result<std::optional<EmbeddingStatus>> status_to_retry(const Job& job);
Result<void> forget_retry(Workspace& workspace, JobId job);

// "3 done, 1 with an error, 0 of an unsupported format": a job's last message.
std::string summary_of(const EmbeddingCounts& counts);

}  // namespace kindred::usecases
