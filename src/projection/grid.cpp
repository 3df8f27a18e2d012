#include "projection/grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace kindred::projection {

Grid::Grid(std::span<const float> xy, double side) : side_(side) {
  const std::size_t count = xy.size() / 2;
  if (count == 0) return;
  left_ = xy[0];
  top_ = xy[1];
  for (std::size_t i = 0; i < count; ++i) {
    left_ = std::min<double>(left_, xy[2 * i]);
    top_ = std::min<double>(top_, xy[2 * i + 1]);
  }
  sort_points(xy);
  index_rows();
}

Grid::Key Grid::key_of(float x, float y) const {
  return {static_cast<std::int64_t>(std::floor((y - top_) / side_)), static_cast<std::int64_t>(std::floor((x - left_) / side_))};
}

// Two stable counting sorts when rows and columns are few, an ordinary sort otherwise.
void Grid::sort_points(std::span<const float> xy) {
  const std::size_t count = xy.size() / 2;
  std::vector<Key> keys(count);
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  for (std::size_t i = 0; i < count; ++i) {
    keys[i] = key_of(xy[2 * i], xy[2 * i + 1]);
    rows = std::max(rows, keys[i].row + 1);
    columns = std::max(columns, keys[i].column + 1);
  }
  order_.resize(count);
  std::iota(order_.begin(), order_.end(), 0U);
  const auto few = static_cast<std::int64_t>(4 * count + 1024);
  if (rows <= few && columns <= few) {
    std::vector<std::uint32_t> sorted(count);
    const auto pass = [&](std::int64_t values, auto value_of) {
      std::vector<std::uint32_t> start(static_cast<std::size_t>(values) + 1, 0);
      for (const std::uint32_t i : order_)
        ++start[static_cast<std::size_t>(value_of(keys[i])) + 1];
      std::partial_sum(start.begin(), start.end(), start.begin());
      for (const std::uint32_t i : order_)
        sorted[start[static_cast<std::size_t>(value_of(keys[i]))]++] = i;
      order_.swap(sorted);
    };
    pass(columns, [](const Key& key) { return key.column; });
    pass(rows, [](const Key& key) { return key.row; });
  } else {
    std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return keys[a].row != keys[b].row ? keys[a].row < keys[b].row : keys[a].column < keys[b].column;
    });
  }
  for (std::uint32_t place = 0; place < order_.size(); ++place) {
    const Key& key = keys[order_[place]];
    if (cells_.empty() || cells_.back().row != key.row || cells_.back().column != key.column) {
      cells_.push_back({key.column, key.row, place, place});
    }
    cells_.back().end = place + 1;
  }
}

void Grid::index_rows() {
  for (std::uint32_t i = 0; i < cells_.size(); ++i) {
    const auto [place, is_new] = rows_.try_emplace(cells_[i].row, i, i);
    place->second.second = i + 1;
  }
}

Grid::Box Grid::box(const Cell& cell) const {
  constexpr double kWider = 1e-6;
  const double left = left_ + static_cast<double>(cell.column) * side_;
  const double top = top_ + static_cast<double>(cell.row) * side_;
  const double margin = kWider * side_;
  return {left - margin, top - margin, left + side_ + margin, top + side_ + margin};
}

const Grid::Cell* Grid::at(std::int64_t column, std::int64_t row) const {
  const auto place = rows_.find(row);
  if (place == rows_.end()) return nullptr;
  const auto begin = cells_.begin() + place->second.first;
  const auto end = cells_.begin() + place->second.second;
  const auto cell = std::lower_bound(begin, end, column, [](const Cell& one, std::int64_t wanted) { return one.column < wanted; });
  return cell != end && cell->column == column ? &*cell : nullptr;
}

}  // namespace kindred::projection
