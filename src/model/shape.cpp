#include "model/shape.h"

#include <algorithm>
#include <limits>

namespace kindred {
namespace {

// Grows around points. Sizes fit: coordinates are at most a thousand million (usecases/shape_input.h).
class Bounds {
 public:
  void add(const Point& point) {
    left_ = std::min(left_, point.x);
    right_ = std::max(right_, point.x);
    top_ = std::min(top_, point.y);
    bottom_ = std::max(bottom_, point.y);
  }
  [[nodiscard]] std::optional<Rectangle> box() const {
    if (right_ < left_) return std::nullopt;
    return Rectangle{left_, top_, right_ - left_, bottom_ - top_};
  }

 private:
  std::int32_t left_ = std::numeric_limits<std::int32_t>::max();
  std::int32_t top_ = std::numeric_limits<std::int32_t>::max();
  std::int32_t right_ = std::numeric_limits<std::int32_t>::min();
  std::int32_t bottom_ = std::numeric_limits<std::int32_t>::min();
};

struct BoxOf {
  using Box = std::optional<Rectangle>;
  Box operator()(const Rectangle& rectangle) const { return rectangle; }
  Box operator()(const Polygon& polygon) const { return around(polygon.points); }
  Box operator()(const Line& line) const { return around(line.points); }
  Box operator()(const Point& point) const { return Rectangle{point.x, point.y, 0, 0}; }
  Box operator()(const Classification&) const { return std::nullopt; }
  Box operator()(const Mask& mask) const { return mask.box; }
  Box operator()(const Keypoints& keypoints) const {
    Bounds bounds;
    for (const Keypoint& point : keypoints.points)
      if (point.visibility != 0) bounds.add(point.at);
    return bounds.box();
  }

 private:
  static Box around(const std::vector<Point>& points) {
    Bounds bounds;
    for (const Point& point : points)
      bounds.add(point);
    return bounds.box();
  }
};

// The shoelace formula. Seen from the first point the products stay small enough for 64 bits: in 128 they do for any points.
std::int64_t area_of_polygon(const std::vector<Point>& points) {
  __extension__ using Wide = __int128;
  Wide twice = 0;
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    const auto ax = static_cast<Wide>(points[i].x) - points[0].x;
    const auto ay = static_cast<Wide>(points[i].y) - points[0].y;
    const auto bx = static_cast<Wide>(points[i + 1].x) - points[0].x;
    const auto by = static_cast<Wide>(points[i + 1].y) - points[0].y;
    twice += ax * by - ay * bx;
  }
  const Wide area = (twice < 0 ? -twice : twice) / 2;
  return static_cast<std::int64_t>(std::min<Wide>(area, std::numeric_limits<std::int64_t>::max()));
}

}  // namespace

std::optional<Rectangle> box_of(const Geometry& geometry) { return std::visit(BoxOf{}, geometry); }

std::int64_t area_of(const Geometry& geometry) {
  if (const auto* rectangle = std::get_if<Rectangle>(&geometry)) return std::int64_t{rectangle->w} * rectangle->h;
  if (const auto* polygon = std::get_if<Polygon>(&geometry)) return area_of_polygon(polygon->points);
  if (const auto* mask = std::get_if<Mask>(&geometry)) return mask->area;
  return 0;
}

}  // namespace kindred
