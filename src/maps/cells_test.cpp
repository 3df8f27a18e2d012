// Law: items of one cell, and no others, are one point; whoever comes later leaves the points of those before as they were.
#include "maps/cells.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>

#include "maps/test_maps.h"

namespace kindred::maps {
namespace {

using projection::Position;

std::vector<Position> random_positions(std::size_t count, unsigned seed, float extent) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> coordinate(-extent, extent);
  std::vector<Position> positions(count);
  for (Position& at : positions)
    at = {coordinate(random), coordinate(random)};
  return positions;
}

// The obvious way, for coordinates within the grid.
std::map<std::pair<long, long>, std::vector<std::size_t>> by_cell(const CellGrid& grid, const std::vector<Position>& positions) {
  std::map<std::pair<long, long>, std::vector<std::size_t>> cells;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const auto number = [](double value, double origin, double size) {
      return size > 0 ? static_cast<long>(std::floor((value - origin) / size)) : 0;
    };
    cells[{number(positions[i].x, grid.x, grid.cell_width), number(positions[i].y, grid.y, grid.cell_height)}].push_back(i);
  }
  return cells;
}

TEST(CellsTest, OnePointForEachCellThatHasItems) {
  std::vector<Position> positions = random_positions(20'000, 1, 10);
  positions.push_back({1000, 1000});  // so far off that many of the others share cells
  const std::vector<Uuid> items = some_items(positions.size());
  const CellGrid grid = grid_over(positions);
  const MapPoints points = gather(grid, items, positions);
  const auto cells = by_cell(grid, positions);
  ASSERT_EQ(points.size(), cells.size());
  EXPECT_LT(points.size(), positions.size());
  std::map<Uuid, std::size_t> index;
  for (std::size_t i = 0; i < items.size(); ++i)
    index[items[i]] = i;
  std::size_t next = 0;
  for (std::size_t p = 0; p < points.size(); ++p) {
    std::vector<std::size_t> members;
    for (std::uint32_t k = 0; k < points.multiplicity[p]; ++k)
      members.push_back(index.at(points.items[next++]));
    const Position first = positions[members.front()];
    EXPECT_EQ(points.x[p], first.x);
    EXPECT_EQ(points.y[p], first.y);
    const auto cell = by_cell(grid, {first}).begin()->first;
    EXPECT_EQ(cells.at(cell), members);
    EXPECT_EQ(points.cluster[p], kNoise);
  }
  EXPECT_EQ(next, items.size());
}

TEST(CellsTest, TheOutermostPointsFallInTheOutermostCells) {
  const std::vector<Position> positions{{-3, 2}, {7, 11}, {7, 2}, {-3, 11}};
  const CellGrid grid = grid_over(positions);
  const auto cells = by_cell(grid, positions);
  EXPECT_TRUE(cells.contains({0, 0}));
  EXPECT_TRUE(cells.contains({kCellsPerSide - 1, kCellsPerSide - 1}));
}

TEST(CellsTest, CopiesAreOnePointWithTheirCount) {
  std::vector<Position> positions(100, Position{1, 2});
  positions.push_back({5, 5});
  const MapPoints points = gather(grid_over(positions), some_items(positions.size()), positions);
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(std::multiset<std::uint32_t>(points.multiplicity.begin(), points.multiplicity.end()), (std::multiset<std::uint32_t>{1, 100}));
}

TEST(CellsTest, OneSpotIsOnePoint) {
  const std::vector<Position> positions(3, Position{0.5F, -1});
  EXPECT_EQ(gather(grid_over(positions), some_items(3), positions).size(), 1U);
  EXPECT_EQ(gather(grid_over({}), {}, {}).size(), 0U);
}

TEST(CellsTest, LaterItemsLeaveEarlierPointsWhereTheyAre) {
  const std::vector<Position> positions = random_positions(5'000, 2, 1);
  const std::vector<Uuid> items = some_items(positions.size());
  const MapPoints before = gather(grid_over(positions), items, positions);
  std::vector<Uuid> all = before.items;
  std::vector<Position> all_positions = item_positions(before);
  const std::vector<Position> late = random_positions(5'000, 3, 4);  // most of them outside of the map
  const std::vector<Uuid> late_items = some_items(late.size(), 100'000);
  all.insert(all.end(), late_items.begin(), late_items.end());
  all_positions.insert(all_positions.end(), late.begin(), late.end());
  const MapPoints after = gather(before.grid, all, all_positions);
  std::set<std::pair<float, float>> places;
  for (std::size_t p = 0; p < after.size(); ++p)
    places.insert({after.x[p], after.y[p]});
  for (std::size_t p = 0; p < before.size(); ++p)
    EXPECT_TRUE(places.contains({before.x[p], before.y[p]}));
  EXPECT_EQ(after.items.size(), all.size());
}

TEST(CellsTest, NeighboursInTheArraysAreNearOnTheMap) {
  const std::vector<Position> positions = random_positions(10'000, 4, 1);
  const MapPoints points = gather(grid_over(positions), some_items(positions.size()), positions);
  double walk = 0;
  for (std::size_t p = 1; p < points.size(); ++p)
    walk += std::hypot(points.x[p] - points.x[p - 1], points.y[p] - points.y[p - 1]);
  EXPECT_LT(walk / static_cast<double>(points.size()), 0.1);  // two random points are 1 apart
}

}  // namespace
}  // namespace kindred::maps
