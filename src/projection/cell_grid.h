// Points of a plane in square cells, sorted by cell, so that those near a cell are five runs of neighbours in memory: one of each row.
//
// A cell's row and column are floor(coordinate / side), kept as float64. They are whole numbers and exact as far as 2^53; beyond, float32
// coordinates that differ are so many cells apart that only equal ones count as near, and those share a cell. So neither the extent nor a few
// points far away cost exactness or memory. Thread-safety: immutable but for swap().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "projection/crew.h"

namespace kindred::projection {

class CellGrid {
 public:
  struct Cell {
    double column = 0;
    std::uint32_t row = 0;    // in rows_
    std::uint32_t begin = 0;  // its points are the places [begin, end)
    std::uint32_t end = 0;

    [[nodiscard]] std::uint32_t size() const { return end - begin; }
  };
  struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  static constexpr std::size_t kRowsAround = 5;
  // Cells of each row, from two above to two below; the middle one has the cell itself.
  using Around = std::array<Range, kRowsAround>;

  // Requires: finite coordinates, fewer than 2^32 points, side of at least 1e-50.
  static Result<CellGrid> make(std::span<const float> xy, double side, Crew& crew, const StopFlag& stop);

  [[nodiscard]] std::span<const Cell> cells() const { return cells_; }
  // Of each place.
  [[nodiscard]] const float* xs() const { return xs_.data(); }
  [[nodiscard]] const float* ys() const { return ys_.data(); }
  [[nodiscard]] const std::uint32_t* points() const { return points_.data(); }
  // Two places of one cell.
  void swap(std::uint32_t a, std::uint32_t b);

  // Finds the cells at most two rows and two columns away. Quick when cells are asked for in their order. Thread-safety: one thread.
  class Cursor {
   public:
    explicit Cursor(const CellGrid& grid) : grid_(grid) {}
    const Around& around(std::size_t cell);

   private:
    void enter_row(const Cell& cell);

    const CellGrid& grid_;
    Around ranges_{};
    Around rows_{};  // all cells of each of the rows
    std::uint32_t row_ = 0;
    double column_ = 0;
    bool inside_ = false;
  };

 private:
  struct Row {
    double key = 0;
    std::uint32_t begin = 0;  // its cells
    std::uint32_t end = 0;
  };
  struct Entry {
    double column = 0;
    float x = 0;
    float y = 0;
    std::uint32_t point = 0;
  };
  struct Keys;

  Result<void> sort_into_cells(std::vector<Entry>& entries, const std::vector<std::uint32_t>& starts, Crew& crew, const StopFlag& stop);

  std::vector<Row> rows_;  // rising; some may be empty
  std::vector<Cell> cells_;
  std::vector<float> xs_;
  std::vector<float> ys_;
  std::vector<std::uint32_t> points_;
};

}  // namespace kindred::projection
