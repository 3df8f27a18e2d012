#include "cli/run_jobs.h"

#include <cstdio>

#include "cli/progress_bar.h"

namespace kindred::cli {

Result<Job> wait_for_job(usecases::Workspace& workspace, JobId id, const std::string& what) {
  constexpr std::int64_t kRedrawMs = 200;
  ProgressBar bar(what);
  while (true) {
    const Job job = TRY(workspace.jobs().wait(id, kRedrawMs));
    bar.show(job.done, job.total);
    if (!is_final(job.status)) continue;
    if (job.status != JobStatus::succeeded) {
      return Error{ErrorKind::internal, "The job " + to_string(id) + " " + std::string(to_string(job.status)), job.message};
    }
    return job;
  }
}

Result<int> run_all_jobs(usecases::Workspace& workspace) {
  TRY(workspace.start_jobs());
  bool failed = false;
  for (const JobStatus status : {JobStatus::running, JobStatus::queued}) {
    jobs::JobFilter filter;
    filter.status = status;
    std::vector<Job> waiting = TRY(workspace.jobs().list(workspace.organization().id, filter));
    for (const Job& job : waiting) {
      const Result<Job> ended = wait_for_job(workspace, job.id, job.type);
      if (ended) continue;
      std::fprintf(stderr, "kindred: %s: %s\n", ended.error().message.c_str(), ended.error().detail.c_str());
      failed = true;
    }
  }
  return failed ? 1 : 0;
}

}  // namespace kindred::cli
