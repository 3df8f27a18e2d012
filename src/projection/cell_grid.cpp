#include "projection/cell_grid.h"

#include <algorithm>
#include <cmath>

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 16'384;
constexpr std::size_t kRowsAPiece = 8;
constexpr double kWholeNumbers = 0x1p52;  // up to here one can be added

}  // namespace

// Where each point goes: its column, and which of the rows it's in.
struct CellGrid::Keys {
  std::vector<double> columns;
  std::vector<std::uint32_t> rows;
  std::vector<double> row_keys;  // of each row, rising

  Result<void> find(std::span<const float> xy, double side, Crew& crew, const StopFlag& stop) {
    const std::size_t count = xy.size() / 2;
    columns.resize(count);
    rows.resize(count);
    std::vector<double> keys(count);
    const auto body = [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        columns[i] = std::floor(xy[2 * i] / side);
        keys[i] = std::floor(xy[2 * i + 1] / side);
      }
    };
    TRY(crew.run_ranges(count, kGrain, body, stop));
    const auto [lowest, highest] = std::minmax_element(keys.begin(), keys.end());
    const bool few = *highest - *lowest < 4 * static_cast<double>(count) + 1024;
    if (few && std::max(std::abs(*lowest), std::abs(*highest)) < kWholeNumbers) {
      count_rows(keys, *lowest, *highest);
    } else {
      rank_rows(keys);
    }
    return {};
  }

  // All rows from the first to the last, empty ones too.
  void count_rows(const std::vector<double>& keys, double lowest, double highest) {
    for (double key = lowest; key <= highest; ++key)
      row_keys.push_back(key);
    for (std::size_t i = 0; i < keys.size(); ++i)
      rows[i] = static_cast<std::uint32_t>(keys[i] - lowest);
  }

  // Only the rows that have points.
  void rank_rows(const std::vector<double>& keys) {
    row_keys = keys;
    std::sort(row_keys.begin(), row_keys.end());
    row_keys.erase(std::unique(row_keys.begin(), row_keys.end()), row_keys.end());
    for (std::size_t i = 0; i < keys.size(); ++i)
      rows[i] = static_cast<std::uint32_t>(std::lower_bound(row_keys.begin(), row_keys.end(), keys[i]) - row_keys.begin());
  }
};

Result<CellGrid> CellGrid::make(std::span<const float> xy, double side, Crew& crew, const StopFlag& stop) {
  CellGrid grid;
  const std::size_t count = xy.size() / 2;
  if (count == 0) return grid;
  Keys keys;
  TRY(keys.find(xy, side, crew, stop));
  for (const double key : keys.row_keys)
    grid.rows_.push_back({key, 0, 0});
  std::vector<std::uint32_t> starts(grid.rows_.size() + 1);
  for (const std::uint32_t row : keys.rows)
    ++starts[row + 1];
  for (std::size_t i = 1; i < starts.size(); ++i)
    starts[i] += starts[i - 1];
  std::vector<Entry> entries(count);
  std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
  for (std::uint32_t i = 0; i < count; ++i)
    entries[next[keys.rows[i]]++] = {keys.columns[i], xy[2 * i], xy[2 * i + 1], i};
  TRY(grid.sort_into_cells(entries, starts, crew, stop));
  return grid;
}

Result<void> CellGrid::sort_into_cells(std::vector<Entry>& entries, const std::vector<std::uint32_t>& starts, Crew& crew,
                                       const StopFlag& stop) {
  xs_.resize(entries.size());
  ys_.resize(entries.size());
  points_.resize(entries.size());
  std::vector<std::vector<Cell>> cells_of(rows_.size());
  const auto sort_row = [&](std::size_t row) {
    const auto first = entries.begin() + starts[row];
    const auto last = entries.begin() + starts[row + 1];
    std::sort(first, last, [](const Entry& a, const Entry& b) { return a.column != b.column ? a.column < b.column : a.point < b.point; });
    for (std::uint32_t place = starts[row]; place < starts[row + 1]; ++place) {
      const Entry& entry = entries[place];
      xs_[place] = entry.x;
      ys_[place] = entry.y;
      points_[place] = entry.point;
      std::vector<Cell>& cells = cells_of[row];
      if (cells.empty() || cells.back().column != entry.column)
        cells.push_back({entry.column, static_cast<std::uint32_t>(row), place, place});
      cells.back().end = place + 1;
    }
  };
  TRY(crew.run_ranges(
      rows_.size(), kRowsAPiece,
      [&](std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row)
          sort_row(row);
      },
      stop));
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    rows_[row].begin = static_cast<std::uint32_t>(cells_.size());
    cells_.insert(cells_.end(), cells_of[row].begin(), cells_of[row].end());
    rows_[row].end = static_cast<std::uint32_t>(cells_.size());
  }
  return {};
}

void CellGrid::swap(std::uint32_t a, std::uint32_t b) {
  std::swap(xs_[a], xs_[b]);
  std::swap(ys_[a], ys_[b]);
  std::swap(points_[a], points_[b]);
}

const CellGrid::Around& CellGrid::Cursor::around(std::size_t index) {
  const Cell& cell = grid_.cells_[index];
  if (!inside_ || cell.row != row_ || cell.column < column_) enter_row(cell);
  column_ = cell.column;
  for (std::size_t i = 0; i < kRowsAround; ++i) {
    Range& range = ranges_[i];
    while (range.begin < rows_[i].end && grid_.cells_[range.begin].column < column_ - 2)
      ++range.begin;
    range.end = std::max(range.begin, range.end);
    while (range.end < rows_[i].end && grid_.cells_[range.end].column <= column_ + 2)
      ++range.end;
  }
  return ranges_;
}

void CellGrid::Cursor::enter_row(const Cell& cell) {
  inside_ = true;
  row_ = cell.row;
  rows_ = {};
  ranges_ = {};
  const double key = grid_.rows_[row_].key;
  const std::size_t first = row_ < 2 ? 0 : row_ - 2;
  const std::size_t last = std::min<std::size_t>(row_ + 2, grid_.rows_.size() - 1);
  for (std::size_t row = first; row <= last; ++row) {
    const Row& other = grid_.rows_[row];
    const double away = other.key - key;
    // Beyond 2^53 a row that lies apart may look near; its points are then found to be far away one by one.
    if (std::abs(away) > 2) continue;
    const std::size_t slot = row + 2 - row_;
    rows_[slot] = {other.begin, other.end};
    const auto begin = grid_.cells_.begin() + other.begin;
    const auto end = grid_.cells_.begin() + other.end;
    const auto near = std::lower_bound(begin, end, cell.column - 2, [](const Cell& one, double wanted) { return one.column < wanted; });
    ranges_[slot].begin = ranges_[slot].end = static_cast<std::uint32_t>(near - grid_.cells_.begin());
  }
}

}  // namespace kindred::projection
