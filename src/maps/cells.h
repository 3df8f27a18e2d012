// Items that lie in one cell of a map's grid become one point.
// Thread-safety: pure functions.
#pragma once

#include <span>

#include "maps/map_points.h"
#include "projection/optimize_layout.h"

namespace kindred::maps {

// The grid of a new map: its smallest box cut into 65,536 columns and rows.
CellGrid grid_over(std::span<const projection::Position> positions);

// The points of these items, all noise until they are clustered. A point lies where the first of its items lies, so that a map's own items,
// named first, keep their points when others join them. The order of points is that of their cells on a Z-curve (Morton, 1966).
// Requires: as many positions as items, all finite.
MapPoints gather(const CellGrid& grid, std::span<const Uuid> items, std::span<const projection::Position> positions);

// x and y of each point in turn, as the engine wants them.
std::vector<float> coordinates(const MapPoints& points);

// The position of each item: that of its point.
std::vector<projection::Position> item_positions(const MapPoints& points);

}  // namespace kindred::maps
