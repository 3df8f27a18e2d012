#include "usecases/embedding_jobs.h"

#include "base/json.h"
#include "store/jobs.h"

namespace kindred::usecases {

using store::Connection;

Result<std::optional<JobId>> live_job(Connection& c, const VisualSearch& search) {
  if (!search.job_id) return std::optional<JobId>{};
  const Result<Job> job = store::find_job(c, *search.job_id);
  if (!job && job.error().kind != ErrorKind::not_found) return job.error();
  if (!job || is_final(job->status)) return std::optional<JobId>{};
  return search.job_id;
}

Result<void> refuse_while_busy(Connection& c, const VisualSearch& search) {
  if (const auto job = TRY(live_job(c, search))) {
    return conflict("A job is at work on this visual search: wait for it, or cancel it", to_string(*job));
  }
  if (search.state == VisualSearchState::deactivating) return conflict("This visual search is being deactivated: try again in a moment");
  return {};
}

Result<void> cancel_and_wait(Workspace& workspace, JobId id) {
  constexpr std::int64_t kPatienceMs = 60'000;
  const Result<Job> cancelled = workspace.jobs().cancel(id);
  if (!cancelled && cancelled.error().kind != ErrorKind::conflict) return cancelled.error();  // conflict: it has just ended
  const Job job = TRY(workspace.jobs().wait(id, kPatienceMs));
  if (!is_final(job.status)) return unavailable("The embedding job did not stop within a minute: try again");
  return {};
}

jobs::NewJob new_embedding_job(const Caller& caller, std::string_view type, const std::string& target) {
  return {caller.organization_id, std::string(type), target, "{}", caller.username};
}

std::string retry_payload(EmbeddingStatus status) { return R"({"retry":")" + std::string(to_string(status)) + R"("})"; }

Result<std::optional<EmbeddingStatus>> status_to_retry(const Job& job) {
  const json::object payload = TRY(parse_json_object(job.payload_json, "the job's payload"));
  const auto retry = TRY(optional_string(payload, "retry"));
  if (!retry) return std::optional<EmbeddingStatus>{};
  const auto status = parse_embedding_status(*retry);
  if (!status) return internal_error("The job's payload names no status: " + *retry);
  return status;
}

Result<void> forget_retry(Workspace& workspace, JobId job) {
  return workspace.database().write([&](Connection& c) { return store::set_job_payload(c, job, "{}"); });
}

std::string summary_of(const EmbeddingCounts& counts) {
  return std::to_string(counts.done) + " done, " + std::to_string(counts.error) + " with an error, " + std::to_string(counts.unsupported) +
         " of an unsupported format";
}

}  // namespace kindred::usecases
