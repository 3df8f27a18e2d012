// Maps of a Datalake's images and of a version's images and shapes. The same handlers serve both owners: which one it is says the path.
#include "usecases/projections.h"

#include <charconv>

#include "api/accept_encoding.h"
#include "api/context.h"
#include "api/fields.h"
#include "api/listing.h"
#include "api/named.h"
#include "api/ranges.h"
#include "api/routes/handlers.h"
#include "base/npy.h"
#include "usecases/describe_map.h"
#include "usecases/select_on_map.h"

namespace kindred::api {
namespace {

using usecases::ProjectionStatus;

constexpr std::int64_t kDefaultSelectedPage = 1'000;
constexpr std::int64_t kDefaultItemsOfPoint = 20;
constexpr std::int64_t kDefaultOutliers = 100;
// The points may change at any time, which only the server knows: always ask, mostly be told that nothing did.
constexpr std::string_view kAskAgain = "private, no-cache";

using Owner = std::variant<DatalakeId, DatasetVersionId>;

Result<Owner> owner_of(Context& context, const Request& request) {
  for (const auto& [name, unused] : request.parameters) {
    if (name == "version") return Owner(TRY(version_of(context, request)));
  }
  return Owner(TRY(datalake_of(context, request)));
}

Result<ProjectionStatus> projection_of(Context& context, const Request& request) {
  const Owner owner = TRY(owner_of(context, request));
  return usecases::projection_in(context.workspace, owner, TRY(id_of<ProjectionId>(request, "projection")));
}

Result<std::shared_ptr<const usecases::MapView>> view_of(Context& context, const Request& request) {
  return context.workspace.map_views().of(TRY(projection_of(context, request)).projection.id);
}

json::value to_json(const std::optional<Clustering>& clustering) {
  if (!clustering) return nullptr;
  return {{"id", to_string(clustering->id)},
          {"eps", clustering->eps},
          {"min_samples", clustering->min_samples},
          {"clusters", clustering->clusters},
          {"noise", clustering->noise},
          {"created_by", clustering->username},
          {"created_at", to_iso8601(clustering->created_at)}};
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object to_json(const ProjectionStatus& status) {
  const Projection& projection = status.projection;
  const bool ready = status.state == usecases::ProjectionState::ready;
  json::object body{{"id", to_string(projection.id)},
                    {"name", projection.name},
                    {"kind", to_string(projection.scope.kind)},
                    {"state", to_string(status.state)},
                    {"message", text_or_null(status.message)},
                    {"job_id", status.job ? json::value(to_string(*status.job)) : json::value(nullptr)},
                    {"model", projection.model_key},
                    {"clustering", to_json(status.clustering)},
                    {"points", projection.points},
                    {"items", projection.items},
                    {"recall", ready ? json::value(projection.recall) : json::value(nullptr)},
                    {"suggested_eps", ready ? json::value(projection.suggested_eps) : json::value(nullptr)},
                    {"created_by", projection.username},
                    {"created_at", to_iso8601(projection.created_at)},
                    {"computed_at", projection.computed_at ? json::value(to_iso8601(*projection.computed_at)) : json::value(nullptr)}};
  if (const auto parameters = parse_json_object(projection.parameters_json, "the map's parameters")) {
    for (const auto& member : *parameters)
      body[member.key()] = member.value();
  }
  return body;
}

// With what only single ones are asked for, as it takes a look at all their items.
Result<Response> show(Context& context, const ProjectionStatus& status) {
  json::object body = to_json(status);
  body["items_added"] = nullptr;
  body["items_removed"] = nullptr;
  if (status.state == usecases::ProjectionState::ready) {
    const auto since = TRY(usecases::items_since(context.workspace, status.projection));
    body["items_added"] = since.added;
    body["items_removed"] = since.removed;
  }
  return json_response(body);
}

json::array ids_json(const std::vector<Uuid>& ids) {
  json::array list;
  list.reserve(ids.size());
  for (const Uuid& id : ids)
    list.emplace_back(to_string(id));
  return list;
}

// "1,2,3"
Result<std::vector<std::uint32_t>> point_list(std::string_view text) {
  std::vector<std::uint32_t> points;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    std::uint32_t point = 0;
    const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), point);
    if (failure != std::errc{} || end != part.data() + part.size()) {
      return invalid("'" + std::string(part) + "' in 'points' is not the number of a point: they are given as 1,2,3");
    }
    points.push_back(point);
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
  return points;
}

// If-None-Match and ranges as for files. Bodies of one version of the map differ by form and packing, and so do their tags.
Response send(const Request& request, const usecases::MapView& view, std::string_view form, std::string_view content_type,
              std::shared_ptr<const usecases::Bytes> body) {
  const std::string etag = "\"" + view.version() + "-" + std::string(form) + "\"";
  const std::span<const std::uint8_t> bytes = *body;
  Response response = serve_file(request, {bytes, std::move(body), content_type, etag, kAskAgain});
  response.headers.add("X-Map-Version", view.version());
  return response;
}

Result<Response> send_binary(const Request& request, const usecases::MapView& view) {
  constexpr std::string_view kType = "application/octet-stream";
  const bool packed = accepts_gzip(request.headers.find("Accept-Encoding").value_or(""));
  Response response =
      packed ? send(request, view, "kpts-gzip", kType, TRY(view.gzip_body())) : send(request, view, "kpts", kType, view.binary_body());
  response.headers.add("Vary", "Accept-Encoding");
  if (packed && (response.status == 200 || response.status == 206)) response.headers.add("Content-Encoding", "gzip");
  return response;
}

Response send_as_file(const Request& request, const usecases::MapView& view, std::string_view form, std::string_view content_type,
                      usecases::Bytes bytes) {
  Response response = send(request, view, form, content_type, std::make_shared<const usecases::Bytes>(std::move(bytes)));
  response.headers.add("Content-Disposition", "attachment; filename=\"map." + std::string(form) + "\"");
  return response;
}

}  // namespace

Result<Response> create_projection(Context& context, const Request& request) {
  const Owner owner = TRY(owner_of(context, request));
  const json::object body = TRY(body_object(request.body));
  const EmbeddingKind kind = TRY(word(TRY(optional_string(body, "kind")).value_or("images"), "kind", parse_embedding_kind));
  usecases::NewProjection wanted{{owner, kind}, TRY(optional_string(body, "name")).value_or(""), TRY(usecases::read_map_parameters(body))};
  const auto started = TRY(usecases::create_projection(context.workspace, context.caller, wanted));
  return json_response({{"id", to_string(started.projection.id)}, {"job_id", to_string(started.job)}}, 202);
}

Result<Response> list_projections(Context& context, const Request& request) {
  const Owner owner = TRY(owner_of(context, request));
  const EmbeddingKind kind = TRY(word(request.query.one("kind").value_or("images"), "kind", parse_embedding_kind));
  const auto page = TRY(parse_page(request.query));
  const auto listing = TRY(usecases::list_projections(context.workspace, {owner, kind}, page));
  return json_response(listing_json(listing, [](const ProjectionStatus& status) { return to_json(status); }));
}

Result<Response> get_projection(Context& context, const Request& request) { return show(context, TRY(projection_of(context, request))); }

Result<Response> rename_projection(Context& context, const Request& request) {
  ProjectionStatus status = TRY(projection_of(context, request));
  const json::object body = TRY(body_object(request.body));
  status.projection = TRY(usecases::rename_projection(context.workspace, status.projection.id, TRY(required_string(body, "name"))));
  return show(context, status);
}

Result<Response> delete_projection(Context& context, const Request& request) {
  TRY(usecases::delete_projection(context.workspace, TRY(projection_of(context, request)).projection.id));
  return no_content();
}

Result<Response> show_points(Context& context, const Request& request) {
  const auto view = TRY(view_of(context, request));
  const std::string format = request.query.one("format").value_or("binary");
  if (format == "binary") return send_binary(request, *view);
  if (format == "npy") {
    const std::vector<float> values = maps::item_coordinates(view->columns());
    return send_as_file(request, *view, "npy", "application/octet-stream", npy_bytes(values, view->items(), 2));
  }
  if (format == "csv") {
    const std::string text = maps::csv_body(view->columns(), [&](std::size_t item) { return to_string(view->item_id(item)); });
    return send_as_file(request, *view, "csv", "text/csv; charset=utf-8", usecases::Bytes(text.begin(), text.end()));
  }
  return invalid("'" + format + "' is not a format of points: it must be binary, npy or csv");
}

Result<Response> list_point_items(Context& context, const Request& request) {
  const ProjectionId id = TRY(projection_of(context, request)).projection.id;
  const auto points = TRY(point_list(TRY(required(request.query, "points"))));
  const auto limit = static_cast<std::size_t>(
      TRY(whole_number(request.query, "limit", kDefaultItemsOfPoint, 1, static_cast<std::int64_t>(usecases::kMaxItemsOfPoint))));
  const auto answers = TRY(usecases::items_of_points(context.workspace, id, points, limit, request.query.one("version")));
  json::array items;
  for (const usecases::ItemsOfPoint& answer : answers)
    items.push_back({{"point", answer.point}, {"ids", ids_json(answer.ids)}, {"count", answer.count}});
  return json_response({{"items", std::move(items)}});
}

Result<Response> list_clusters(Context& context, const Request& request) {
  const ProjectionId id = TRY(projection_of(context, request)).projection.id;
  json::array items;
  for (const usecases::DescribedCluster& cluster : TRY(usecases::describe_clusters(context.workspace, id))) {
    json::array hull;
    for (const auto& corner : cluster.summary.hull)
      hull.push_back(json::array{corner.x, corner.y});
    items.push_back({{"cluster", cluster.summary.label},
                     {"points", cluster.points},
                     {"items", cluster.summary.size},
                     {"center", json::array{cluster.summary.center.x, cluster.summary.center.y}},
                     {"hull", std::move(hull)},
                     {"typical", ids_json(cluster.typical)}});
  }
  return json_response({{"items", std::move(items)}});
}

Result<Response> list_outliers(Context& context, const Request& request) {
  const ProjectionId id = TRY(projection_of(context, request)).projection.id;
  const auto limit = static_cast<std::size_t>(
      TRY(whole_number(request.query, "limit", kDefaultOutliers, 1, static_cast<std::int64_t>(usecases::kMaxSelectedPage))));
  json::array items;
  for (const usecases::Outlier& outlier : TRY(usecases::find_outliers(context.workspace, id, limit)))
    items.push_back({{"id", to_string(outlier.id)}, {"point", outlier.point}, {"score", outlier.score}});
  return json_response({{"items", std::move(items)}});
}

Result<Response> cluster_projection(Context& context, const Request& request) {
  const ProjectionId id = TRY(projection_of(context, request)).projection.id;
  const auto parameters = TRY(usecases::read_cluster_parameters(TRY(body_object(request.body))));
  return json_response(to_json(std::optional(TRY(usecases::cluster_again(context.workspace, context.caller, id, parameters)))), 201);
}

Result<Response> select_on_projection(Context& context, const Request& request) {
  const ProjectionId id = TRY(projection_of(context, request)).projection.id;
  const json::object body = TRY(body_object(request.body));
  const maps::Region region = TRY(maps::read_region(body));
  const std::int64_t limit = TRY(optional_int(body, "limit")).value_or(kDefaultSelectedPage);
  if (limit < 0) return invalid("The field 'limit' must not be negative");
  const std::string cursor = TRY(optional_string(body, "cursor")).value_or("");
  const auto selected = TRY(usecases::select_on_map(context.workspace, id, region, static_cast<std::size_t>(limit), cursor));
  return json_response({{"items", ids_json(selected.ids)},
                        {"count", selected.items},
                        {"points", selected.points},
                        {"next_cursor", selected.next_cursor ? json::value(*selected.next_cursor) : json::value(nullptr)}});
}

Result<Response> place_on_projection(Context& context, const Request& request) {
  const ProjectionId id = TRY(projection_of(context, request)).projection.id;
  const JobId job = TRY(usecases::place_on_projection(context.workspace, context.caller, id));
  return json_response({{"job_id", to_string(job)}}, 202);
}

}  // namespace kindred::api
