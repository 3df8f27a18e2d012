// Rows of Jobs. What runs them, and when, is the jobs module's; here they are only written and found.
//
// Jobs are taken in the order in which they were inserted. Thread-safety: as the Connection. Errors: `not_found` names the id.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/job.h"
#include "store/database.h"

namespace kindred::store {

Result<void> insert_job(Connection& connection, const Job& job);
Result<Job> find_job(Connection& connection, JobId id);

struct JobQuery {
  std::optional<std::string> type;
  std::optional<std::string> target;
  std::optional<JobStatus> status;
  std::size_t limit = 100;      // at most kMaxPageSize
  std::optional<JobId> before;  // only jobs inserted before this one: the last of the page before
};
// Newest first.
Result<std::vector<Job>> list_jobs(Connection& connection, OrganizationId organization, const JobQuery& query);

// The oldest queued job, now `running` with `started_at` set (the first start is kept over restarts); nothing when none is queued.
Result<std::optional<Job>> take_next_job(Connection& connection);

// Sets the status (and `finished_at` when it is final) only when the job's status is one of `from`, so that two who change it at
// once can't both win. `conflict`, naming the status that the job has, otherwise. An empty message keeps the one that is there.
Result<Job> change_job_status(Connection& connection, JobId id, std::span<const JobStatus> from, JobStatus to, std::string_view message);

// Progress of a job that has not ended; nothing happens to one that has, or that isn't there.
Result<void> set_job_progress(Connection& connection, JobId id, std::int64_t done, std::int64_t total, std::string_view stage);
// What the work needs to go on after a restart.
Result<void> set_job_payload(Connection& connection, JobId id, std::string_view payload_json);

// At start: jobs found `running` were interrupted and are queued again, ahead of younger ones. Gives how many.
Result<std::int64_t> requeue_interrupted_jobs(Connection& connection);

}  // namespace kindred::store
