// The layout: points are drawn together along the edges of the fuzzy graph and pushed apart from random others, epoch by epoch
// (UMAP, section 3.2, algorithm 5; umap-learn's optimize_layout_euclidean).
//
// An edge takes part in as many epochs as its weight says, at even intervals. umap-learn moves both ends of an edge when it comes to it,
// which makes the result depend on the order, and so on the threads. Here a point moves only itself, in four steps an epoch, and in each
// it sees the others where the step before left them. An edge always belongs to one half of them; for each half, a point first takes its own
// turns, with their pushes, then it follows the pulls that reach it from the other ends. Fewer steps cost quality: points are drawn to
// where others no longer are, pass them, and blur what lies near what (docs/map.md has figures). Random choices are functions of seed, epoch and point. So the
// result is the same on any number of threads, and whether epochs are run at once or in slices. Thread-safety: one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "projection/crew.h"
#include "projection/find_ab.h"
#include "projection/sparse_graph.h"

namespace kindred::projection {

struct LayoutForces;

struct Position {
  float x = 0;
  float y = 0;
  bool operator==(const Position&) const = default;
};

struct LayoutOptions {
  Curve curve;
  int epochs = 200;
  float learning_rate = 1;  // falls to 0 over the epochs
  int negative_sample_rate = 5;
  float repulsion_strength = 1;
  std::uint64_t seed = 42;
};

// umap-learn's rule: more epochs where there are few points.
int default_epochs(std::size_t points);

class Layout {
 public:
  // Edges lead from a point of `start` to another. Requires: graph.size() == start.size(); epochs >= 1.
  Layout(SparseGraph graph, std::vector<Position> start, const LayoutOptions& options);
  // Edges lead from a point of `start` to one of `anchors`, which stay. `anchors` must outlive the object.
  Layout(SparseGraph graph, std::vector<Position> start, const std::vector<Position>& anchors, const LayoutOptions& options);

  [[nodiscard]] int epoch() const { return epoch_; }
  [[nodiscard]] bool done() const { return epoch_ >= options_.epochs; }
  [[nodiscard]] const std::vector<Position>& positions() const { return positions_; }

  // One epoch. When stopped within it, positions are those before it.
  Result<void> advance(Crew& crew, const StopFlag& stop);

 private:
  Result<void> order_points(Crew& crew, const StopFlag& stop);
  [[nodiscard]] LayoutForces forces_of_epoch(std::uint32_t part) const;
  Result<void> part_of_epoch(std::uint32_t part, const std::vector<Position>& from, Crew& crew, const StopFlag& stop);
  Result<void> step(const LayoutForces& forces, const std::vector<Position>& from, std::vector<Position>& to, Crew& crew,
                    const StopFlag& stop);

  SparseGraph graph_;                 // its weights are an edge's turns per epoch: 1 for the heaviest
  std::vector<std::uint32_t> order_;  // in which points are moved
  std::vector<Position> positions_;
  std::vector<Position> halfway_;  // between two steps
  std::vector<Position> next_;
  const std::vector<Position>* anchors_ = nullptr;  // null: the points themselves
  LayoutOptions options_;
  int epoch_ = 0;
};

}  // namespace kindred::projection
