// Jobs: looked at in both of the SDK's versions, listed, cancelled, paused, resumed; and told as they change.
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/routes/handlers.h"
#include "usecases/own.h"

namespace kindred::api {
namespace {

constexpr std::int64_t kMaxJobs = 1000;

Result<Job> job_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<JobId>(request, "job"));
  return usecases::own_job(context.workspace, context.caller, id);
}

Result<void> check_organization(Context& context, const Request& request) {
  const auto id = TRY(id_of<OrganizationId>(request, "organization"));
  TRY(usecases::own_organization(context.workspace, context.caller, id));
  return {};
}

// The status as the wire's version 2 word or as the program's own.
std::optional<JobStatus> parse_status(std::string_view text) {
  for (const JobStatus status :
       {JobStatus::queued, JobStatus::running, JobStatus::paused, JobStatus::succeeded, JobStatus::failed, JobStatus::cancelled}) {
    if (text == to_wire_v2(status) || text == to_string(status)) return status;
  }
  return std::nullopt;
}

}  // namespace

Result<Response> get_job_v1(Context& context, const Request& request) { return json_response(to_json_v1(TRY(job_of(context, request)))); }
Result<Response> get_job(Context& context, const Request& request) { return json_response(to_json_v2(TRY(job_of(context, request)))); }

Result<Response> find_job(Context& context, const Request& request) {
  TRY(check_organization(context, request));
  const std::string text = TRY(required(request.query, "id"));
  const auto id = TRY(JobId::parse(text));
  return json_response(to_json_v2(TRY(usecases::own_job(context.workspace, context.caller, id))));
}

// Newest first; ?type, ?status and ?target narrow. The cursor is the last job of the page before.
Result<Response> list_jobs(Context& context, const Request& request) {
  TRY(check_organization(context, request));
  jobs::JobFilter filter;
  filter.type = request.query.one("type");
  filter.target = request.query.one("target");
  if (const auto status = request.query.one("status")) filter.status = TRY(word(*status, "status", parse_status));
  const auto limit = static_cast<std::size_t>(TRY(whole_number(request.query, "limit", 100, 1, kMaxJobs)));
  filter.limit = limit;
  if (const auto cursor = request.query.one("cursor")) filter.before = TRY(JobId::parse(*cursor));
  const std::vector<Job> jobs = TRY(context.workspace.jobs().list(context.caller.organization_id, filter));
  json::array items;
  for (const Job& job : jobs)
    items.push_back(to_json_v2(job));
  json::value next = nullptr;
  if (jobs.size() == limit) next = to_string(jobs.back().id);
  return json_response({{"items", std::move(items)}, {"count", jobs.size()}, {"next_cursor", std::move(next)}});
}

Result<Response> cancel_job(Context& context, const Request& request) {
  const Job job = TRY(job_of(context, request));
  return json_response(to_json_v2(TRY(context.workspace.jobs().cancel(job.id))));
}

Result<Response> pause_job(Context& context, const Request& request) {
  const Job job = TRY(job_of(context, request));
  return json_response(to_json_v2(TRY(context.workspace.jobs().pause(job.id))));
}

Result<Response> resume_job(Context& context, const Request& request) {
  const Job job = TRY(job_of(context, request));
  return json_response(to_json_v2(TRY(context.workspace.jobs().resume(job.id))));
}

// Server-sent events: "job" with the job's version 2 form, at each of its changes.
Result<Response> open_events(Context& context, const Request&) {
  Response response;
  response.headers.add("Content-Type", "text/event-stream");
  response.events = context.events.open(context.caller.organization_id);
  return response;
}

}  // namespace kindred::api
