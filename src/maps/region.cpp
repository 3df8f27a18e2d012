#include "maps/region.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "maps/map_points.h"

namespace kindred::maps {
namespace {

constexpr std::array<std::string_view, 3> kShapes{"polygon", "rectangle", "clusters"};

Result<double> coordinate(const json::value& value, const std::string& what) {
  json::error_code failure;
  const auto number = value.to_number<double>(failure);
  if (failure) return invalid(what + " must be a number");
  if (!(std::abs(number) <= kMaxCoordinate)) return invalid(what + " must be a finite number, at most 1e100");
  return number;
}

Result<const json::array*> list_of(const json::value& value, const std::string& field, const std::string& wanted, std::size_t most) {
  if (!value.is_array()) return invalid("The field '" + field + "' must be " + wanted);
  const json::array& list = value.get_array();
  if (list.size() <= most) return &list;
  return Error{
      ErrorKind::too_large,
      "The field '" + field + "' has " + std::to_string(list.size()) + " entries, at most " + std::to_string(most) + " are allowed",
      {}};
}

Result<Region> read_polygon(const json::value& value) {
  const json::array& list = *TRY(list_of(value, "polygon", "a list of corners [x, y]", kMaxCorners));
  Polygon polygon;
  polygon.corners.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string what = "Corner " + std::to_string(i) + " of 'polygon'";
    if (!list[i].is_array() || list[i].get_array().size() != 2) return invalid(what + " must be two numbers [x, y]");
    const json::array& corner = list[i].get_array();
    polygon.corners.push_back({TRY(coordinate(corner[0], what)), TRY(coordinate(corner[1], what))});
  }
  return Region(std::move(polygon));
}

Result<Region> read_rectangle(const json::value& value) {
  const json::array& list = *TRY(list_of(value, "rectangle", "four numbers [x0, y0, x1, y1]", 4));
  if (list.size() != 4) return invalid("The field 'rectangle' must be four numbers [x0, y0, x1, y1]");
  std::array<double, 4> sides{};
  for (std::size_t i = 0; i < sides.size(); ++i)
    sides.at(i) = TRY(coordinate(list[i], "Number " + std::to_string(i) + " of 'rectangle'"));
  const auto [x0, y0, x1, y1] = sides;
  return Region(Rectangle{{std::min(x0, x1), std::min(y0, y1)}, {std::max(x0, x1), std::max(y0, y1)}});
}

Result<Region> read_clusters(const json::value& value) {
  const json::array& list = *TRY(list_of(value, "clusters", "a list of cluster numbers, -1 for noise", kMaxClusters));
  ClusterSet set;
  for (const json::value& entry : list) {
    json::error_code failure;
    const auto number = entry.to_number<std::int64_t>(failure);
    if (failure || number < kNoise || number > std::numeric_limits<std::int32_t>::max()) {
      return invalid("The field 'clusters' must list cluster numbers: whole numbers from 0, or -1 for noise");
    }
    set.clusters.push_back(static_cast<std::int32_t>(number));
  }
  std::sort(set.clusters.begin(), set.clusters.end());
  return Region(std::move(set));
}

}  // namespace

Result<Region> read_region(const json::object& body) {
  std::string_view shape;
  for (const std::string_view name : kShapes) {
    const json::value* value = body.if_contains(name);
    if (value == nullptr || value->is_null()) continue;
    if (!shape.empty()) {
      return invalid("A region is one of 'polygon', 'rectangle' and 'clusters', but both '" + std::string(shape) + "' and '" +
                     std::string(name) + "' are given");
    }
    shape = name;
  }
  if (shape.empty()) return invalid("A region is missing: give 'polygon', 'rectangle' or 'clusters'");
  const json::value& value = body.at(shape);
  if (shape == "polygon") return read_polygon(value);
  if (shape == "rectangle") return read_rectangle(value);
  return read_clusters(value);
}

}  // namespace kindred::maps
