#include "projection/dbscan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "projection/cell_grid.h"
#include "projection/near_pair.h"
#include "projection/plane_check.h"
#include "projection/union_find.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kCellsAPiece = 256;
constexpr std::size_t kCountsAtOnce = 64;  // between looks whether there are enough
constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
// Points of one cell are neighbours, rounding of coordinate / side included.
constexpr double kRoundingMargin = 1e-6;
// Different float32 numbers are farther apart than that.
constexpr double kLeastSide = 1e-50;

// The greatest square whose root is at most eps, so that squares can be compared instead of roots.
double square_limit(double eps) {
  double square = std::min(eps * eps, std::numeric_limits<double>::max());
  while (std::sqrt(square) > eps)
    square = std::nextafter(square, 0.0);
  for (double next = std::nextafter(square, HUGE_VAL); std::sqrt(next) <= eps && std::isfinite(next); next = std::nextafter(next, HUGE_VAL))
    square = next;
  return square;
}

class Dbscan {
 public:
  Dbscan(CellGrid grid, const DbscanOptions& options, Crew& crew, const StopFlag& stop)
      : grid_(std::move(grid)),
        wanted_(static_cast<std::size_t>(options.min_samples)),
        limit_(square_limit(options.eps)),
        crew_(crew),
        stop_(stop),
        cores_(grid_.cells().size()),
        marks_(grid_.cells().empty() ? 0 : grid_.cells().back().end),
        sets_(grid_.cells().size()) {}

  Result<Clustering> run(std::size_t count) {
    TRY(over_cells([this](std::size_t cell, const CellGrid::Around& around) { count_neighbours(cell, around); }));
    TRY(over_cells([this](std::size_t cell, const CellGrid::Around&) { gather_core(cell); }));
    TRY(over_cells([this](std::size_t cell, const CellGrid::Around& around) { unite_around(cell, around); }));
    Clustering result;
    result.labels.assign(count, -1);
    number_clusters(result);
    TRY(over_cells([&](std::size_t cell, const CellGrid::Around& around) { label(cell, around, result.labels); }));
    result.core.assign(count, false);
    for (std::size_t cell = 0; cell < cores_.size(); ++cell) {
      for (std::uint32_t place = grid_.cells()[cell].begin; place < cores_[cell].end; ++place)
        result.core[grid_.points()[place]] = true;
    }
    return result;
  }

 private:
  // The core points of a cell: its places up to `end`.
  struct Core {
    std::uint32_t end = 0;
    std::uint32_t lowest = kNone;  // number of a point
    std::int32_t label = -1;
    PlaneBox box;
  };

  template <typename Work>
  Result<void> over_cells(const Work& work) {
    return crew_.run_ranges(
        grid_.cells().size(), kCellsAPiece,
        [&](std::size_t begin, std::size_t end) {
          CellGrid::Cursor cursor(grid_);
          for (std::size_t cell = begin; cell < end; ++cell)
            work(cell, cursor.around(cell));
        },
        stop_);
  }

  [[nodiscard]] std::uint32_t count_near(std::uint32_t begin, std::uint32_t end, double x, double y) const {
    const float* xs = grid_.xs();
    const float* ys = grid_.ys();
    std::uint32_t count = 0;
    for (std::uint32_t place = begin; place < end; ++place) {
      const double dx = x - xs[place];
      const double dy = y - ys[place];
      count += static_cast<std::uint32_t>(dx * dx + dy * dy <= limit_);
    }
    return count;
  }

  [[nodiscard]] bool has_enough(const CellGrid::Around& around, std::uint32_t point) const {
    static constexpr std::array kNearestFirst{2, 1, 3, 0, 4};
    const double x = grid_.xs()[point];
    const double y = grid_.ys()[point];
    std::size_t count = 0;
    for (const int row : kNearestFirst) {
      const CellGrid::Range& range = around[static_cast<std::size_t>(row)];
      if (range.begin == range.end) continue;
      const std::uint32_t end = grid_.cells()[range.end - 1].end;
      for (std::uint32_t begin = grid_.cells()[range.begin].begin; begin < end; begin += kCountsAtOnce) {
        count += count_near(begin, static_cast<std::uint32_t>(std::min<std::size_t>(end, begin + kCountsAtOnce)), x, y);
        if (count >= wanted_) return true;
      }
    }
    return false;
  }

  // Marks of places, as those of other cells are read meanwhile and must not move.
  void count_neighbours(std::size_t index, const CellGrid::Around& around) {
    const CellGrid::Cell& cell = grid_.cells()[index];
    const bool all = cell.size() >= wanted_;
    for (std::uint32_t place = cell.begin; place < cell.end; ++place)
      marks_[place] = all || has_enough(around, place) ? 1 : 0;
  }

  void gather_core(std::size_t index) {
    const CellGrid::Cell& cell = grid_.cells()[index];
    Core& core = cores_[index];
    core.end = cell.begin;
    for (std::uint32_t place = cell.begin; place < cell.end; ++place) {
      if (marks_[place] == 0) continue;
      grid_.swap(place, core.end);
      core.lowest = std::min(core.lowest, grid_.points()[core.end]);
      core.box.add(grid_.xs()[core.end], grid_.ys()[core.end]);
      ++core.end;
    }
  }

  [[nodiscard]] PlaneSet core_set(std::size_t cell) const {
    const std::uint32_t begin = grid_.cells()[cell].begin;
    return {grid_.xs() + begin, grid_.ys() + begin, cores_[cell].end - begin, cores_[cell].box};
  }
  [[nodiscard]] bool has_core(std::size_t cell) const { return cores_[cell].lowest != kNone; }

  // Each pair of cells is looked at once, by the one that comes later.
  void unite_around(std::size_t cell, const CellGrid::Around& around) {
    if (!has_core(cell)) return;
    const PlaneSet own = core_set(cell);
    for (const CellGrid::Range& range : around) {
      for (std::uint32_t other = range.begin; other < range.end && other < cell; ++other) {
        if (!has_core(other)) continue;
        const auto [a, b] = std::pair(static_cast<std::uint32_t>(cell), other);
        if (sets_.find(a) != sets_.find(b) && any_near(own, core_set(other), limit_)) sets_.unite(a, b);
      }
    }
  }

  void number_clusters(Clustering& result) {
    std::vector<std::uint32_t> lowest(cores_.size(), kNone);  // of the sets, by their roots
    for (std::uint32_t cell = 0; cell < cores_.size(); ++cell) {
      if (!has_core(cell)) continue;
      std::uint32_t& of_set = lowest[sets_.find(cell)];
      of_set = std::min(of_set, cores_[cell].lowest);
    }
    std::vector<std::uint32_t> roots;
    for (std::uint32_t cell = 0; cell < cores_.size(); ++cell) {
      if (lowest[cell] != kNone) roots.push_back(cell);
    }
    std::sort(roots.begin(), roots.end(), [&](std::uint32_t a, std::uint32_t b) { return lowest[a] < lowest[b]; });
    for (const std::uint32_t root : roots)
      cores_[root].label = result.clusters++;
    for (std::uint32_t cell = 0; cell < cores_.size(); ++cell) {
      if (has_core(cell)) cores_[cell].label = cores_[sets_.find(cell)].label;
    }
  }

  void label(std::size_t index, const CellGrid::Around& around, std::vector<std::int32_t>& labels) const {
    const CellGrid::Cell& cell = grid_.cells()[index];
    for (std::uint32_t place = cell.begin; place < cell.end; ++place)
      labels[grid_.points()[place]] = place < cores_[index].end ? cores_[index].label : border_label(place, around);
  }

  [[nodiscard]] std::int32_t border_label(std::uint32_t place, const CellGrid::Around& around) const {
    PlaneSet point{grid_.xs() + place, grid_.ys() + place, 1, {}};
    point.box.add(*point.xs, *point.ys);
    std::int32_t lowest = -1;
    for (const CellGrid::Range& range : around) {
      for (std::uint32_t other = range.begin; other < range.end; ++other) {
        const std::int32_t label = cores_[other].label;
        if (label < 0 || (lowest >= 0 && label >= lowest)) continue;
        if (any_near(point, core_set(other), limit_)) lowest = label;
      }
    }
    return lowest;
  }

  CellGrid grid_;
  std::size_t wanted_;
  double limit_;
  Crew& crew_;
  const StopFlag& stop_;
  std::vector<Core> cores_;
  std::vector<std::uint8_t> marks_;  // of places: whether they are core
  UnionFind sets_;                   // of cells
};

Result<void> check(std::span<const float> xy, const DbscanOptions& options) {
  if (!(options.eps > 0) || !std::isfinite(options.eps)) return invalid("eps must be a number above 0, not " + std::to_string(options.eps));
  if (options.min_samples < 1) return invalid("min_samples must be at least 1, not " + std::to_string(options.min_samples));
  return check_plane(xy);
}

}  // namespace

Result<Clustering> dbscan(std::span<const float> xy, const DbscanOptions& options, const StopFlag& stop) {
  TRY(check(xy, options));
  Crew crew(options.num_threads);
  const double side = std::max(options.eps / std::sqrt(2.0) * (1 - kRoundingMargin), kLeastSide);
  CellGrid grid = TRY(CellGrid::make(xy, side, crew, stop));
  return Dbscan(std::move(grid), options, crew, stop).run(xy.size() / 2);
}

}  // namespace kindred::projection
