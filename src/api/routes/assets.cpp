// Assets: which Data are in a version.
#include <unordered_set>

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

namespace kindred::api {
namespace {

constexpr std::size_t kMaxTags = 1000;  // put on new Assets in one request

Result<Asset> asset_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<AssetId>(request, "asset"));
  return usecases::own_asset(context.workspace, context.caller, id);
}

Result<usecases::Listing<Asset>> all_matching(Context& context, DatasetVersionId version, const usecases::Filter& filter,
                                              const usecases::PageRequest& page) {
  return whole_list<Asset>(page, [&](const auto& p) { return usecases::matching_assets(context.workspace, version, filter, p); });
}

// Those whose file name begins with any of the prefixes; one that fits two of them is there once.
Result<usecases::Listing<Asset>> all_with_prefixes(Context& context, DatasetVersionId version, usecases::Filter filter,
                                                   const std::vector<std::string>& prefixes, const usecases::PageRequest& page) {
  usecases::Listing<Asset> all;
  std::unordered_set<AssetId> seen;
  for (const std::string& prefix : prefixes) {
    filter.list.filename_startswith = prefix;
    usecases::Listing<Asset> some = TRY(all_matching(context, version, filter, page));
    for (Asset& asset : some.page.items) {
      if (seen.insert(asset.id).second) all.page.items.push_back(std::move(asset));
    }
  }
  all.count = static_cast<std::int64_t>(all.page.items.size());
  return all;
}

}  // namespace

Result<Response> add_assets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const auto datas = TRY(id_list<DataId>(body, "data_ids", usecases::kMaxIdsPerRequest));
  if (!datas) return invalid("The field 'data_ids' is missing");
  const auto tags = TRY(id_list<TagId>(body, "asset_tag_ids", kMaxTags)).value_or(std::vector<TagId>());
  const JobId id = TRY(usecases::add_assets(context.workspace, context.caller, version, *datas, tags));
  const Job job = TRY(usecases::own_job(context.workspace, context.caller, id));
  return json_response({{"job", to_json_v1(job)}}, 202);
}

Result<Response> list_assets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto filter = TRY(asset_filter(request));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::matching_assets(context.workspace, version, filter, page));
  return json_response(listing_json(listing, [&](const Asset& asset) { return asset_json(context, asset); }));
}

Result<Response> list_chosen_assets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto filter = TRY(asset_filter(request));
  const auto prefixes = TRY(filename_prefixes(request));
  const auto page = TRY(parse_page(request.query));
  const auto listing =
      prefixes ? TRY(all_with_prefixes(context, version, filter, *prefixes, page)) : TRY(all_matching(context, version, filter, page));
  return json_response(listing_json(listing, [&](const Asset& asset) { return asset_json(context, asset); }));
}

Result<Response> list_asset_ids(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto filter = TRY(asset_filter(request));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::matching_asset_ids(context.workspace, version, filter, page));
  return json_response(listing_json(listing, [](const AssetId& id) { return to_string(id); }));
}

// By ?id, ?data_id, ?filename or ?object_name.
Result<Response> find_asset(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  if (const auto text = request.query.one("id")) {
    const auto id = TRY(AssetId::parse(*text));
    const Asset asset = TRY(usecases::own_asset(context.workspace, context.caller, id));
    if (asset.version_id != version) return not_found("There is no asset " + *text + " in this dataset version");
    return json_response(asset_json(context, asset));
  }
  if (const auto text = request.query.one("data_id")) {
    const auto data = TRY(DataId::parse(*text));
    return json_response(asset_json(context, TRY(usecases::asset_with_data(context.workspace, version, data))));
  }
  if (const auto name = request.query.one("object_name")) {
    return json_response(asset_json(context, TRY(usecases::asset_with_object_name(context.workspace, version, *name))));
  }
  const std::string filename = TRY(required(request.query, "filename"));
  return json_response(asset_json(context, TRY(usecases::asset_with_filename(context.workspace, version, filename))));
}

Result<Response> delete_assets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const auto ids = TRY(id_list<AssetId>(body, "ids", usecases::kMaxIdsPerRequest));
  if (!ids) return invalid("The field 'ids' is missing");
  TRY(usecases::delete_assets(context.workspace, context.caller, version, *ids));
  return no_content();
}

Result<Response> get_asset(Context& context, const Request& request) {
  const Asset asset = TRY(asset_of(context, request));
  json::object object = asset_json(context, asset);
  object["tags"] = to_json(TRY(usecases::tags_of(context.workspace, TagTarget::asset, asset.id.uuid)));
  return json_response(object);
}

Result<Response> delete_asset(Context& context, const Request& request) {
  const Asset asset = TRY(asset_of(context, request));
  TRY(usecases::delete_assets(context.workspace, context.caller, asset.version_id, std::span(&asset.id, 1)));
  return no_content();
}

}  // namespace kindred::api
