#include "usecases/shape_crop.h"

#include <cmath>
#include <string>

#include "annotations/rle.h"

namespace kindred::usecases {
namespace {

std::vector<images::Point> points_of(const std::vector<Point>& points) {
  std::vector<images::Point> converted;
  converted.reserve(points.size());
  for (const Point& point : points)
    converted.push_back({double(point.x), double(point.y)});
  return converted;
}

Result<images::Image> without_background(images::Image cut, const images::PixelBox& box, const Geometry& geometry, int picture_height) {
  if (const auto* polygon = std::get_if<Polygon>(&geometry)) {
    return images::without_background(std::move(cut), images::inside_polygon(points_of(polygon->points), box));
  }
  if (const auto* mask = std::get_if<Mask>(&geometry)) {
    const auto runs = TRY(annotations::runs_of_counts(mask->counts));
    return images::without_background(std::move(cut), images::inside_runs(runs, picture_height, box));
  }
  return cut;
}

}  // namespace

Result<void> check_has_embedding(ShapeKind kind) {
  if (kind == ShapeKind::point) return unsupported("Points have no embedding: a point has no area to cut out");
  if (kind == ShapeKind::classification) return unsupported("Classifications have no embedding: they are of the whole picture");
  return {};
}

Result<void> check_crop_settings(const CropSettings& settings) {
  if (std::isfinite(settings.margin) && settings.margin >= 0 && settings.margin <= images::kMaxMargin) return {};
  return invalid("The margin must be from 0 to " + std::to_string(static_cast<int>(images::kMaxMargin)) +
                 ", as a fraction of a shape's longer side");
}

Result<images::PixelBox> crop_box_of(const Geometry& geometry, int picture_width, int picture_height, const CropSettings& settings) {
  TRY(check_has_embedding(kind_of(geometry)));
  const images::CropOptions options{.margin = settings.margin, .square = true};
  if (const auto* line = std::get_if<Line>(&geometry)) {
    return images::line_crop_box(points_of(line->points), picture_width, picture_height, options);
  }
  const std::optional<Rectangle> box = box_of(geometry);
  if (!box) return invalid("the shape is empty: it has no points");
  return images::crop_box({double(box->x), double(box->y), double(box->w), double(box->h)}, picture_width, picture_height, options);
}

Result<images::Image> cut_out(const images::Image& picture, const Geometry& geometry, const CropSettings& settings) {
  const images::PixelBox box = TRY(crop_box_of(geometry, picture.width, picture.height, settings));
  images::Image cut = images::crop(picture, box);
  if (!settings.mask_background) return cut;
  return without_background(std::move(cut), box, geometry, picture.height);
}

}  // namespace kindred::usecases
