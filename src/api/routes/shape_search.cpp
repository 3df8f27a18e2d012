// Visual search of a version's shapes: switched on and off, its state, similar shapes, shapes for a text, stored vectors.
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "usecases/search_images.h"
#include "usecases/search_shapes.h"
#include "usecases/shape_embeddings.h"

namespace kindred::api {
namespace {

constexpr std::int64_t kMaxScroll = 1000;
constexpr std::int64_t kMaxRowNumber = 0xFFFF'FFFF;

// The SDK's words are "rectangle" and "polygon".
Result<std::optional<ShapeKind>> shape_type(const Request& request) {
  const auto text = request.query.one("shape_type");
  if (!text) return std::optional<ShapeKind>{};
  std::string upper = *text;
  for (char& letter : upper)
    letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  return std::optional(TRY(word(upper, "shape_type", parse_shape_kind)));
}

// The job under way, as a list of at most one: the SDK's callers look whether it is empty.
Result<json::array> live_jobs(Context& context, const VisualSearch& search) {
  json::array jobs;
  if (!search.job_id) return jobs;
  const Result<Job> job = context.workspace.jobs().find(*search.job_id);
  if (!job && job.error().kind != ErrorKind::not_found) return job.error();
  if (job && !is_final(job->status)) jobs.push_back({{"job_id", to_string(job->id)}, {"status", to_wire_v2(job->status)}});
  return jobs;
}

json::object point_json(const usecases::StoredShapeVector& stored, std::string_view model, bool with_vector, bool with_payload) {
  json::object point{{"id", to_string(stored.id)}};
  if (with_vector) point["vector"] = {{model, json::array(stored.vector.begin(), stored.vector.end())}};
  if (with_payload) point["payload"] = {{"label_id", to_string(stored.label_id)}};
  return point;
}

}  // namespace

Result<Response> activate_shapes(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  usecases::ShapeActivation wanted;
  wanted.model_key = TRY(optional_string(body, "model"));
  wanted.crops.margin = TRY(optional_number(body, "margin")).value_or(0);
  wanted.crops.mask_background = TRY(truth(body, "mask_background", false));
  const JobId job = TRY(usecases::activate_shapes(context.workspace, context.caller, version, wanted));
  return json_response({{"job_id", to_string(job)}}, 202);
}

Result<Response> deactivate_shapes(Context& context, const Request& request) {
  TRY(usecases::deactivate_shapes(context.workspace, TRY(version_of(context, request))));
  return no_content();
}

Result<Response> show_shape_search(Context& context, const Request& request) {
  const auto [search, counts] = TRY(usecases::shape_search_of(context.workspace, TRY(version_of(context, request))));
  json::object body = to_json(search, counts);
  body["crops"] = {{"margin", search.crops.margin}, {"mask_background", search.crops.mask_background}};
  body["success_count"] = counts.done;
  body["data_count"] = counts.total();
  body["in_progress_job_runs"] = TRY(live_jobs(context, search));
  return json_response(body);
}

Result<Response> scroll_shape_points(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto kind = TRY(shape_type(request));
  const bool with_vector = TRY(truth(request.query, "with_vector", false));
  const bool with_payload = TRY(truth(request.query, "with_payload", false));
  const bool failed_ones = TRY(truth(request.query, "has_error", false));
  const auto limit = static_cast<std::size_t>(TRY(whole_number(request.query, "limit", 100, 1, kMaxScroll)));
  const auto from = static_cast<std::uint32_t>(TRY(whole_number(request.query, "offset", 0, 0, kMaxRowNumber)));
  // Shapes that could not be embedded have no vector, so they are no points; /items lists them.
  if (failed_ones) return json_response({{"points", json::array()}, {"next_page_offset", nullptr}});
  const usecases::ShapeVectorPage page = TRY(usecases::scroll_shape_vectors(context.workspace, version, kind, limit, from));
  json::array points;
  points.reserve(page.vectors.size());
  for (const auto& stored : page.vectors)
    points.push_back(point_json(stored, page.model_key, with_vector, with_payload));
  return json_response({{"points", std::move(points)}, {"next_page_offset", page.next ? json::value(*page.next) : json::value(nullptr)}});
}

// As for images: a query that looks like a UUID is the shape to compare with, everything else a text.
Result<Response> search_shapes(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const std::string query = TRY(required(request.query, "visual_search_query"));
  const auto limit = static_cast<std::size_t>(
      TRY(whole_number(request.query, "visual_search_limit", usecases::kDefaultSearchLimit, 1, usecases::kMaxSearchLimit)));
  const auto shape = ShapeId::parse(query);
  const auto hits = shape ? TRY(usecases::find_similar_shapes(context.workspace, version, *shape, limit))
                          : TRY(usecases::search_shapes_by_text(context.workspace, version, query, limit));
  json::array points;
  points.reserve(hits.size());
  for (const usecases::ShapeHit& hit : hits)
    points.push_back({{"id", to_string(hit.id)}, {"score", hit.score}});
  return json_response({{"points", std::move(points)}});
}

}  // namespace kindred::api
