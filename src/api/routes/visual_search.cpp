// Visual search of a Datalake's or a version's images: switched on and off, its state, its items by status.
#include "usecases/visual_search.h"
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/listing.h"
#include "api/routes/handlers.h"
#include "usecases/own.h"
#include "usecases/retry_version.h"

namespace kindred::api {
namespace {

Result<DatalakeId> datalake_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<DatalakeId>(request, "datalake"));
  return TRY(usecases::own_datalake(context.workspace, context.caller, id)).id;
}

Result<DatasetVersionId> version_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<DatasetVersionId>(request, "version"));
  return TRY(usecases::own_version(context.workspace, context.caller, id)).id;
}

Response started(JobId job) { return json_response({{"job_id", to_string(job)}}, 202); }

// Shapes have no embeddings yet.
Result<void> check_kind(std::string_view kind) {
  if (kind == "images") return {};
  return invalid("'" + std::string(kind) + "' is not a kind of embeddings that can be asked for: it must be 'images'");
}

Result<EmbeddingStatus> status_in_body(const Request& request) {
  const json::object body = TRY(body_object(request.body));
  const std::string kind = TRY(optional_string(body, "kind")).value_or("images");
  TRY(check_kind(kind));
  const std::string status = TRY(required_string(body, "status"));
  return word(status, "status", parse_embedding_status);
}

template <typename Scope>
Result<Response> show(Context& context, Scope scope) {
  const auto [search, counts] = TRY(usecases::visual_search_of(context.workspace, scope));
  return json_response({{"state", to_string(search.state)},
                        {"model", search.model_key.empty() ? json::value(nullptr) : json::value(search.model_key)},
                        {"dimension", search.dimension > 0 ? json::value(search.dimension) : json::value(nullptr)},
                        {"counts", to_json(counts)},
                        {"total", counts.total()},
                        {"job_id", search.job_id ? json::value(to_string(*search.job_id)) : json::value(nullptr)}});
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

template <typename Scope>
Result<Response> list_items(Context& context, const Request& request, Scope scope) {
  TRY(check_kind(request.query.one("kind").value_or("images")));
  const EmbeddingStatus status = TRY(word(request.query.one("status").value_or("ERROR"), "status", parse_embedding_status));
  const auto page = TRY(parse_page(request.query));
  usecases::Listing<store::EmbeddingItem> listing;
  listing.page = TRY(usecases::list_embeddings(context.workspace, scope, status, page));
  listing.count = count_of(TRY(usecases::visual_search_of(context.workspace, scope)).counts, status);
  return json_response(listing_json(listing, item_json));
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
  const EmbeddingStatus status = TRY(status_in_body(request));
  return started(TRY(usecases::retry_embeddings(context.workspace, context.caller, datalake, status)));
}

Result<Response> show_datalake_search(Context& context, const Request& request) {
  return show(context, TRY(datalake_of(context, request)));
}
Result<Response> list_datalake_items(Context& context, const Request& request) {
  return list_items(context, request, TRY(datalake_of(context, request)));
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
  const EmbeddingStatus status = TRY(status_in_body(request));
  return started(TRY(usecases::retry_version_embeddings(context.workspace, context.caller, version, status)));
}

Result<Response> show_version_search(Context& context, const Request& request) { return show(context, TRY(version_of(context, request))); }
Result<Response> list_version_items(Context& context, const Request& request) {
  return list_items(context, request, TRY(version_of(context, request)));
}
Result<Response> count_version_points(Context& context, const Request& request) {
  return count_points(context, TRY(version_of(context, request)));
}

}  // namespace kindred::api
