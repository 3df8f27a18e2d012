#include "projection/dbscan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "projection/grid.h"
#include "projection/parallel.h"
#include "projection/union_find.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kCellsAPiece = 256;
// With more cells across, rounding could put a point into a cell whose points are not all its neighbours: then distances are
// looked at within cells too. With more than the second number, cells are made larger than eps asks for.
constexpr double kMaxCliquesAcross = 0x1p30;
constexpr double kMaxCellsAcross = 0x1p50;
constexpr double kRoundingMargin = 1e-6;

struct Offset {
  int column;
  int row;
};
// Cells that can hold neighbours of a cell whose side is a little under eps / sqrt(2); the nearest first.
constexpr std::array<Offset, 24> kAround{{{0, 1},  {1, 0},  {0, -1},  {-1, 0},  {1, 1}, {1, -1}, {-1, 1}, {-1, -1},
                                          {0, 2},  {2, 0},  {0, -2},  {-2, 0},  {1, 2}, {2, 1},  {1, -2}, {2, -1},
                                          {-1, 2}, {-2, 1}, {-1, -2}, {-2, -1}, {2, 2}, {2, -2}, {-2, 2}, {-2, -2}}};

class Dbscan {
 public:
  Dbscan(std::span<const float> xy, const DbscanOptions& options, double side, bool cells_are_cliques)
      : xy_(xy), options_(options), grid_(xy, side), cells_are_cliques_(cells_are_cliques), core_(xy.size() / 2, 0), sets_(xy.size() / 2) {}

  Clustering run() {
    over_cells([this](const Grid::Cell& cell) { mark_core(cell); });
    over_cells([this](const Grid::Cell& cell) { gather_core(cell); });
    over_cells([this](const Grid::Cell& cell) { unite_within(cell); });
    over_cells([this](const Grid::Cell& cell) { unite_around(cell); });
    return label();
  }

 private:
  template <typename Work>
  void over_cells(const Work& work) {
    parallel_for(grid_.cells().size(), kCellsAPiece, options_.num_threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i)
        work(grid_.cells()[i]);
    });
  }

  [[nodiscard]] bool near(std::uint32_t a, std::uint32_t b) const {
    const double dx = static_cast<double>(xy_[2 * a]) - static_cast<double>(xy_[2 * b]);
    const double dy = static_cast<double>(xy_[2 * a + 1]) - static_cast<double>(xy_[2 * b + 1]);
    return std::sqrt(dx * dx + dy * dy) <= options_.eps;
  }

  // Counts neighbours only as far as needed.
  void mark_core(const Grid::Cell& cell) {
    const auto wanted = static_cast<std::size_t>(options_.min_samples);
    const auto own = grid_.points(cell);
    const bool all = cells_are_cliques_ && own.size() >= wanted;
    for (const std::uint32_t point : own)
      core_[point] = all || has_neighbours(cell, point, wanted) ? 1 : 0;
  }

  [[nodiscard]] bool has_neighbours(const Grid::Cell& cell, std::uint32_t point, std::size_t wanted) const {
    std::size_t count = 0;
    const auto add = [&](std::span<const std::uint32_t> others) {
      for (const std::uint32_t other : others) {
        if (count >= wanted) return;
        if (near(point, other)) ++count;
      }
    };
    if (cells_are_cliques_)
      count = grid_.points(cell).size();
    else
      add(grid_.points(cell));
    for (const Offset& offset : kAround) {
      if (count >= wanted) return true;
      if (const Grid::Cell* other = grid_.at(cell.column + offset.column, cell.row + offset.row)) add(grid_.points(*other));
    }
    return count >= wanted;
  }

  // Core points of a cell are kept at the front of its place in core_order_.
  void gather_core(const Grid::Cell& cell) {
    std::uint32_t end = cell.begin;
    for (const std::uint32_t point : grid_.points(cell)) {
      if (core_[point] != 0) core_order_[end++] = point;
    }
    core_end_[index_of(cell)] = end;
  }

  [[nodiscard]] std::size_t index_of(const Grid::Cell& cell) const { return static_cast<std::size_t>(&cell - grid_.cells().data()); }
  [[nodiscard]] std::span<const std::uint32_t> core_points(const Grid::Cell& cell) const {
    return std::span(core_order_).subspan(cell.begin, core_end_[index_of(cell)] - cell.begin);
  }

  void unite_within(const Grid::Cell& cell) {
    const auto own = core_points(cell);
    for (std::size_t i = 1; i < own.size(); ++i) {
      if (cells_are_cliques_)
        sets_.unite(own[0], own[i]);
      else
        unite_near(own[i], own.first(i));
    }
  }

  void unite_near(std::uint32_t point, std::span<const std::uint32_t> others) {
    for (const std::uint32_t other : others) {
      if (near(point, other)) sets_.unite(point, other);
    }
  }

  // Each pair of cells is looked at once, by the one that comes later.
  void unite_around(const Grid::Cell& cell) {
    const auto own = core_points(cell);
    if (own.empty()) return;
    for (const Offset& offset : kAround) {
      const Grid::Cell* other = grid_.at(cell.column + offset.column, cell.row + offset.row);
      if (other == nullptr || index_of(*other) > index_of(cell)) continue;
      const auto theirs = core_points(*other);
      if (theirs.empty()) continue;
      if (!cells_are_cliques_) {
        for (const std::uint32_t point : own)
          unite_near(point, theirs);
      } else if (sets_.find(own[0]) != sets_.find(theirs[0]) && any_near(cell, own, *other, theirs)) {
        sets_.unite(own[0], theirs[0]);
      }
    }
  }

  // Whether two cells have core points within eps: only points that reach the other cell's box can.
  [[nodiscard]] bool any_near(const Grid::Cell& cell, std::span<const std::uint32_t> own, const Grid::Cell& other,
                              std::span<const std::uint32_t> theirs) const {
    std::vector<std::uint32_t> reaching;
    for (const std::uint32_t point : theirs) {
      if (reaches(point, cell)) reaching.push_back(point);
    }
    if (reaching.empty()) return false;
    for (const std::uint32_t point : own) {
      if (!reaches(point, other)) continue;
      for (const std::uint32_t candidate : reaching) {
        if (near(point, candidate)) return true;
      }
    }
    return false;
  }

  // A little more than eps, so that rounding never leaves a neighbour out.
  [[nodiscard]] bool reaches(std::uint32_t point, const Grid::Cell& cell) const {
    const Grid::Box box = grid_.box(cell);
    const double dx = std::max({box.left - xy_[2 * point], xy_[2 * point] - box.right, 0.0});
    const double dy = std::max({box.top - xy_[2 * point + 1], xy_[2 * point + 1] - box.bottom, 0.0});
    return dx * dx + dy * dy <= options_.eps * options_.eps * (1 + kRoundingMargin);
  }

  Clustering label() {
    const std::size_t count = core_.size();
    Clustering result;
    result.labels.assign(count, -1);
    result.core.assign(core_.begin(), core_.end());
    // Roots are the lowest members, so going through the points in order numbers clusters by their lowest core point.
    for (std::uint32_t point = 0; point < count; ++point) {
      if (core_[point] == 0) continue;
      const std::uint32_t root = sets_.find(point);
      if (root == point)
        result.labels[point] = result.clusters++;
      else
        result.labels[point] = result.labels[root];
    }
    over_cells([&](const Grid::Cell& cell) { label_border(cell, result.labels); });
    return result;
  }

  void label_border(const Grid::Cell& cell, std::vector<std::int32_t>& labels) const {
    for (const std::uint32_t point : grid_.points(cell)) {
      if (core_[point] != 0) continue;
      std::int32_t lowest = -1;
      const auto look = [&](const Grid::Cell& other) {
        for (const std::uint32_t candidate : core_points(other)) {
          const std::int32_t label = labels[candidate];
          if ((lowest < 0 || label < lowest) && near(point, candidate)) lowest = label;
        }
      };
      look(cell);
      for (const Offset& offset : kAround) {
        if (const Grid::Cell* other = grid_.at(cell.column + offset.column, cell.row + offset.row)) look(*other);
      }
      labels[point] = lowest;
    }
  }

  std::span<const float> xy_;
  const DbscanOptions& options_;
  Grid grid_;
  bool cells_are_cliques_;
  std::vector<std::uint8_t> core_;
  std::vector<std::uint32_t> core_order_ = std::vector<std::uint32_t>(core_.size());
  std::vector<std::uint32_t> core_end_ = std::vector<std::uint32_t>(grid_.cells().size());
  UnionFind sets_;
};

Result<void> check(std::span<const float> xy, const DbscanOptions& options) {
  if (!(options.eps > 0) || !std::isfinite(options.eps)) return invalid("eps must be a number above 0, not " + std::to_string(options.eps));
  if (options.min_samples < 1) return invalid("min_samples must be at least 1, not " + std::to_string(options.min_samples));
  if (xy.size() % 2 != 0) return invalid("The points must have two coordinates each");
  for (std::size_t i = 0; i < xy.size(); ++i) {
    if (!std::isfinite(xy[i])) return invalid("Point " + std::to_string(i / 2) + " has a coordinate that is not a finite number");
  }
  return {};
}

double extent_of(std::span<const float> xy) {
  const auto [low, high] = std::minmax_element(xy.begin(), xy.end());
  return static_cast<double>(*high) - static_cast<double>(*low);
}

}  // namespace

Result<Clustering> dbscan(std::span<const float> xy, const DbscanOptions& options) {
  TRY(check(xy, options));
  if (xy.empty()) return Clustering{};
  const double extent = extent_of(xy);
  const double clique = options.eps / std::sqrt(2.0) * (1 - kRoundingMargin);
  const bool cliques = extent / clique <= kMaxCliquesAcross;
  return Dbscan(xy, options, std::max(clique, extent / kMaxCellsAcross), cliques).run();
}

}  // namespace kindred::projection
