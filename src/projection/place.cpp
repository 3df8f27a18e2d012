#include "projection/place.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "projection/find_ab.h"
#include "projection/fuzzy_set.h"

namespace kindred::projection {
namespace {

constexpr float kLearningRate = 0.25F;  // of that of a new map

Result<void> check_place(const Vectors& on_map, const std::vector<Position>& positions, const Vectors& fresh, const UmapOptions& options) {
  TRY(check_options(options));
  TRY(check_vectors(on_map, options.metric));
  TRY(check_vectors(fresh, options.metric));
  if (on_map.rows() == 0) return invalid("The map has no points that new vectors could be placed among");
  if (on_map.rows() != positions.size()) {
    return invalid("The map has " + std::to_string(positions.size()) + " positions for " + std::to_string(on_map.rows()) + " vectors");
  }
  if (fresh.rows() > 0 && fresh.dimension != on_map.dimension) {
    return invalid("The new vectors have " + std::to_string(fresh.dimension) + " dimensions, but those of the map " +
                   std::to_string(on_map.dimension));
  }
  const auto finite = [](const Position& at) { return std::isfinite(at.x) && std::isfinite(at.y); };
  const auto bad = std::find_if_not(positions.begin(), positions.end(), finite);
  if (bad != positions.end()) return invalid("Position " + std::to_string(bad - positions.begin()) + " of the map is not finite");
  return {};
}

// Edges from new vectors to points, without those too weak for one turn.
SparseGraph edges_of(const KnnGraph& nearest, const std::vector<float>& strengths, int epochs) {
  SparseGraph graph;
  for (std::size_t i = 0; i < nearest.size(); ++i) {
    graph.columns.insert(graph.columns.end(), nearest.neighbors(i).begin(), nearest.neighbors(i).end());
    graph.starts.push_back(graph.columns.size());
  }
  graph.weights = strengths;
  return prune(std::move(graph), epochs);
}

Position mean_position(std::span<const std::uint32_t> neighbors, std::span<const float> weights, const std::vector<Position>& anchors) {
  double x = 0;
  double y = 0;
  double total = 0;
  for (std::size_t j = 0; j < neighbors.size(); ++j) {
    x += double{weights[j]} * anchors[neighbors[j]].x;
    y += double{weights[j]} * anchors[neighbors[j]].y;
    total += weights[j];
  }
  if (total == 0) return anchors[neighbors.front()];
  return {static_cast<float>(x / total), static_cast<float>(y / total)};
}

// Twice as many as umap-learn has, which keeps a hundredth more of the neighbours and is still a small part of a map's.
int epochs_for(const UmapOptions& options, std::size_t fresh) {
  if (options.n_epochs) return *options.n_epochs * 2 / 3;
  return fresh <= 10'000 ? 200 : 60;
}

}  // namespace

Result<std::vector<Position>> place(const Vectors& on_map, const std::vector<Position>& positions, const Vectors& fresh,
                                    const UmapOptions& options, const StopFlag& stop) {
  TRY(check_place(on_map, positions, fresh, options));
  if (fresh.rows() == 0) return std::vector<Position>{};
  Crew crew(options.num_threads);
  const Merged merged = TRY(merge_equal(on_map, crew, stop));
  const Points points(on_map, options.metric, merged.leaders);
  std::vector<Position> anchors;
  for (const std::uint32_t row : merged.leaders)
    anchors.push_back(positions[row]);
  std::vector<std::uint32_t> rows(fresh.rows());
  std::iota(rows.begin(), rows.end(), 0U);
  const Points queries(fresh, options.metric, rows);

  const std::size_t k = std::min(static_cast<std::size_t>(options.n_neighbors), points.size());
  const KnnGraph nearest = TRY(exact_knn_of(queries, points, k, crew, stop));
  // No neighbour counts as connected for sure: none of them is the vector itself.
  const auto connectivity = static_cast<float>(std::max(0.0, options.local_connectivity - 1));
  const Calibration calibration = TRY(smooth_knn(nearest, connectivity, crew, stop));
  const std::vector<float> strengths = TRY(memberships(nearest, calibration, crew, stop));
  std::vector<Position> start;
  for (std::size_t i = 0; i < queries.size(); ++i)
    start.push_back(mean_position(nearest.neighbors(i), std::span(strengths).subspan(i * k, k), anchors));

  LayoutOptions layout_options;
  layout_options.curve = find_ab(options.min_dist, options.spread);
  layout_options.epochs = epochs_for(options, fresh.rows());
  layout_options.learning_rate = kLearningRate;
  layout_options.negative_sample_rate = options.negative_sample_rate;
  layout_options.repulsion_strength = static_cast<float>(options.repulsion_strength);
  layout_options.seed = options.seed;
  std::vector<Position> placed = start;
  if (layout_options.epochs > 0) {
    Layout layout(edges_of(nearest, strengths, layout_options.epochs), std::move(start), anchors, layout_options);
    while (!layout.done())
      TRY(layout.advance(crew, stop));
    placed = layout.positions();
  }
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (nearest.lengths(i)[0] <= merge_distance(options.metric)) placed[i] = anchors[nearest.neighbors(i)[0]];
  }
  return placed;
}

}  // namespace kindred::projection
