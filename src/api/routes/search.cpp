// Similar images, images for a text, and the stored vectors. One address serves both searches: a query that looks like a
// UUID is the item to compare with, everything else a text.
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "usecases/search_images.h"

namespace kindred::api {
namespace {

constexpr std::int64_t kMaxScroll = 1000;

template <typename ItemId, typename Scope>
Result<Response> search(Context& context, const Request& request, Scope scope) {
  const std::string query = TRY(required(request.query, "visual_search_query"));
  const auto limit = static_cast<std::size_t>(
      TRY(whole_number(request.query, "visual_search_limit", usecases::kDefaultSearchLimit, 1, usecases::kMaxSearchLimit)));
  const auto item = ItemId::parse(query);
  const auto hits = item ? TRY(usecases::find_similar(context.workspace, scope, *item, limit))
                         : TRY(usecases::search_by_text(context.workspace, scope, query, limit));
  json::array points;
  points.reserve(hits.size());
  for (const auto& hit : hits)
    points.push_back({{"id", to_string(hit.id)}, {"score", hit.score}});
  return json_response({{"points", std::move(points)}});
}

json::object point_json(const usecases::StoredVector& stored, std::string_view model, bool with_vector, bool with_payload) {
  json::object point{{"id", to_string(stored.id)}};
  if (with_vector) point["vector"] = {{model, json::array(stored.vector.begin(), stored.vector.end())}};
  if (with_payload) point["payload"] = json::object();
  return point;
}

template <typename Scope>
Result<Response> scroll(Context& context, const Request& request, Scope scope) {
  const bool with_vector = TRY(truth(request.query, "with_vector", false));
  const bool with_payload = TRY(truth(request.query, "with_payload", false));
  const bool failed_ones = TRY(truth(request.query, "has_error", false));
  const auto limit = static_cast<std::size_t>(TRY(whole_number(request.query, "limit", 100, 1, kMaxScroll)));
  std::optional<DataId> from;
  if (const auto offset = request.query.one("offset")) from = TRY(DataId::parse(*offset));
  // Items that could not be embedded have no vector, so they are no points; /items lists them.
  if (failed_ones) return json_response({{"points", json::array()}, {"next_page_offset", nullptr}});
  const usecases::VectorPage page = TRY(usecases::scroll_vectors(context.workspace, scope, limit, from));
  json::array points;
  points.reserve(page.vectors.size());
  for (const auto& stored : page.vectors)
    points.push_back(point_json(stored, page.model_key, with_vector, with_payload));
  return json_response(
      {{"points", std::move(points)}, {"next_page_offset", page.next ? json::value(to_string(*page.next)) : json::value(nullptr)}});
}

}  // namespace

Result<Response> search_datalake(Context& context, const Request& request) {
  return search<DataId>(context, request, TRY(datalake_of(context, request)));
}
Result<Response> search_version(Context& context, const Request& request) {
  return search<AssetId>(context, request, TRY(version_of(context, request)));
}
Result<Response> scroll_datalake_points(Context& context, const Request& request) {
  return scroll(context, request, TRY(datalake_of(context, request)));
}
Result<Response> scroll_version_points(Context& context, const Request& request) {
  return scroll(context, request, TRY(version_of(context, request)));
}

}  // namespace kindred::api
