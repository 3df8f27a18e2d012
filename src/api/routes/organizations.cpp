// An organization, its users, Datalakes and data sources.
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/routes/handlers.h"
#include "usecases/browse.h"
#include "usecases/edit.h"
#include "usecases/own.h"

namespace kindred::api {
namespace {

Result<Organization> organization_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<OrganizationId>(request, "organization"));
  return usecases::own_organization(context.workspace, context.caller, id);
}

json::object to_json(const store::DataSource& source) { return {{"id", to_string(source.id)}, {"name", source.name}}; }

}  // namespace

Result<Response> get_organization(Context& context, const Request& request) {
  return json_response(api::to_json(TRY(organization_of(context, request))));
}

Result<Response> find_organization(Context& context, const Request& request) {
  const std::string name = TRY(required(request.query, "name"));
  const Organization organization = TRY(usecases::own_organization(context.workspace, context.caller, context.caller.organization_id));
  if (organization.name != name) return not_found("There is no organization '" + name + "'");
  return json_response(api::to_json(organization));
}

Result<Response> list_users(Context& context, const Request& request) {
  TRY(organization_of(context, request));
  const auto wanted = request.query.one("username");
  json::array users;
  for (const User& user : TRY(usecases::own_users(context.workspace, context.caller))) {
    if (wanted && *wanted != user.username) continue;
    users.push_back({{"id", to_string(user.id)}, {"username", user.username}, {"role", to_string(user.role)}});
  }
  return json_response({{"users", std::move(users)}});
}

// By ?id, by ?name, or the default one.
Result<Response> find_datalake(Context& context, const Request& request) {
  TRY(organization_of(context, request));
  if (const auto id = request.query.one("id")) {
    const auto datalake = TRY(DatalakeId::parse(*id));
    return json_response(api::to_json(TRY(usecases::own_datalake(context.workspace, context.caller, datalake))));
  }
  if (const auto name = request.query.one("name"))
    return json_response(api::to_json(TRY(usecases::datalake_named(context.workspace, context.caller, *name))));
  return json_response(api::to_json(TRY(usecases::default_datalake(context.workspace, context.caller))));
}

Result<Response> list_datalakes(Context& context, const Request& request) {
  TRY(organization_of(context, request));
  json::array items;
  for (const Datalake& datalake : TRY(usecases::all_datalakes(context.workspace, context.caller)))
    items.push_back(api::to_json(datalake));
  const std::size_t count = items.size();
  return json_response({{"items", std::move(items)}, {"count", count}, {"next_cursor", nullptr}});
}

Result<Response> get_datalake(Context& context, const Request& request) {
  const auto id = TRY(id_of<DatalakeId>(request, "datalake"));
  return json_response(api::to_json(TRY(usecases::own_datalake(context.workspace, context.caller, id))));
}

Result<Response> find_data_source(Context& context, const Request& request) {
  TRY(organization_of(context, request));
  const std::string name = TRY(required(request.query, "name"));
  return json_response(to_json(TRY(usecases::data_source_named(context.workspace, context.caller, name))));
}

Result<Response> create_data_source(Context& context, const Request& request) {
  TRY(organization_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string name = TRY(required_string(body, "name"));
  return json_response(to_json(TRY(usecases::create_data_source(context.workspace, context.caller, name))), 201);
}

}  // namespace kindred::api
