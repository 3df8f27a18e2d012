// Actions on all that a filter finds: each answers with the job that does it.
#include "usecases/bulk.h"
#include "api/context.h"
#include "api/fields.h"
#include "api/filter_json.h"
#include "api/json.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "usecases/own.h"

namespace kindred::api {
namespace {

using usecases::BulkStarted;

Response started_json(const BulkStarted& started) {
  json::object body{{"job_id", to_string(started.job)}, {"count", started.count}};
  if (started.version) body["version"] = to_json(*started.version);
  return json_response(body, 202);
}

Result<usecases::Filter> filter_in(const json::object& body) {
  const json::value* filter = body.if_contains("filter");
  // Everything is a filter too, but it has to be said.
  if (filter == nullptr || !filter->is_object()) return invalid("The field 'filter' must be an object: {} for everything");
  return parse_filter(filter->as_object());
}

Result<std::optional<BulkStarted>> act_on_any(Context& context, const json::object& body, std::string_view action,
                                              usecases::BulkScope scope) {
  usecases::Workspace& workspace = context.workspace;
  const usecases::Filter filter = TRY(filter_in(body));
  if (action == "add_tag") {
    const std::string tag = TRY(required_string(body, "tag"));
    return std::optional(TRY(usecases::tag_filtered(workspace, context.caller, scope, filter, tag)));
  }
  if (action == "remove_tag") {
    const std::string tag = TRY(required_string(body, "tag"));
    return std::optional(TRY(usecases::untag_filtered(workspace, context.caller, scope, filter, tag)));
  }
  if (action == "remove") return std::optional(TRY(usecases::remove_filtered(workspace, context.caller, scope, filter)));
  return std::optional<BulkStarted>();
}

Error no_action(std::string_view action, std::string_view actions) {
  return invalid("There is no action '" + std::string(action) + "': choose among " + std::string(actions));
}

Result<usecases::BulkCopy> copy_in(const json::object& body) {
  return usecases::BulkCopy{
      .with_labels = TRY(truth(body, "with_labels", false)),
      .options = {.with_tags = TRY(truth(body, "with_tags", false)), .with_annotations = TRY(truth(body, "with_annotations", false))}};
}

}  // namespace

Result<Response> act_on_datas(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string action = TRY(required_string(body, "action"));
  const auto started = TRY(act_on_any(context, body, action, datalake));
  if (!started) return no_action(action, "add_tag, remove_tag and remove");
  return started_json(*started);
}

Result<Response> act_on_assets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string action = TRY(required_string(body, "action"));
  if (const auto started = TRY(act_on_any(context, body, action, version))) return started_json(*started);
  const usecases::Filter filter = TRY(filter_in(body));
  const usecases::BulkCopy what = TRY(copy_in(body));
  if (action == "fork") {
    usecases::NewVersion made;
    made.name = TRY(required_string(body, "version"));
    made.description = TRY(optional_string(body, "description")).value_or("");
    return started_json(TRY(usecases::fork_filtered(context.workspace, context.caller, version, filter, made, what)));
  }
  if (action == "add_to_version") {
    const auto to = TRY(DatasetVersionId::parse(TRY(required_string(body, "version_id"))));
    TRY(check_editable(context, to));
    return started_json(TRY(usecases::copy_filtered(context.workspace, context.caller, version, filter, to, what)));
  }
  return no_action(action, "add_tag, remove_tag, remove, fork and add_to_version");
}

Result<Response> undo_job(Context& context, const Request& request) {
  const auto id = TRY(id_of<JobId>(request, "job"));
  const Job job = TRY(usecases::own_job(context.workspace, context.caller, id));
  return started_json(TRY(usecases::undo_bulk(context.workspace, context.caller, job.id)));
}

}  // namespace kindred::api
