// For tests: items by number, and small maps.
#pragma once

#include <random>
#include <vector>

#include "maps/cells.h"
#include "maps/map_points.h"

namespace kindred::maps {

inline std::vector<Uuid> some_items(std::size_t count, std::uint32_t first = 0) {
  std::vector<Uuid> items(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = first + static_cast<std::uint32_t>(i);
    for (std::size_t byte = 0; byte < 4; ++byte)
      items[i].bytes.at(15 - byte) = static_cast<std::uint8_t>(number >> (8 * byte));
  }
  return items;
}

// Two crowds and a few between them, with clusters by crowd.
inline MapPoints some_map(std::size_t count, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<float> spread(0, 1);
  std::vector<projection::Position> positions(count);
  for (std::size_t i = 0; i < count; ++i)
    positions[i] = {spread(random) + (i % 2 == 0 ? 5.0F : -5.0F), spread(random) * (i % 10 == 0 ? 5.0F : 1.0F)};
  MapPoints points = gather(grid_over(positions), some_items(count), positions);
  points.clusters = 2;
  for (std::size_t p = 0; p < points.size(); ++p)
    points.cluster[p] = std::abs(points.y[p]) > 3 ? kNoise : points.x[p] > 0 ? 1 : 0;
  return points;
}

}  // namespace kindred::maps
