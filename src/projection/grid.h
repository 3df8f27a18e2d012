// Points of a plane in square cells, each cell's points beside each other, so that those near a place are found at once.
// Thread-safety: immutable once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace kindred::projection {

class Grid {
 public:
  struct Cell {
    std::int64_t column = 0;
    std::int64_t row = 0;
    std::uint32_t begin = 0;  // its points: order()[begin, end), in increasing number
    std::uint32_t end = 0;
  };

  // Requires: finite coordinates, side > 0, extent / side below 2^51.
  Grid(std::span<const float> xy, double side);

  [[nodiscard]] std::span<const Cell> cells() const { return cells_; }
  [[nodiscard]] std::span<const std::uint32_t> order() const { return order_; }
  [[nodiscard]] std::span<const std::uint32_t> points(const Cell& cell) const {
    return std::span(order_).subspan(cell.begin, cell.end - cell.begin);
  }
  // The cell there, or nothing.
  [[nodiscard]] const Cell* at(std::int64_t column, std::int64_t row) const;
  // Where a cell's points can lie, a little wider than the cell so that rounding leaves none out.
  struct Box {
    double left, top, right, bottom;
  };
  [[nodiscard]] Box box(const Cell& cell) const;

 private:
  struct Key {
    std::int64_t row;
    std::int64_t column;
    bool operator==(const Key&) const = default;
  };
  [[nodiscard]] Key key_of(float x, float y) const;
  void sort_points(std::span<const float> xy);
  void index_rows();

  double side_;
  double left_ = 0;
  double top_ = 0;
  std::vector<std::uint32_t> order_;
  std::vector<Cell> cells_;  // by row, then column
  // Where each row of cells begins; a row's cells are found by binary search.
  std::unordered_map<std::int64_t, std::pair<std::uint32_t, std::uint32_t>> rows_;
};

}  // namespace kindred::projection
