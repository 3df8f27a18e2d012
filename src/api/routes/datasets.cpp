// Datasets.
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/listing.h"
#include "api/routes/handlers.h"
#include "usecases/browse.h"
#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/own.h"

namespace kindred::api {
namespace {

Result<void> check_organization(Context& context, const Request& request) {
  const auto id = TRY(id_of<OrganizationId>(request, "organization"));
  TRY(usecases::own_organization(context.workspace, context.caller, id));
  return {};
}

Result<Dataset> dataset_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<DatasetId>(request, "dataset"));
  return usecases::own_dataset(context.workspace, context.caller, id);
}

Result<Response> full_dataset(Context& context, const Dataset& dataset) {
  json::object object = to_json(dataset);
  object["tags"] = to_json(TRY(usecases::tags_of(context.workspace, TagTarget::dataset, dataset.id.uuid)));
  return json_response(object);
}

}  // namespace

Result<Response> create_dataset(Context& context, const Request& request) {
  TRY(check_organization(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string name = TRY(required_string(body, "name"));
  const std::string description = TRY(optional_string(body, "description")).value_or("");
  return json_response(to_json(TRY(usecases::create_dataset(context.workspace, context.caller, name, description))), 201);
}

Result<Response> list_datasets(Context& context, const Request& request) {
  TRY(check_organization(context, request));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::list_datasets(context.workspace, context.caller, page));
  return json_response(listing_json(listing, [](const Dataset& dataset) { return to_json(dataset); }));
}

// By ?id or ?name.
Result<Response> find_dataset(Context& context, const Request& request) {
  TRY(check_organization(context, request));
  if (const auto text = request.query.one("id")) {
    const auto id = TRY(DatasetId::parse(*text));
    return full_dataset(context, TRY(usecases::own_dataset(context.workspace, context.caller, id)));
  }
  const std::string name = TRY(required(request.query, "name"));
  return full_dataset(context, TRY(usecases::dataset_named(context.workspace, context.caller, name)));
}

Result<Response> get_dataset(Context& context, const Request& request) { return full_dataset(context, TRY(dataset_of(context, request))); }

Result<Response> change_dataset(Context& context, const Request& request) {
  const Dataset dataset = TRY(dataset_of(context, request));
  const json::object body = TRY(body_object(request.body));
  store::DatasetChange change;
  change.name = TRY(optional_string(body, "name"));
  change.description = TRY(optional_string(body, "description"));
  return full_dataset(context, TRY(usecases::change_dataset(context.workspace, dataset.id, change)));
}

Result<Response> delete_dataset(Context& context, const Request& request) {
  const Dataset dataset = TRY(dataset_of(context, request));
  TRY(usecases::delete_dataset(context.workspace, context.caller, dataset.id));
  return no_content();
}

}  // namespace kindred::api
