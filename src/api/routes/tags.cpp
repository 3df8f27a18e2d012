// Tags of Data (scope: Datalake), of Assets (scope: version), and of Datasets and versions (scope: organization).
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

struct Scope {
  TagTarget target;
  Uuid id;
};

Result<Scope> datalake_scope(Context& context, const Request& request) {
  return Scope{TagTarget::data, TRY(datalake_of(context, request)).uuid};
}

Result<Scope> version_scope(Context& context, const Request& request) {
  return Scope{TagTarget::asset, TRY(version_of(context, request)).uuid};
}

Result<OrganizationId> organization_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<OrganizationId>(request, "organization"));
  return TRY(usecases::own_organization(context.workspace, context.caller, id)).id;
}

Result<Scope> organization_scope(OrganizationId id, std::string_view target_type) {
  const TagTarget target = TRY(word(target_type, "target_type", parse_tag_target));
  if (target == TagTarget::data || target == TagTarget::asset) {
    return invalid("Tags of the target " + std::string(target_type) + " belong to a datalake or dataset version, not to the organization");
  }
  return Scope{target, id.uuid};
}

Result<Response> list(Context& context, const Request& request, const Scope& scope) {
  const auto page = TRY(parse_page(request.query));
  const auto tags = TRY(usecases::list_tags(context.workspace, scope.target, scope.id, page));
  return json_response(
      {{"items", to_json(tags.items)}, {"next_cursor", tags.next_cursor ? json::value(*tags.next_cursor) : json::value(nullptr)}});
}

Result<Response> create(Context& context, const Request& request, const Scope& scope) {
  const json::object body = TRY(body_object(request.body));
  const std::string name = TRY(required_string(body, "name"));
  return json_response(to_json(TRY(usecases::create_tag(context.workspace, scope.target, scope.id, name))), 201);
}

Result<Response> find(Context& context, const Request& request, const Scope& scope) {
  const std::string name = TRY(required(request.query, "name"));
  return json_response(to_json(TRY(usecases::tag_named(context.workspace, scope.target, scope.id, name))));
}

Result<Tag> tag_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<TagId>(request, "tag"));
  return usecases::own_tag(context.workspace, context.caller, id);
}

// The body is a bare array of ids.
Result<std::vector<Uuid>> items_of(const Request& request) {
  const json::value body = TRY(parse_json(request.body, "the request's body"));
  const auto texts = TRY(string_list(body, "The request's body", usecases::kMaxIdsPerRequest));
  std::vector<Uuid> items;
  for (const std::string& text : texts)
    items.push_back(TRY(parse_uuid(text)));
  return items;
}

Response changed(const usecases::TagChanged& change) { return json_response({{"tag", to_json(change.tag)}, {"count", change.count}}); }

}  // namespace

Result<Response> list_data_tags(Context& context, const Request& request) {
  return list(context, request, TRY(datalake_scope(context, request)));
}
Result<Response> create_data_tag(Context& context, const Request& request) {
  return create(context, request, TRY(datalake_scope(context, request)));
}
Result<Response> find_data_tag(Context& context, const Request& request) {
  return find(context, request, TRY(datalake_scope(context, request)));
}
Result<Response> list_asset_tags(Context& context, const Request& request) {
  return list(context, request, TRY(version_scope(context, request)));
}
Result<Response> create_asset_tag(Context& context, const Request& request) {
  return create(context, request, TRY(version_scope(context, request)));
}
Result<Response> find_asset_tag(Context& context, const Request& request) {
  return find(context, request, TRY(version_scope(context, request)));
}

Result<Response> list_organization_tags(Context& context, const Request& request) {
  const OrganizationId organization = TRY(organization_of(context, request));
  const std::string target = TRY(required(request.query, "target_type"));
  return list(context, request, TRY(organization_scope(organization, target)));
}

Result<Response> create_organization_tag(Context& context, const Request& request) {
  const OrganizationId organization = TRY(organization_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string target = TRY(required_string(body, "target_type"));
  return create(context, request, TRY(organization_scope(organization, target)));
}

Result<Response> get_tag(Context& context, const Request& request) { return json_response(to_json(TRY(tag_of(context, request)))); }

Result<Response> rename_tag(Context& context, const Request& request) {
  const Tag tag = TRY(tag_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string name = TRY(required_string(body, "name"));
  return json_response(to_json(TRY(usecases::rename_tag(context.workspace, tag.id, name))));
}

Result<Response> delete_tag(Context& context, const Request& request) {
  const Tag tag = TRY(tag_of(context, request));
  TRY(usecases::delete_tag(context.workspace, tag.id));
  return no_content();
}

Result<Response> attach_tag(Context& context, const Request& request) {
  const Tag tag = TRY(tag_of(context, request));
  const std::vector<Uuid> items = TRY(items_of(request));
  return changed(TRY(usecases::attach_tag(context.workspace, tag.id, items)));
}

Result<Response> detach_tag(Context& context, const Request& request) {
  const Tag tag = TRY(tag_of(context, request));
  const std::vector<Uuid> items = TRY(items_of(request));
  return changed(TRY(usecases::detach_tag(context.workspace, tag.id, items)));
}

}  // namespace kindred::api
