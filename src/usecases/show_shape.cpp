#include "usecases/show_shape.h"

#include <algorithm>

#include "base/crypto.h"
#include "store/assets.h"
#include "store/embeddings.h"
#include "store/shapes.h"
#include "usecases/own.h"
#include "usecases/shape_crop.h"

namespace kindred::usecases {
namespace {

using store::Connection;

// A quarter of the shorter side around a point.
Result<images::PixelBox> around(const Point& point, int width, int height) {
  const double side = std::max(1.0, std::min(width, height) / 4.0);
  return images::crop_box({point.x + 0.5 - side / 2, point.y + 0.5 - side / 2, side, side}, width, height, {});
}

Result<images::PixelBox> box_to_show(const Geometry& geometry, int width, int height, double margin) {
  if (const auto* point = std::get_if<Point>(&geometry)) return around(*point, width, height);
  if (std::holds_alternative<Classification>(geometry)) return images::PixelBox{0, 0, width, height};
  return crop_box_of(geometry, width, height, {.margin = margin});
}

// The cache keeps crops by what they are cut from: an edited shape, or another margin, is another picture.
std::string cache_key(const Data& data, const images::PixelBox& box) {
  const std::string text = data.sha256 + "/" + std::to_string(box.left) + "," + std::to_string(box.top) + "," + std::to_string(box.width) +
                           "," + std::to_string(box.height);
  return hex(sha256(text));
}

Error cannot_show(const Shape& shape, Error error) {
  if (error.kind != ErrorKind::corrupt && error.kind != ErrorKind::too_large && error.kind != ErrorKind::invalid) return error;
  return unsupported("The shape " + to_string(shape.id) + " can't be shown: " + error.message);
}

Result<void> make(Workspace& workspace, const Data& data, const images::PixelBox& box, std::string_view key, int size) {
  const MappedFile file = TRY(workspace.objects().open(data.sha256));
  images::DecodeOptions options;
  options.max_pixels = workspace.options().max_pixels;
  const images::Image picture = TRY(workspace.pictures().decode(file.bytes(), options));
  // The row's size is that of the picture at its registration; a crop must lie inside the picture whatever became of it.
  if (picture.width != data.width || picture.height != data.height)
    return corrupt("its picture has another size than when it was uploaded");
  return workspace.thumbnails().make(key, size, images::crop(picture, box));
}

}  // namespace

Result<ShownImage> show_shape_thumbnail(Workspace& workspace, const Caller& caller, ShapeId id, int size) {
  if (size < 1 || size > 4096) return invalid("A thumbnail's size must be from 1 to 4096 pixels");
  const Shape shape = TRY(workspace.database().read([&](Connection& c) { return store::find_shape(c, id); }));
  if (!own_version(workspace, caller, shape.version_id)) return not_found("There is no shape " + to_string(id));
  const Asset asset = TRY(workspace.database().read([&](Connection& c) { return store::find_asset(c, shape.asset_id); }));
  if (asset.data.type != DataType::image) return unsupported("'" + asset.data.filename + "' is a video: it has no thumbnail");
  const auto search =
      TRY(workspace.database().read([&](Connection& c) { return store::visual_search_of(c, shapes_of(shape.version_id)); }));
  const auto box = box_to_show(shape.geometry, asset.data.width, asset.data.height, search.crops.margin);
  if (!box) return cannot_show(shape, box.error());
  const std::string key = cache_key(asset.data, *box);
  const Thumbnails& thumbnails = workspace.thumbnails();
  if (!thumbnails.contains(key, size)) {
    if (Result<void> made = make(workspace, asset.data, *box, key, size); !made) return cannot_show(shape, std::move(made).error());
  }
  return ShownImage{TRY(thumbnails.find(key, size)), "image/jpeg", "\"" + key.substr(0, 32) + "-" + std::to_string(size) + "\""};
}

}  // namespace kindred::usecases
