// What a filter finds: items, counts, facets; and what may be written next in a query.
#include "api/context.h"
#include "api/fields.h"
#include "api/filter_json.h"
#include "api/json.h"
#include "api/links.h"
#include "api/listing.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "api/shape_json.h"
#include "query/complete.h"
#include "usecases/filtered.h"
#include "usecases/filtered_shapes.h"

namespace kindred::api {
namespace {

Result<FilterRequest> filter_request(const Request& request) { return parse_filter_request(TRY(body_object(request.body))); }

template <typename T, typename ToJson>
Response found_json(const usecases::FilteredPage<T>& page, ToJson to_json) {
  json::object body = listing_json(page.listing, to_json);
  body["scores"] = page.scores.empty() ? json::value(nullptr) : json::value(json::array(page.scores.begin(), page.scores.end()));
  return json_response(body);
}

json::array tags_json(const std::vector<usecases::Facets::Tag>& tags) {
  json::array list;
  for (const auto& tag : tags)
    list.push_back({{"id", to_string(tag.id)}, {"name", tag.name}, {"count", tag.count}});
  return list;
}

Response facets_json(const usecases::Facets& facets) {
  return json_response({{"count", facets.count},
                        {"tags", tags_json(facets.tags)},
                        {"data_tags", tags_json(facets.data_tags)},
                        {"embeddings", to_json(facets.embeddings)}});
}

std::string_view word_of(query::Suggestion::Kind kind) {
  switch (kind) {
    case query::Suggestion::Kind::field: return "FIELD";
    case query::Suggestion::Kind::operation: return "OPERATOR";
    case query::Suggestion::Kind::value: return "VALUE";
    case query::Suggestion::Kind::joint: return "JOINT";
  }
  return "";
}

// Positions are in bytes of UTF-8, as the text is sent.
template <typename Scope>
Result<Response> complete(Context& context, const Request& request, Scope scope, query::View view) {
  const std::string text = request.query.one("text").value_or("");
  const auto most = static_cast<std::int64_t>(text.size());
  const auto position = static_cast<std::size_t>(TRY(whole_number(request.query, "position", most, 0, most)));
  const auto values = [&](const query::Field& field, std::string_view part, std::size_t limit) {
    return usecases::values_of(context.workspace, scope, field, part, limit);
  };
  const query::Completion completion = TRY(query::complete(text, position, view, values));
  json::array suggestions;
  for (const query::Suggestion& suggestion : completion.suggestions)
    suggestions.push_back({{"kind", word_of(suggestion.kind)}, {"text", suggestion.text}, {"note", suggestion.note}});
  return json_response({{"begin", completion.begin}, {"end", completion.end}, {"suggestions", std::move(suggestions)}});
}

json::object counts_json(const std::map<std::string, std::int64_t>& counts) {
  json::object object;
  for (const auto& [name, count] : counts)
    object[name] = count;
  return object;
}

}  // namespace

Result<Response> search_datas(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const FilterRequest asked = TRY(filter_request(request));
  const auto page = TRY(usecases::filtered_datas(context.workspace, datalake, asked.filter, asked.page));
  return found_json(page, [&](const Data& data) { return data_json(context, data); });
}

Result<Response> search_assets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const FilterRequest asked = TRY(filter_request(request));
  const auto page = TRY(usecases::filtered_assets(context.workspace, version, asked.filter, asked.page));
  return found_json(page, [&](const Asset& asset) { return asset_json(context, asset); });
}

Result<Response> search_filtered_shapes(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const FilterRequest asked = TRY(filter_request(request));
  const auto page = TRY(usecases::filtered_shapes(context.workspace, version, asked.filter, asked.page));
  return found_json(page, [](const Shape& shape) { return to_json(shape); });
}

Result<Response> count_datas(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const FilterRequest asked = TRY(filter_request(request));
  return json_response({{"count", TRY(usecases::count_filtered(context.workspace, datalake, asked.filter))}});
}

Result<Response> count_assets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const FilterRequest asked = TRY(filter_request(request));
  return json_response({{"count", TRY(usecases::count_filtered(context.workspace, version, asked.filter))}});
}

Result<Response> show_data_facets(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const FilterRequest asked = TRY(filter_request(request));
  return facets_json(TRY(usecases::facets(context.workspace, datalake, asked.filter)));
}

Result<Response> show_asset_facets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const FilterRequest asked = TRY(filter_request(request));
  return facets_json(TRY(usecases::facets(context.workspace, version, asked.filter)));
}

Result<Response> count_shapes(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const FilterRequest asked = TRY(filter_request(request));
  return json_response({{"count", TRY(usecases::count_filtered_shapes(context.workspace, version, asked.filter))}});
}

Result<Response> show_shape_facets(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const FilterRequest asked = TRY(filter_request(request));
  const auto facets = TRY(usecases::shape_facets(context.workspace, version, asked.filter));
  return json_response({{"count", facets.count},
                        {"labels", counts_json(facets.labels)},
                        {"types", counts_json(facets.kinds)},
                        {"statuses", counts_json(facets.statuses)}});
}

Result<Response> complete_data_query(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const std::string view = request.query.one("view").value_or("datas");
  if (view != "datas") return invalid("'" + view + "' is no view of a datalake: 'datas' is");
  return complete(context, request, datalake, query::View::datas);
}

Result<Response> complete_asset_query(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const std::string view = request.query.one("view").value_or("assets");
  if (view == "shapes") return complete(context, request, version, query::View::shapes);
  if (view != "assets") return invalid("'" + view + "' is no view of a dataset version: 'assets' and 'shapes' are");
  return complete(context, request, version, query::View::assets);
}

}  // namespace kindred::api
