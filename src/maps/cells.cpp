#include "maps/cells.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace kindred::maps {
namespace {

using projection::Position;

// Cells are this much wider than needed, so that the largest coordinate doesn't fall on the far border of the last one.
constexpr double kHair = 1 + 1e-12;

// Which column or row; biased, so that cells before the first have numbers too. Those beyond all reason share the outermost one.
std::uint32_t cell_of(double value, double origin, double extent) {
  constexpr double kBias = 2147483648.0;
  if (extent <= 0) return static_cast<std::uint32_t>(kBias);
  const double cell = std::floor((value - origin) / extent) + kBias;
  return static_cast<std::uint32_t>(std::clamp(cell, 0.0, double{std::numeric_limits<std::uint32_t>::max()}));
}

// The bits of `value`, at the even places.
std::uint64_t spread_bits(std::uint32_t value) {
  std::uint64_t bits = value;
  bits = (bits | bits << 16) & 0x0000FFFF0000FFFFULL;
  bits = (bits | bits << 8) & 0x00FF00FF00FF00FFULL;
  bits = (bits | bits << 4) & 0x0F0F0F0F0F0F0F0FULL;
  bits = (bits | bits << 2) & 0x3333333333333333ULL;
  return (bits | bits << 1) & 0x5555555555555555ULL;
}

struct ItemInCell {
  std::uint64_t cell;
  std::uint32_t item;
  bool operator<(const ItemInCell& other) const { return cell != other.cell ? cell < other.cell : item < other.item; }
};

}  // namespace

CellGrid grid_over(std::span<const Position> positions) {
  if (positions.empty()) return {};
  Position low = positions.front();
  Position high = low;
  for (const Position& at : positions) {
    low = {std::min(low.x, at.x), std::min(low.y, at.y)};
    high = {std::max(high.x, at.x), std::max(high.y, at.y)};
  }
  const auto cell = [](float from, float to) { return (double{to} - double{from}) / kCellsPerSide * kHair; };
  return {low.x, low.y, cell(low.x, high.x), cell(low.y, high.y)};
}

MapPoints gather(const CellGrid& grid, std::span<const Uuid> items, std::span<const Position> positions) {
  assert(items.size() == positions.size());
  std::vector<ItemInCell> order;
  order.reserve(items.size());
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const std::uint64_t column = spread_bits(cell_of(positions[i].x, grid.x, grid.cell_width));
    const std::uint64_t row = spread_bits(cell_of(positions[i].y, grid.y, grid.cell_height));
    order.push_back({column | row << 1, i});
  }
  std::sort(order.begin(), order.end());

  MapPoints points;
  points.grid = grid;
  points.items.reserve(items.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || order[i].cell != order[i - 1].cell) {
      points.x.push_back(positions[order[i].item].x);
      points.y.push_back(positions[order[i].item].y);
      points.multiplicity.push_back(0);
    }
    ++points.multiplicity.back();
    points.items.push_back(items[order[i].item]);
  }
  points.cluster.assign(points.size(), kNoise);
  return points;
}

std::vector<float> coordinates(const MapPoints& points) {
  std::vector<float> xy;
  xy.reserve(points.size() * 2);
  for (std::size_t i = 0; i < points.size(); ++i)
    xy.insert(xy.end(), {points.x[i], points.y[i]});
  return xy;
}

std::vector<Position> item_positions(const MapPoints& points) {
  std::vector<Position> positions;
  positions.reserve(points.items.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    positions.insert(positions.end(), points.multiplicity[i], Position{points.x[i], points.y[i]});
  return positions;
}

}  // namespace kindred::maps
