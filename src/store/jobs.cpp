#include "store/jobs.h"

#include <algorithm>
#include <string>

#include "store/page.h"
#include "store/rows.h"

namespace kindred::store {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, organization_id, type, target, payload, username, status, done, total, stage, message, created_at, started_at, "
    "finished_at FROM job ";

Result<Job> read_job(const Statement& row) {
  Job job;
  job.id = {row.column_uuid(0)};
  job.organization_id = {row.column_uuid(1)};
  job.type = row.column_text(2);
  job.target = row.column_text(3);
  job.payload_json = row.column_text(4);
  job.username = row.column_text(5);
  job.status = TRY(stored_word(row, 6, parse_job_status));
  job.done = row.column_int(7);
  job.total = row.column_int(8);
  job.stage = row.column_text(9);
  job.message = row.column_text(10);
  job.created_at = {row.column_int(11)};
  job.started_at = optional_time(row, 12);
  job.finished_at = optional_time(row, 13);
  return job;
}

std::string select(std::string_view rest) { return std::string(kSelect).append(rest); }
std::string no_job(JobId id) { return "There is no job " + to_string(id); }

}  // namespace

Result<void> insert_job(Connection& connection, const Job& job) {
  TRY(execute(connection,
              "INSERT INTO job(id, organization_id, type, target, payload, username, status, done, total, stage, message, created_at, "
              "started_at, finished_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              job.id, job.organization_id, job.type, job.target, job.payload_json, job.username, to_string(job.status), job.done, job.total,
              job.stage, job.message, job.created_at, job.started_at, job.finished_at));
  return {};
}

Result<Job> find_job(Connection& connection, JobId id) {
  return require_row(query(connection, select("WHERE id = ?"), id), read_job, no_job(id));
}

Result<std::vector<Job>> list_jobs(Connection& connection, OrganizationId organization, const JobQuery& wanted) {
  // NULL parts of the query don't narrow.
  constexpr std::string_view kWhere =
      "WHERE organization_id = ?1 AND (?2 IS NULL OR type = ?2) AND (?3 IS NULL OR status = ?3) "
      "AND (?4 IS NULL OR seq < (SELECT seq FROM job WHERE id = ?4)) ";
  const std::string_view target = wanted.target ? "AND target = ?6 " : "AND ?6 IS NULL ";
  std::optional<std::string_view> status;
  if (wanted.status) status = to_string(*wanted.status);
  const std::string sql = select(std::string(kWhere).append(target).append("ORDER BY seq DESC LIMIT ?5"));
  return read_rows(
      query(connection, sql, organization, wanted.type, status, wanted.before, std::min(wanted.limit, kMaxPageSize), wanted.target),
      read_job);
}

Result<std::optional<Job>> take_next_job(Connection& connection) {
  auto next = TRY(read_row(query(connection, select("WHERE status = 'queued' ORDER BY seq LIMIT 1")), read_job));
  if (!next) return next;
  next->status = JobStatus::running;
  if (!next->started_at) next->started_at = now();
  TRY(execute(connection, "UPDATE job SET status = ?, started_at = ? WHERE id = ?", to_string(next->status), next->started_at, next->id));
  return next;
}

Result<Job> change_job_status(Connection& connection, JobId id, std::span<const JobStatus> from, JobStatus to, std::string_view message) {
  Job job = TRY(find_job(connection, id));
  if (std::ranges::find(from, job.status) == from.end()) {
    return conflict("The job " + to_string(id) + " is " + std::string(to_string(job.status)));
  }
  job.status = to;
  if (!message.empty()) job.message = message;
  if (is_final(to)) job.finished_at = now();
  TRY(execute(connection, "UPDATE job SET status = ?, message = ?, finished_at = ? WHERE id = ?", to_string(job.status), job.message,
              job.finished_at, id));
  return job;
}

Result<void> set_job_progress(Connection& connection, JobId id, std::int64_t done, std::int64_t total, std::string_view stage) {
  TRY(execute(connection,
              "UPDATE job SET done = ?, total = ?, stage = ? WHERE id = ? AND status NOT IN ('succeeded', 'failed', 'cancelled')", done,
              total, stage, id));
  return {};
}

Result<void> set_job_payload(Connection& connection, JobId id, std::string_view payload_json) {
  if (TRY(execute(connection, "UPDATE job SET payload = ? WHERE id = ?", payload_json, id)) == 0) return not_found(no_job(id));
  return {};
}

Result<std::int64_t> requeue_interrupted_jobs(Connection& connection) {
  return execute(connection, "UPDATE job SET status = 'queued' WHERE status = 'running'");
}

}  // namespace kindred::store
