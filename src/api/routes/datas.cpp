// Data: registered, listed, described, deleted.
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/links.h"
#include "api/listing.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "usecases/browse.h"
#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/filtered.h"
#include "usecases/own.h"
#include "usecases/register_data.h"

namespace kindred::api {
namespace {

constexpr std::size_t kMaxTags = 1000;  // put on one new Data

Result<Data> data_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<DataId>(request, "data"));
  return usecases::own_data(context.workspace, context.caller, id);
}

// With what only the single Data's answer has.
Result<Response> full_data(Context& context, const Data& data) {
  json::object object = data_json(context, data);
  object["tags"] = to_json(TRY(usecases::tags_of(context.workspace, TagTarget::data, data.id.uuid)));
  object["data_source"] = nullptr;
  if (data.data_source_id) {
    const auto source = TRY(usecases::data_source_of(context.workspace, *data.data_source_id));
    object["data_source"] = {{"id", to_string(source.id)}, {"name", source.name}};
  }
  return json_response(object);
}

Result<usecases::NewData> new_data(const json::object& body) {
  usecases::NewData data;
  data.object_name = TRY(required_string(body, "object_name"));
  data.filename = TRY(required_string(body, "filename"));
  data.content_type = TRY(optional_string(body, "content_type")).value_or("application/octet-stream");
  const std::string type = TRY(optional_string(body, "type")).value_or("IMAGE");
  data.type = TRY(word(type, "type", parse_data_type));
  data.tags = TRY(id_list<TagId>(body, "tags", kMaxTags)).value_or(std::vector<TagId>());
  if (const auto source = TRY(optional_string(body, "data_source_id"))) data.data_source_id = TRY(DataSourceId::parse(*source));
  data.metadata_json = TRY(object_text(body, "metadata"));
  data.custom_metadata_json = TRY(object_text(body, "custom_metadata"));
  return data;
}

}  // namespace

Result<Response> register_data(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const usecases::NewData data = TRY(new_data(body));
  return json_response(data_json(context, TRY(usecases::register_data(context.workspace, context.caller, datalake, data))), 201);
}

Result<Response> list_datas(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const auto filter = TRY(data_filter(request));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::matching_datas(context.workspace, datalake, filter, page));
  return json_response(listing_json(listing, [&](const Data& data) { return data_json(context, data); }));
}

Result<Response> list_chosen_datas(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const auto filter = TRY(data_filter(request));
  const auto page = TRY(parse_page(request.query));
  const auto listing =
      TRY(whole_list<Data>(page, [&](const auto& p) { return usecases::matching_datas(context.workspace, datalake, filter, p); }));
  return json_response(listing_json(listing, [&](const Data& data) { return data_json(context, data); }));
}

Result<Response> list_data_ids(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const auto filter = TRY(data_filter(request));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::matching_data_ids(context.workspace, datalake, filter, page));
  return json_response(listing_json(listing, [](const DataId& id) { return to_string(id); }));
}

// By ?id, ?filename or ?object_name.
Result<Response> find_data(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  if (const auto text = request.query.one("id")) {
    const auto id = TRY(DataId::parse(*text));
    const Data data = TRY(usecases::own_data(context.workspace, context.caller, id));
    if (data.datalake_id != datalake) return not_found("There is no data " + *text + " in this datalake");
    return json_response(data_json(context, data));
  }
  if (const auto name = request.query.one("object_name")) {
    return json_response(data_json(context, TRY(usecases::data_with_object_name(context.workspace, datalake, *name))));
  }
  const std::string filename = TRY(required(request.query, "filename"));
  return json_response(data_json(context, TRY(usecases::data_with_filename(context.workspace, datalake, filename))));
}

// Ids that are not in this Datalake are ignored.
Result<Response> delete_datas(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const json::object body = TRY(body_object(request.body));
  usecases::DataFilter filter;
  filter.ids = TRY(id_list<DataId>(body, "ids", usecases::kMaxIdsPerRequest));
  if (!filter.ids) return invalid("The field 'ids' is missing");
  const auto there =
      TRY(whole_list<DataId>({}, [&](const auto& p) { return usecases::list_data_ids(context.workspace, datalake, filter, p); }));
  TRY(usecases::delete_datas(context.workspace, context.caller, there.page.items));
  return no_content();
}

Result<Response> get_data(Context& context, const Request& request) { return full_data(context, TRY(data_of(context, request))); }

Result<Response> change_metadata(Context& context, const Request& request) {
  const Data data = TRY(data_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string metadata = TRY(object_text(body, "metadata"));
  return json_response(data_json(context, TRY(usecases::set_metadata(context.workspace, data.id, metadata))));
}

Result<Response> change_custom_metadata(Context& context, const Request& request) {
  const Data data = TRY(data_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const std::string metadata = TRY(object_text(body, "custom_metadata"));
  const json::object changed = data_json(context, TRY(usecases::set_custom_metadata(context.workspace, data.id, metadata)));
  return json_response({{"custom_metadata", changed.at("custom_metadata")}});
}

Result<Response> delete_data(Context& context, const Request& request) {
  const Data data = TRY(data_of(context, request));
  TRY(usecases::delete_datas(context.workspace, context.caller, std::span(&data.id, 1)));
  return no_content();
}

Result<Response> sign_data(Context& context, const Request& request) {
  const Data data = TRY(data_of(context, request));
  return json_response({{"presigned_url", download_url(context, data.object_name)}});
}

}  // namespace kindred::api
