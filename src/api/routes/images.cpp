// Pictures for the page, whole and small. The id of a Data or an Asset always shows the same bytes, so browsers keep them.
#include "api/context.h"
#include "api/fields.h"
#include "api/ranges.h"
#include "api/routes/handlers.h"
#include "usecases/own.h"
#include "usecases/show_image.h"
#include "usecases/show_shape.h"
#include "usecases/thumbnails.h"

namespace kindred::api {
namespace {

constexpr std::string_view kForever = "private, max-age=31536000, immutable";
// A shape can be edited: browsers ask each time whether theirs is the newest.
constexpr std::string_view kAskAgain = "private, no-cache";

Response shown(const Request& request, usecases::ShownImage image, std::string_view cache_control = kForever) {
  const auto file = std::make_shared<const MappedFile>(std::move(image.file));
  Response response = serve_file(request, {file->bytes(), file, image.content_type, image.etag, cache_control});
  // An uploaded SVG must not run scripts as a page of this server.
  response.headers.add("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  return response;
}

Result<Data> data_of(Context& context, const Request& request) {
  const auto id = TRY(id_of<DataId>(request, "data"));
  return usecases::own_data(context.workspace, context.caller, id);
}

Result<Data> data_of_asset(Context& context, const Request& request) {
  const auto id = TRY(id_of<AssetId>(request, "asset"));
  return TRY(usecases::own_asset(context.workspace, context.caller, id)).data;
}

Result<Response> content(Context& context, const Request& request, const Data& data) {
  return shown(request, TRY(usecases::show_image(context.workspace, data)));
}

Result<int> thumbnail_size(const Request& request) {
  return static_cast<int>(TRY(whole_number(request.query, "size", usecases::Thumbnails::kGridSize, 1, 4096)));
}

Result<Response> thumbnail(Context& context, const Request& request, const Data& data) {
  const int size = TRY(thumbnail_size(request));
  return shown(request, TRY(usecases::show_thumbnail(context.workspace, data, size)));
}

}  // namespace

Result<Response> show_data(Context& context, const Request& request) { return content(context, request, TRY(data_of(context, request))); }

Result<Response> show_data_thumbnail(Context& context, const Request& request) {
  return thumbnail(context, request, TRY(data_of(context, request)));
}

Result<Response> show_asset(Context& context, const Request& request) {
  return content(context, request, TRY(data_of_asset(context, request)));
}

Result<Response> show_asset_thumbnail(Context& context, const Request& request) {
  return thumbnail(context, request, TRY(data_of_asset(context, request)));
}

Result<Response> show_shape_thumbnail(Context& context, const Request& request) {
  const auto id = TRY(id_of<ShapeId>(request, "shape"));
  const int size = TRY(thumbnail_size(request));
  return shown(request, TRY(usecases::show_shape_thumbnail(context.workspace, context.caller, id, size)), kAskAgain);
}

}  // namespace kindred::api
