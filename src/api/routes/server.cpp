// The program itself: whether it lives, whether it can work, what it is.
#include "api/context.h"
#include "api/json.h"
#include "api/routes/handlers.h"
#include "usecases/browse.h"

namespace kindred::api {

Result<Response> show_health(Context&, const Request&) { return json_response({{"status", "ok"}}); }

// Ready when the database answers.
Result<Response> show_readiness(Context& context, const Request&) {
  if (const auto datalake = usecases::default_datalake(context.workspace, context.workspace.owner()); !datalake) {
    return unavailable("The database does not answer: " + datalake.error().message);
  }
  return json_response({{"status", "ready"}});
}

Result<Response> show_server(Context& context, const Request&) {
  return json_response({{"name", "kindred"}, {"version", context.version}, {"capabilities", {"visual-search-images", "events"}}});
}

Result<Response> list_models(Context& context, const Request&) {
  json::array items;
  for (const usecases::RegisteredModel& model : TRY(context.workspace.models().list())) {
    items.push_back({{"key", model.key}, {"bundled", model.bundled}});
  }
  return json_response({{"items", std::move(items)}});
}

}  // namespace kindred::api
