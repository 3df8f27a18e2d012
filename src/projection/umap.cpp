#include "projection/umap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "projection/find_ab.h"
#include "projection/fuzzy_set.h"
#include "projection/knn_forest.h"
#include "projection/principal_coordinates.h"
#include "projection/random.h"
#include "projection/spectral_init.h"

namespace kindred::projection {
namespace {

// Up to here all pairs are quicker than the forest.
constexpr std::size_t kMostExact = 8000;
constexpr std::size_t kMostRows = std::numeric_limits<std::int32_t>::max();

std::string text_of(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

Error bad_option(const std::string& name, double value, const std::string& rule) {
  return invalid(name + " is " + text_of(value) + ", but it must be " + rule);
}

int epochs_for(const UmapOptions& options, std::size_t points) { return options.n_epochs.value_or(default_epochs(points)); }

}  // namespace

Result<void> check_options(const UmapOptions& options) {
  const auto finite = [](double value) { return std::isfinite(value); };
  if (options.n_neighbors < 2) return bad_option("n_neighbors", options.n_neighbors, "at least 2");
  if (options.n_neighbors > 1000) return bad_option("n_neighbors", options.n_neighbors, "at most 1000");
  if (!finite(options.spread) || options.spread <= 0) return bad_option("spread", options.spread, "above 0");
  if (!finite(options.min_dist) || options.min_dist < 0) return bad_option("min_dist", options.min_dist, "0 or more");
  if (options.min_dist > options.spread)
    return bad_option("min_dist", options.min_dist, "at most spread, which is " + text_of(options.spread));
  if (options.n_epochs && (*options.n_epochs < 0 || *options.n_epochs > 1'000'000)) {
    return bad_option("n_epochs", *options.n_epochs, "from 0 to 1000000");
  }
  if (options.negative_sample_rate < 0 || options.negative_sample_rate > 1000) {
    return bad_option("negative_sample_rate", options.negative_sample_rate, "from 0 to 1000");
  }
  if (!finite(options.repulsion_strength) || options.repulsion_strength < 0) {
    return bad_option("repulsion_strength", options.repulsion_strength, "0 or more");
  }
  if (!(options.set_op_mix_ratio >= 0 && options.set_op_mix_ratio <= 1)) {
    return bad_option("set_op_mix_ratio", options.set_op_mix_ratio, "from 0 to 1");
  }
  if (!(options.local_connectivity >= 0 && options.local_connectivity < options.n_neighbors)) {
    return bad_option("local_connectivity", options.local_connectivity, "from 0 to below n_neighbors");
  }
  if (options.num_threads > 1024) return bad_option("num_threads", static_cast<double>(options.num_threads), "at most 1024");
  return {};
}

std::string_view to_string(UmapStage stage) {
  switch (stage) {
    case UmapStage::neighbors: return "neighbors";
    case UmapStage::graph: return "graph";
    case UmapStage::start: return "start";
    case UmapStage::layout: return "layout";
    case UmapStage::done: return "done";
  }
  return "unknown";
}

Umap::Umap(Vectors vectors, const UmapOptions& options)
    : vectors_(vectors), options_(options), crew_(std::make_unique<Crew>(options.num_threads)) {}

Result<Umap> Umap::make(Vectors vectors, const UmapOptions& options) {
  TRY(check_options(options));
  TRY(check_vectors(vectors, options.metric));
  if (vectors.rows() > kMostRows)
    return invalid("There are " + std::to_string(vectors.rows()) + " vectors; a map holds at most 2147483647");
  return Umap(vectors, options);
}

Result<void> Umap::run(const StopFlag& stop, int until_epoch, const Progress& report) {
  const auto tell = [&](double part) {
    if (report) report(stage_, part);
  };
  if (stage_ == UmapStage::neighbors) TRY(find_neighbors(stop, report));
  if (stage_ == UmapStage::graph) {
    tell(0);
    TRY(make_graph(stop, tell));
  }
  if (stage_ == UmapStage::start) {
    tell(0);
    TRY(make_start(stop));
  }
  while (stage_ == UmapStage::layout && (until_epoch == kAllEpochs || epoch() < until_epoch)) {
    TRY(layout_->advance(*crew_, stop));
    tell(static_cast<double>(epoch()) / epochs_);
    if (layout_->done()) stage_ = UmapStage::done;
  }
  return stop.check();
}

Result<KnnGraph> Umap::knn_of(const Points& points, std::size_t k, const StopFlag& stop, const Crew::Progress& progress) {
  if (points.size() <= kMostExact) return exact_knn(points, k, *crew_, stop, progress);
  ForestKnn found = TRY(forest_knn(points, k, options_.seed, *crew_, stop, progress));
  recall_ = found.recall;
  return std::move(found.graph);
}

Result<void> Umap::find_neighbors(const StopFlag& stop, const Progress& report) {
  const auto progress = [&](double part) {
    if (report) report(UmapStage::neighbors, part);
  };
  const auto neighbors_among = [&](std::size_t points) {
    return std::min(static_cast<std::size_t>(options_.n_neighbors), std::max<std::size_t>(2, points));
  };
  Merged merged = TRY(merge_equal(vectors_, *crew_, stop));
  KnnGraph neighbors;
  std::optional<Points> points;
  // Once for all that differ; a second time without the near-identical, if there are any.
  for (;;) {
    points.emplace(vectors_, options_.metric, merged.leaders);
    if (points->size() < 2) break;
    neighbors = TRY(knn_of(*points, neighbors_among(points->size()), stop, progress));
    const Merged near = merge_near(*points, neighbors);
    if (near.leaders.size() == points->size()) break;
    merged = combine(merged, near);
  }
  merged_ = std::move(merged);
  points_ = std::move(points);
  neighbors_ = std::move(neighbors);
  epochs_ = epochs_for(options_, points_->size());
  stage_ = UmapStage::graph;
  if (points_->size() < 2) {
    trivial_.assign(points_->size(), Position{});
    stage_ = UmapStage::done;
  }
  return {};
}

Result<void> Umap::make_graph(const StopFlag& stop, const Crew::Progress& progress) {
  const Calibration calibration = TRY(smooth_knn(neighbors_, static_cast<float>(options_.local_connectivity), *crew_, stop));
  progress(0.25);
  SparseGraph whole = TRY(fuzzy_set(neighbors_, calibration, static_cast<float>(options_.set_op_mix_ratio), *crew_, stop));
  // As umap-learn has it: with very few epochs, by the default number of them.
  graph_ = prune(std::move(whole), epochs_ > 10 ? epochs_ : default_epochs(points_->size()));
  neighbors_ = {};
  stage_ = UmapStage::start;
  return {};
}

Result<void> Umap::make_start(const StopFlag& stop) {
  Coordinates coordinates;
  switch (options_.init) {
    case Init::spectral: coordinates = TRY(spectral_layout(graph_, *points_, options_.seed, *crew_, stop)); break;
    case Init::pca: coordinates = TRY(principal_coordinates(*points_, options_.seed, *crew_, stop)); break;
    case Init::random: coordinates = random_layout(points_->size(), options_.seed); break;
  }
  LayoutOptions layout;
  layout.curve = find_ab(options_.min_dist, options_.spread);
  layout.epochs = epochs_;
  layout.negative_sample_rate = options_.negative_sample_rate;
  layout.repulsion_strength = static_cast<float>(options_.repulsion_strength);
  layout.seed = options_.seed;
  layout_.emplace(std::move(graph_), start_positions(coordinates, mix(options_.seed)), layout);
  graph_ = {};
  stage_ = layout_->done() ? UmapStage::done : UmapStage::layout;
  return {};
}

const std::vector<Position>& Umap::positions() const { return layout_ ? layout_->positions() : trivial_; }

std::vector<Position> Umap::row_positions() const {
  const std::vector<Position>& of_points = positions();
  std::vector<Position> of_rows;
  of_rows.reserve(merged_.point_of.size());
  for (const std::uint32_t point : merged_.point_of)
    of_rows.push_back(of_points[point]);
  return of_rows;
}

}  // namespace kindred::projection
