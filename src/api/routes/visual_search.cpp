// Visual search of a Datalake's or a version's images: switched on and off, its state, its items by status; the last two of a
// version's shapes as well (the rest of these is in shape_search.cpp).
#include "usecases/visual_search.h"
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/listing.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "usecases/retry_version.h"
#include "usecases/shape_embeddings.h"

namespace kindred::api {
namespace {

Response started(JobId job) { return json_response({{"job_id", to_string(job)}}, 202); }

Result<EmbeddingKind> kind_named(std::string_view text) { return word(text, "kind", parse_embedding_kind); }

// A Datalake has no shapes.
Result<void> check_images(EmbeddingKind kind) {
  if (kind == EmbeddingKind::images) return {};
  return invalid("'shapes' is not a kind of embeddings that a datalake has: its versions have");
}

struct Retry {
  EmbeddingKind kind = EmbeddingKind::images;
  EmbeddingStatus status = EmbeddingStatus::error;
};
Result<Retry> retry_in_body(const Request& request) {
  const json::object body = TRY(body_object(request.body));
  const std::string kind = TRY(optional_string(body, "kind")).value_or("images");
  const std::string status = TRY(required_string(body, "status"));
  return Retry{TRY(kind_named(kind)), TRY(word(status, "status", parse_embedding_status))};
}

template <typename Scope>
Result<Response> show(Context& context, Scope scope) {
  const auto [search, counts] = TRY(usecases::visual_search_of(context.workspace, scope));
  return json_response(to_json(search, counts));
}

template <typename Scope>
Result<Response> count_points(Context& context, Scope scope) {
  return json_response({{"count", TRY(usecases::visual_search_of(context.workspace, scope)).counts.done}});
}

std::int64_t count_of(const EmbeddingCounts& counts, EmbeddingStatus status) {
  switch (status) {
    case EmbeddingStatus::pending: return counts.pending;
    case EmbeddingStatus::done: return counts.done;
    case EmbeddingStatus::error: return counts.error;
    case EmbeddingStatus::unsupported: return counts.unsupported;
  }
  return 0;
}

json::object item_json(const store::EmbeddingItem& item) {
  const std::string data_id = to_string(item.data_id);
  return {{"id", item.asset_id ? to_string(*item.asset_id) : data_id},
          {"data_id", data_id},
          {"filename", item.filename},
          {"status", to_string(item.status)},
          {"reason", item.reason.empty() ? json::value(nullptr) : json::value(item.reason)},
          {"attempts", item.attempts}};
}

json::object shape_item_json(const store::ShapeEmbeddingItem& item) {
  return {{"id", to_string(item.id)},           {"asset_id", to_string(item.asset_id)},
          {"data_id", to_string(item.data_id)}, {"filename", item.filename},
          {"label", item.label_name},           {"shape_type", to_string(item.kind)},
          {"status", to_string(item.status)},   {"reason", item.reason.empty() ? json::value(nullptr) : json::value(item.reason)},
          {"attempts", item.attempts}};
}

Result<EmbeddingKind> kind_in_query(const Request& request) { return kind_named(request.query.one("kind").value_or("images")); }

Result<EmbeddingStatus> status_in_query(const Request& request) {
  return word(request.query.one("status").value_or("ERROR"), "status", parse_embedding_status);
}

template <typename Scope>
Result<Response> list_images(Context& context, const Request& request, Scope scope) {
  const EmbeddingStatus status = TRY(status_in_query(request));
  const auto page = TRY(parse_page(request.query));
  usecases::Listing<store::EmbeddingItem> listing;
  listing.page = TRY(usecases::list_embeddings(context.workspace, scope, status, page));
  listing.count = count_of(TRY(usecases::visual_search_of(context.workspace, scope)).counts, status);
  return json_response(listing_json(listing, item_json));
}

Result<Response> list_shapes(Context& context, const Request& request, DatasetVersionId version) {
  const EmbeddingStatus status = TRY(status_in_query(request));
  const auto page = TRY(parse_page(request.query));
  usecases::Listing<store::ShapeEmbeddingItem> listing;
  listing.page = TRY(usecases::list_shape_embeddings(context.workspace, version, status, page));
  listing.count = count_of(TRY(usecases::shape_search_of(context.workspace, version)).counts, status);
  return json_response(listing_json(listing, shape_item_json));
}

}  // namespace

Result<Response> activate_datalake(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const json::object body = TRY(body_object(request.body));
  auto model = TRY(optional_string(body, "model"));
  return started(TRY(usecases::activate_datalake(context.workspace, context.caller, datalake, std::move(model))));
}

Result<Response> deactivate_datalake(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  TRY(usecases::deactivate_datalake(context.workspace, context.caller, datalake));
  return no_content();
}

Result<Response> retry_datalake(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  const auto [kind, status] = TRY(retry_in_body(request));
  TRY(check_images(kind));
  return started(TRY(usecases::retry_embeddings(context.workspace, context.caller, datalake, status)));
}

Result<Response> show_datalake_search(Context& context, const Request& request) {
  return show(context, TRY(datalake_of(context, request)));
}
Result<Response> list_datalake_items(Context& context, const Request& request) {
  const DatalakeId datalake = TRY(datalake_of(context, request));
  TRY(check_images(TRY(kind_in_query(request))));
  return list_images(context, request, datalake);
}
Result<Response> count_datalake_points(Context& context, const Request& request) {
  return count_points(context, TRY(datalake_of(context, request)));
}

Result<Response> activate_version(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  return started(TRY(usecases::activate_version(context.workspace, context.caller, version)));
}

Result<Response> deactivate_version(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  TRY(usecases::deactivate_version(context.workspace, context.caller, version));
  return no_content();
}

Result<Response> retry_version(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const auto [kind, status] = TRY(retry_in_body(request));
  if (kind == EmbeddingKind::shapes) return started(TRY(usecases::retry_shapes(context.workspace, context.caller, version, status)));
  return started(TRY(usecases::retry_version_embeddings(context.workspace, context.caller, version, status)));
}

Result<Response> show_version_search(Context& context, const Request& request) { return show(context, TRY(version_of(context, request))); }
Result<Response> list_version_items(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const bool of_shapes = TRY(kind_in_query(request)) == EmbeddingKind::shapes;
  return of_shapes ? list_shapes(context, request, version) : list_images(context, request, version);
}
Result<Response> count_version_points(Context& context, const Request& request) {
  return count_points(context, TRY(version_of(context, request)));
}

}  // namespace kindred::api
