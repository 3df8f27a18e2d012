// Jobs that run within a command, with a progress bar.
#pragma once

#include "usecases/workspace.h"

namespace kindred::cli {

// Waits for one job; an Error with its message when it failed or was cancelled.
Result<Job> wait_for_job(usecases::Workspace& workspace, JobId id, const std::string& what);
// Runs whatever is queued until nothing is. The exit code: 1 when a job failed.
Result<int> run_all_jobs(usecases::Workspace& workspace);

}  // namespace kindred::cli
