#include "usecases/file_shapes.h"

#include <algorithm>
#include <cmath>

#include "annotations/rle.h"

namespace kindred::usecases {
namespace {

template <typename... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::int32_t whole(double number) { return static_cast<std::int32_t>(std::lround(number)); }

kindred::Point whole(const annotations::Point& point) { return {whole(point.x), whole(point.y)}; }

std::vector<kindred::Point> whole(const std::vector<annotations::Point>& points) {
  std::vector<kindred::Point> result;
  result.reserve(points.size());
  for (const annotations::Point& point : points)
    result.push_back(whole(point));
  return result;
}

// Its edges are rounded, not its size: boxes that touch still touch. At least a pixel is left.
Rectangle whole(const annotations::Box& box) {
  const std::int32_t x = whole(box.x);
  const std::int32_t y = whole(box.y);
  return {x, y, std::max(1, whole(box.x + box.w) - x), std::max(1, whole(box.y + box.h) - y)};
}

Result<kindred::Mask> mask_of(const annotations::Mask& mask, annotations::Size size) {
  if (size != annotations::Size{mask.width, mask.height})
    return invalid("the mask has " + std::to_string(mask.width) + " x " + std::to_string(mask.height) + " pixels, but its picture " +
                   std::to_string(size.width) + " x " + std::to_string(size.height));
  const auto runs = TRY(annotations::runs_of(mask));
  const auto box = annotations::box_of_runs(runs, size);
  if (!box) return invalid("the mask is empty");
  return kindred::Mask{mask.counts, static_cast<std::int64_t>(annotations::area_of_runs(runs)), whole(*box)};
}

std::vector<annotations::Point> exact(const std::vector<kindred::Point>& points) {
  std::vector<annotations::Point> result;
  result.reserve(points.size());
  for (const kindred::Point& point : points)
    result.push_back({static_cast<double>(point.x), static_cast<double>(point.y)});
  return result;
}

annotations::Box exact(const Rectangle& box) {
  return {static_cast<double>(box.x), static_cast<double>(box.y), static_cast<double>(box.w), static_cast<double>(box.h)};
}

}  // namespace

Result<std::vector<Geometry>> geometries_of(const annotations::Shape& shape, annotations::Size size) {
  std::vector<Geometry> all;
  TRY(std::visit(Overloaded{[&](const annotations::Classification&) -> Result<void> {
                              all.emplace_back(kindred::Classification{});
                              return {};
                            },
                            [&](const annotations::Box& box) -> Result<void> {
                              all.emplace_back(whole(box));
                              return {};
                            },
                            [&](const annotations::Polygon& polygon) -> Result<void> {
                              for (const annotations::Ring& ring : polygon.parts)
                                all.emplace_back(kindred::Polygon{whole(ring)});
                              return {};
                            },
                            [&](const annotations::Line& line) -> Result<void> {
                              all.emplace_back(kindred::Line{whole(line.points)});
                              return {};
                            },
                            [&](const annotations::Point& point) -> Result<void> {
                              all.emplace_back(whole(point));
                              return {};
                            },
                            [&](const annotations::Mask& mask) -> Result<void> {
                              all.emplace_back(TRY(mask_of(mask, size)));
                              return {};
                            }},
                 shape.geometry));
  if (!shape.keypoints.empty()) {
    kindred::Keypoints keypoints;
    for (const annotations::Keypoint& keypoint : shape.keypoints)
      keypoints.points.push_back({whole(annotations::Point{keypoint.x, keypoint.y}), static_cast<std::int32_t>(keypoint.visibility)});
    all.emplace_back(std::move(keypoints));
  }
  return all;
}

std::string attributes_of(const annotations::Shape& shape) {
  return shape.attributes.empty() ? std::string() : json::serialize(shape.attributes);
}

Result<annotations::Shape> file_shape(const Shape& shape, annotations::Size size) {
  annotations::Shape out;
  out.label = shape.label_name;
  out.text = shape.text;
  if (!shape.attributes_json.empty()) out.attributes = TRY(parse_json_object(shape.attributes_json, "a shape's attributes"));
  std::visit(Overloaded{[&](const Rectangle& box) { out.geometry = exact(box); },
                        [&](const kindred::Polygon& polygon) { out.geometry = annotations::Polygon{{exact(polygon.points)}}; },
                        [&](const kindred::Line& line) { out.geometry = annotations::Line{exact(line.points)}; },
                        [&](const kindred::Point& point) { out.geometry = exact(std::vector<kindred::Point>{point})[0]; },
                        [&](const kindred::Classification&) { out.geometry = annotations::Classification{}; },
                        [&](const kindred::Mask& mask) { out.geometry = annotations::Mask{size.width, size.height, mask.counts}; },
                        [&](const kindred::Keypoints& keypoints) {
                          Rectangle box = box_of(shape.geometry).value_or(Rectangle{});
                          box.w = std::max(1, box.w);  // files have no boxes without area
                          box.h = std::max(1, box.h);
                          out.geometry = exact(box);
                          for (const kindred::Keypoint& keypoint : keypoints.points)
                            out.keypoints.push_back({static_cast<double>(keypoint.at.x), static_cast<double>(keypoint.at.y),
                                                     static_cast<annotations::Visibility>(keypoint.visibility)});
                        }},
             shape.geometry);
  return out;
}

}  // namespace kindred::usecases
