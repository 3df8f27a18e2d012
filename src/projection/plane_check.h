// What all work on points of a plane asks of them. Thread-safety: pure function.
#pragma once

#include <cmath>
#include <limits>
#include <span>
#include <string>

#include "base/result.h"

namespace kindred::projection {

// `xy` holds x and y of each point in turn. `invalid`, naming the point, when a coordinate isn't finite or one has no partner.
inline Result<void> check_plane(std::span<const float> xy) {
  if (xy.size() % 2 != 0)
    return invalid("The points must have two coordinates each, but there are " + std::to_string(xy.size()) + " numbers");
  if (xy.size() / 2 > std::numeric_limits<std::int32_t>::max())
    return invalid("There are " + std::to_string(xy.size() / 2) + " points; at most 2147483647 are possible");
  for (std::size_t i = 0; i < xy.size(); ++i) {
    if (!std::isfinite(xy[i]))
      return invalid("Point " + std::to_string(i / 2) + " has a coordinate that is not a finite number", "Leave the point out.");
  }
  return {};
}

}  // namespace kindred::projection
