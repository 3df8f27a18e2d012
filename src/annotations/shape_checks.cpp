#include "annotations/shape_checks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "annotations/rle.h"

namespace kindred::annotations {
namespace {

using Reason = std::optional<std::string>;

template <typename... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

Reason why_refused(double number) {
  if (!std::isfinite(number)) return "a coordinate is not a finite number";
  if (std::abs(number) > kMaxCoordinate) return "a coordinate is beyond 1,000,000 pixels";
  return std::nullopt;
}

Reason why_refused(const Point& point) {
  const Reason reason = why_refused(point.x);
  return reason ? reason : why_refused(point.y);
}

Reason why_refused(const std::vector<Point>& points, std::size_t least, const char* what) {
  if (points.size() < least) return std::string(what) + " needs at least " + std::to_string(least) + " points";
  for (const Point& point : points) {
    if (Reason reason = why_refused(point)) return reason;
  }
  return std::nullopt;
}

Reason why_refused(const Box& box) {
  for (const double number : {box.x, box.y, box.w, box.h}) {
    if (Reason reason = why_refused(number)) return reason;
  }
  if (box.w < 0 || box.h < 0) return "the box has a negative size";
  if (box.w == 0 || box.h == 0) return "the box is empty";
  return std::nullopt;
}

Reason why_refused(const Polygon& polygon) {
  if (polygon.parts.empty()) return "the polygon has no points";
  for (const Ring& ring : polygon.parts) {
    if (Reason reason = why_refused(ring, 3, "a polygon")) return reason;
  }
  return std::nullopt;
}

Reason why_refused(const Mask& mask) {
  const auto runs = runs_of(mask);
  if (!runs) return "broken mask: " + runs.error().message;
  if (area_of_runs(*runs) == 0) return "the mask is empty";
  return std::nullopt;
}

void widen(std::optional<Box>& box, const Point& point) {
  if (!box) {
    box = Box{point.x, point.y, 0, 0};
    return;
  }
  const double right = std::max(box->x + box->w, point.x);
  const double bottom = std::max(box->y + box->h, point.y);
  box->x = std::min(box->x, point.x);
  box->y = std::min(box->y, point.y);
  box->w = right - box->x;
  box->h = bottom - box->y;
}

std::optional<Box> box_around(const std::vector<Point>& points) {
  std::optional<Box> box;
  for (const Point& point : points)
    widen(box, point);
  return box;
}

// Twice the signed area of a triangle: which side of ab the point c is on.
double side(const Point& a, const Point& b, const Point& c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

bool between(double a, double b, double value) { return std::min(a, b) <= value && value <= std::max(a, b); }

bool touches(const Point& a, const Point& b, const Point& on_the_line) {
  return between(a.x, b.x, on_the_line.x) && between(a.y, b.y, on_the_line.y);
}

bool meet(const Point& a, const Point& b, const Point& c, const Point& d) {
  const double c_side = side(a, b, c);
  const double d_side = side(a, b, d);
  const double a_side = side(c, d, a);
  const double b_side = side(c, d, b);
  if (((c_side > 0 && d_side < 0) || (c_side < 0 && d_side > 0)) && ((a_side > 0 && b_side < 0) || (a_side < 0 && b_side > 0))) return true;
  return (c_side == 0 && touches(a, b, c)) || (d_side == 0 && touches(a, b, d)) || (a_side == 0 && touches(c, d, a)) ||
         (b_side == 0 && touches(c, d, b));
}

Ring without_repeats(const Ring& ring) {
  Ring plain;
  for (const Point& point : ring) {
    if (plain.empty() || plain.back() != point) plain.push_back(point);
  }
  while (plain.size() > 1 && plain.front() == plain.back())
    plain.pop_back();
  return plain;
}

}  // namespace

std::optional<std::string> why_refused(const Shape& shape) {
  for (const Keypoint& keypoint : shape.keypoints) {
    if (Reason reason = why_refused(Point{keypoint.x, keypoint.y})) return "keypoints: " + *reason;
  }
  return std::visit(
      Overloaded{[](const Classification&) { return Reason(); }, [](const Line& line) { return why_refused(line.points, 2, "a line"); },
                 [](const auto& other) { return why_refused(other); }},
      shape.geometry);
}

// Sides by their left end: only those that overlap in x are compared.
bool crosses_itself(const Ring& given) {
  if (given.size() > kMostPointsForCrossings) return false;
  const Ring ring = without_repeats(given);
  const std::size_t count = ring.size();
  if (count < 4) return false;
  const auto left = [&](std::size_t i) { return std::min(ring[i].x, ring[(i + 1) % count].x); };
  const auto right = [&](std::size_t i) { return std::max(ring[i].x, ring[(i + 1) % count].x); };
  std::vector<std::size_t> sides(count);
  std::iota(sides.begin(), sides.end(), std::size_t{0});
  std::sort(sides.begin(), sides.end(), [&](std::size_t a, std::size_t b) { return left(a) < left(b); });
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t k = i + 1; k < count && left(sides[k]) <= right(sides[i]); ++k) {
      const std::size_t a = sides[i];
      const std::size_t b = sides[k];
      if ((a + 1) % count == b || (b + 1) % count == a) continue;
      if (meet(ring[a], ring[(a + 1) % count], ring[b], ring[(b + 1) % count])) return true;
    }
  }
  return false;
}

std::optional<Box> box_of(const Geometry& geometry) {
  return std::visit(
      Overloaded{[](const Classification&) { return std::optional<Box>(); }, [](const Box& box) { return std::optional(box); },
                 [](const Point& point) { return std::optional(Box{point.x, point.y, 0, 0}); },
                 [](const Line& line) { return box_around(line.points); },
                 [](const Polygon& polygon) {
                   std::optional<Box> box;
                   for (const Ring& ring : polygon.parts) {
                     for (const Point& point : ring)
                       widen(box, point);
                   }
                   return box;
                 },
                 [](const Mask& mask) {
                   const auto runs = runs_of(mask);
                   return runs ? box_of_runs(*runs, {mask.width, mask.height}) : std::nullopt;
                 }},
      geometry);
}

std::optional<std::string> why_odd(const Shape& shape, Size size) {
  if (const auto* polygon = std::get_if<Polygon>(&shape.geometry)) {
    if (std::any_of(polygon->parts.begin(), polygon->parts.end(), crosses_itself)) return "the polygon crosses itself";
  }
  if (size == Size{}) return std::nullopt;
  if (const auto* mask = std::get_if<Mask>(&shape.geometry)) {
    const bool fits = mask->width == size.width && mask->height == size.height;
    return fits ? std::nullopt : Reason("the mask has another size than its picture");
  }
  const auto box = box_of(shape.geometry);
  if (!box) return std::nullopt;
  const bool inside = box->x >= -1 && box->y >= -1 && box->x + box->w <= size.width + 1 && box->y + box->h <= size.height + 1;
  return inside
             ? std::nullopt
             : Reason("it leaves the picture, which has " + std::to_string(size.width) + " x " + std::to_string(size.height) + " pixels");
}

}  // namespace kindred::annotations
