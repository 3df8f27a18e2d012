// The points of a map as they are stored: what UMAP and DBSCAN made of the items of one Projection.
//
// One point stands for all items in one cell of a grid of 65,536 x 65,536 over the map, and so for all near-identical vectors, which
// UMAP lays on the same spot. Points are in Z-order (cells.h), so that neighbours on the map are near each other in the arrays, which
// makes searches by region quick (box_tree.h). Thread-safety: a value.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.h"

namespace kindred::maps {

inline constexpr std::int32_t kNoise = -1;
inline constexpr int kCellsPerSide = 65'536;

// Where the cells lie. Fixed when the map is made, and thought of as going on beyond it: items that are placed later may lie outside.
struct CellGrid {
  double x = 0;  // the lower left corner of the first cell
  double y = 0;
  double cell_width = 0;  // 0: all points have the same x
  double cell_height = 0;
  bool operator==(const CellGrid&) const = default;
};

struct MapPoints {
  CellGrid grid;
  std::vector<float> x;  // of each point
  std::vector<float> y;
  std::vector<std::int32_t> cluster;        // of each point, from 0, or kNoise
  std::vector<std::uint32_t> multiplicity;  // how many items each point stands for, at least 1
  std::vector<Uuid> items;                  // point by point; in all the sum of `multiplicity`. Data ids for images, shape ids for shapes
  std::int32_t clusters = 0;

  [[nodiscard]] std::size_t size() const { return x.size(); }
  bool operator==(const MapPoints&) const = default;
};

}  // namespace kindred::maps
