// The polygon's part of select.h, which states the rule. Thread-safety: pure function.
#pragma once

#include "maps/select.h"

namespace kindred::maps {

Result<std::vector<std::uint32_t>> select_polygon(const PlacedPoints& points, const Polygon& polygon, std::uint64_t max_comparisons);

}  // namespace kindred::maps
