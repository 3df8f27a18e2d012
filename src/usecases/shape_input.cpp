#include "usecases/shape_input.h"

#include <numeric>

#include "annotations/rle.h"

namespace kindred::usecases {
namespace {

Error refused(std::string_view field, const std::string& why) { return invalid("The field '" + std::string(field) + "' " + why); }

Result<void> check_coordinate(std::string_view field, std::int32_t value) {
  if (value >= -kMaxCoordinate && value <= kMaxCoordinate) return {};
  return refused(field, "is " + std::to_string(value) + ", but coordinates go to " + std::to_string(kMaxCoordinate) + " at most");
}

Result<void> check_size(std::string_view field, std::int32_t value) {
  if (value < 0) return refused(field, "is " + std::to_string(value) + ", but a size can't be negative");
  return check_coordinate(field, value);
}

Result<void> check_point(std::string_view field, const Point& point) {
  TRY(check_coordinate(field, point.x));
  return check_coordinate(field, point.y);
}

Result<void> check_points(std::string_view field, const std::vector<Point>& points, std::size_t least) {
  if (points.size() < least || points.size() > kMaxPoints) {
    return refused(field, "has " + std::to_string(points.size()) + " points, but must have " + std::to_string(least) + " to " +
                              std::to_string(kMaxPoints));
  }
  for (const Point& point : points)
    TRY(check_point(field, point));
  return {};
}

struct Check {
  Result<void> operator()(const Rectangle& r) const {
    TRY(check_coordinate("x", r.x));
    TRY(check_coordinate("y", r.y));
    TRY(check_size("w", r.w));
    return check_size("h", r.h);
  }
  Result<void> operator()(const Polygon& polygon) const { return check_points("polygon", polygon.points, 3); }
  Result<void> operator()(const Line& line) const { return check_points("line", line.points, 2); }
  Result<void> operator()(const Point& point) const { return check_point("point", point); }
  Result<void> operator()(const Classification&) const { return {}; }
  Result<void> operator()(const Mask&) const { return {}; }
  Result<void> operator()(const Keypoints& keypoints) const {
    if (keypoints.points.empty() || keypoints.points.size() > kMaxPoints) {
      return refused("keypoints", "must have 1 to " + std::to_string(kMaxPoints) + " points");
    }
    for (const Keypoint& keypoint : keypoints.points) {
      TRY(check_point("keypoints", keypoint.at));
      if (keypoint.visibility < 0 || keypoint.visibility > 2) {
        return refused("keypoints",
                       "has a visibility of " + std::to_string(keypoint.visibility) + ": 0 is not labelled, 1 is hidden, 2 is visible");
      }
    }
    return {};
  }
};

Error broken_mask(const std::string& why) { return refused("mask", "is not COCO's compressed run lengths: " + why); }

}  // namespace

Result<Mask> measured_mask(std::string counts, int width, int height) {
  if (width <= 0 || height <= 0) return refused("mask", "needs a picture whose size is known");
  const auto runs = annotations::runs_of_counts(counts);
  if (!runs) return broken_mask(runs.error().message);
  const std::uint64_t pixels = std::uint64_t(width) * std::uint64_t(height);
  const std::uint64_t covered = std::accumulate(runs->begin(), runs->end(), std::uint64_t{0});
  if (covered != pixels) {
    return broken_mask("its runs cover " + std::to_string(covered) + " pixels, but the picture's " + std::to_string(width) + " x " +
                       std::to_string(height) + " are " + std::to_string(pixels));
  }
  Mask mask;
  mask.area = static_cast<std::int64_t>(annotations::area_of_runs(*runs));
  // All zero when there is no pixel, as pycocotools has it.
  const auto box = annotations::box_of_runs(*runs, {width, height}).value_or(annotations::Box{});
  const auto whole = [](double value) { return static_cast<std::int32_t>(value); };
  mask.counts = std::move(counts);
  mask.box = {whole(box.x), whole(box.y), whole(box.w), whole(box.h)};
  return mask;
}

Result<void> prepare(Geometry& geometry, const Data& data) {
  if (auto* mask = std::get_if<Mask>(&geometry)) *mask = TRY(measured_mask(std::move(mask->counts), data.width, data.height));
  return std::visit(Check{}, geometry);
}

Result<void> check_text(std::string_view text, std::string_view attributes_json) {
  const auto too_long = [](std::string_view field, std::size_t most) {
    return refused(field, "must have at most " + std::to_string(most) + " bytes");
  };
  if (text.size() > kMaxTextBytes) return too_long("text", kMaxTextBytes);
  if (attributes_json.size() > kMaxAttributesBytes) return too_long("attributes", kMaxAttributesBytes);
  return {};
}

}  // namespace kindred::usecases
