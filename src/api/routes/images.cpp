// Pictures for the page, whole and small. An id always shows the same bytes, so browsers keep them.
#include "api/context.h"
#include "api/fields.h"
#include "api/ranges.h"
#include "api/routes/handlers.h"
#include "usecases/own.h"
#include "usecases/show_image.h"
#include "usecases/thumbnails.h"

namespace kindred::api {
namespace {

constexpr std::string_view kForever = "private, max-age=31536000, immutable";

Response shown(const Request& request, usecases::ShownImage image) {
  const auto file = std::make_shared<const MappedFile>(std::move(image.file));
  Response response = serve_file(request, {file->bytes(), file, image.content_type, image.etag, kForever});
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

Result<Response> thumbnail(Context& context, const Request& request, const Data& data) {
  const auto size = TRY(whole_number(request.query, "size", usecases::Thumbnails::kGridSize, 1, 4096));
  return shown(request, TRY(usecases::show_thumbnail(context.workspace, data, static_cast<int>(size))));
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

}  // namespace kindred::api
