// DatasetVersions: made, forked, changed.
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/listing.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "usecases/browse.h"
#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/own.h"

namespace kindred::api {
namespace {

Result<Dataset> dataset_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<DatasetId>(request, "dataset"));
  return usecases::own_dataset(context.workspace, context.caller, id);
}

Result<DatasetVersion> found_version(Context& context, const Request& request) {
  const auto id = TRY(id_of<DatasetVersionId>(request, "version"));
  return usecases::own_version(context.workspace, context.caller, id);
}

Result<Response> full_version(Context& context, const DatasetVersion& version, int status = 200) {
  json::object object = to_json(version);
  object["tags"] = to_json(TRY(usecases::tags_of(context.workspace, TagTarget::dataset_version, version.id.uuid)));
  object["asset_count"] = TRY(usecases::asset_count(context.workspace, version.id));
  return json_response(object, status);
}

Result<usecases::NewVersion> new_version(const json::object& body) {
  usecases::NewVersion version;
  version.name = TRY(required_string(body, "version"));
  version.description = TRY(optional_string(body, "description")).value_or("");
  const std::string type = TRY(optional_string(body, "type")).value_or("NOT_CONFIGURED");
  version.type = TRY(word(type, "type", parse_inference_type));
  return version;
}

Result<store::CopyOptions> copy_options(const json::object& body) {
  return store::CopyOptions{.with_tags = TRY(truth(body, "with_tags", false)),
                            .with_annotations = TRY(truth(body, "with_annotations", false))};
}

Result<json::object> job_json(Context& context, JobId id) {
  return to_json_v1(TRY(usecases::own_job(context.workspace, context.caller, id)));
}

}  // namespace

Result<Response> create_version(Context& context, const Request& request) {
  const Dataset dataset = TRY(dataset_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const usecases::NewVersion version = TRY(new_version(body));
  return full_version(context, TRY(usecases::create_version(context.workspace, context.caller, dataset.id, version)), 201);
}

Result<Response> list_versions(Context& context, const Request& request) {
  const Dataset dataset = TRY(dataset_of(context, request));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::list_versions(context.workspace, dataset.id, page));
  return json_response(listing_json(listing, [](const DatasetVersion& version) { return to_json(version); }));
}

// By ?id or ?version (its name).
Result<Response> find_version(Context& context, const Request& request) {
  const Dataset dataset = TRY(dataset_of(context, request));
  if (const auto text = request.query.one("id")) {
    const auto id = TRY(DatasetVersionId::parse(*text));
    const DatasetVersion version = TRY(usecases::own_version(context.workspace, context.caller, id));
    if (version.dataset_id != dataset.id) return not_found("There is no version " + *text + " in the dataset '" + dataset.name + "'");
    return full_version(context, version);
  }
  const std::string name = TRY(required(request.query, "version"));
  return full_version(context, TRY(usecases::version_named(context.workspace, dataset.id, name)));
}

Result<Response> find_version_by_id(Context& context, const Request& request) {
  const auto organization = TRY(id_of<OrganizationId>(request, "organization"));
  TRY(usecases::own_organization(context.workspace, context.caller, organization));
  const std::string text = TRY(required(request.query, "id"));
  const auto id = TRY(DatasetVersionId::parse(text));
  return full_version(context, TRY(usecases::own_version(context.workspace, context.caller, id)));
}

Result<Response> get_version(Context& context, const Request& request) {
  return full_version(context, TRY(found_version(context, request)));
}

Result<Response> change_version(Context& context, const Request& request) {
  const DatasetVersion version = TRY(found_version(context, request));
  const json::object body = TRY(body_object(request.body));
  store::VersionChange change;
  change.version = TRY(optional_string(body, "version"));
  change.description = TRY(optional_string(body, "description"));
  if (const auto type = TRY(optional_string(body, "type"))) change.type = TRY(word(*type, "type", parse_inference_type));
  return full_version(context, TRY(usecases::change_version(context.workspace, version.id, change)));
}

Result<Response> delete_version(Context& context, const Request& request) {
  const DatasetVersion version = TRY(found_version(context, request));
  TRY(usecases::delete_version(context.workspace, context.caller, version.id));
  return no_content();
}

Result<Response> fork_version(Context& context, const Request& request) {
  const Dataset dataset = TRY(dataset_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string parent = TRY(required_string(body, "parent_id"));
  usecases::Fork fork;
  fork.parent = TRY(DatasetVersionId::parse(parent));
  TRY(usecases::own_version(context.workspace, context.caller, fork.parent));
  fork.version = TRY(new_version(body));
  fork.with_labels = TRY(truth(body, "with_labels", false));
  fork.options = TRY(copy_options(body));
  fork.assets = TRY(id_list<AssetId>(body, "asset_ids", usecases::kMaxIdsPerRequest));
  const usecases::ForkStarted started = TRY(usecases::fork_version(context.workspace, context.caller, dataset.id, fork));
  return json_response({{"dataset_version", to_json(started.version)}, {"job", TRY(job_json(context, started.job))}}, 201);
}

Result<Response> copy_assets(Context& context, const Request& request) {
  const DatasetVersion from = TRY(found_version(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string text = TRY(required_string(body, "destination_id"));
  const auto destination = TRY(DatasetVersionId::parse(text));
  TRY(check_editable(context, destination));
  const auto assets = TRY(id_list<AssetId>(body, "asset_ids", usecases::kMaxIdsPerRequest));
  if (!assets) return invalid("The field 'asset_ids' is missing");
  const store::CopyOptions options = TRY(copy_options(body));
  const JobId job = TRY(usecases::copy_assets(context.workspace, context.caller, from.id, destination, *assets, options));
  return json_response({{"job", TRY(job_json(context, job))}}, 202);
}

}  // namespace kindred::api
