// Pictures to search with that are not in the workspace, or a region of one that is. Their ids go into a filter's `similar`.
#include "usecases/query_images.h"
#include "api/context.h"
#include "api/fields.h"
#include "api/routes/handlers.h"
#include "usecases/own.h"
#include "usecases/thumbnails.h"

namespace kindred::api {
namespace {

constexpr std::int64_t kMaxPixel = 1'000'000;

using Region = std::optional<Rectangle>;

// ?x=&y=&w=&h=, all or none.
Result<Region> region_of(const Query& query) {
  if (!query.one("x") && !query.one("y") && !query.one("w") && !query.one("h")) return Region();
  const auto side = [&](std::string_view name) -> Result<std::int32_t> {
    TRY(required(query, name));
    return static_cast<std::int32_t>(TRY(whole_number(query, name, 0, -kMaxPixel, kMaxPixel)));
  };
  return Region(Rectangle{TRY(side("x")), TRY(side("y")), TRY(side("w")), TRY(side("h"))});
}

Result<Data> named_data(Context& context, const json::object& body) {
  if (const auto asset = TRY(optional_string(body, "asset_id")))
    return TRY(usecases::own_asset(context.workspace, context.caller, TRY(AssetId::parse(*asset)))).data;
  return usecases::own_data(context.workspace, context.caller, TRY(DataId::parse(TRY(required_string(body, "data_id")))));
}

}  // namespace

// The body is a picture's file, or names one: {"asset_id": …} or {"data_id": …}.
Result<Response> add_query_image(Context& context, const Request& request) {
  const Region region = TRY(region_of(request.query));
  const bool names_one = request.headers.find("Content-Type").value_or("").starts_with("application/json");
  const QueryImageId id = names_one ? TRY(usecases::add_query_image(context.workspace, context.caller,
                                                                    TRY(named_data(context, TRY(body_object(request.body)))), region))
                                    : TRY(usecases::add_query_image(context.workspace, context.caller, std::string(request.body), region));
  return json_response({{"id", to_string(id)}, {"expires_in", usecases::QueryImages::kKept.count()}}, 201);
}

Result<Response> show_query_image(Context& context, const Request& request) {
  const auto id = TRY(id_of<QueryImageId>(request, "query_image"));
  const int size = static_cast<int>(TRY(whole_number(request.query, "size", usecases::Thumbnails::kGridSize, 1, 4096)));
  const auto jpeg = TRY(usecases::query_image_thumbnail(context.workspace, context.caller, id, size));
  return text_response("image/jpeg", std::string(jpeg.begin(), jpeg.end()));
}

}  // namespace kindred::api
