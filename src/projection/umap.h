// UMAP: a map of vectors on which near ones lie near (McInnes, Healy, Melville: UMAP, 2018; its reference is umap-learn 0.5.12).
//
// The stages in order, one file each: merge_duplicates, knn_graph (or knn_forest), smooth_knn, fuzzy_set, spectral_init, optimize_layout.
// Work is done by run(), which can be told to stop after an epoch and be called again; the map is the same however it is sliced, and on any
// number of threads. After a stop on request, run() goes on where it was, repeating the stage it was in.
// Fewer vectors than n_neighbors: n_neighbors is lowered, as far as 2. None, one: an empty map, one point at (0, 0).
// Thread-safety: one thread. The vectors must outlive the object.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "projection/knn_graph.h"
#include "projection/merge_duplicates.h"
#include "projection/optimize_layout.h"

namespace kindred::projection {

enum class Init { spectral, pca, random };

struct UmapOptions {
  int n_neighbors = 15;         // more: the large picture; fewer: fine structure. At least 2
  double min_dist = 0.1;        // how close points may lie; at most spread
  double spread = 1;            // the scale of the map
  std::optional<int> n_epochs;  // none: 500 up to 10,000 points, 200 beyond
  Metric metric = Metric::cosine;
  std::uint64_t seed = 42;
  int negative_sample_rate = 5;   // pushes for each pull
  double repulsion_strength = 1;  // of each push
  double set_op_mix_ratio = 1;    // 1: neighbours of either; 0: only mutual ones
  double local_connectivity = 1;  // nearest neighbours that count as fully connected
  Init init = Init::spectral;
  std::size_t num_threads = 0;  // 0: all usable CPUs
};

// `invalid`, naming the option, the value and what would be right.
Result<void> check_options(const UmapOptions& options);

enum class UmapStage { neighbors, graph, start, layout, done };
std::string_view to_string(UmapStage stage);

class Umap {
 public:
  // Called on run()'s thread: the stage, and the part of it that is done, from 0 to 1.
  using Progress = std::function<void(UmapStage, double)>;
  static constexpr int kAllEpochs = -1;

  static Result<Umap> make(Vectors vectors, const UmapOptions& options);

  // Goes on until that many epochs of the layout are done, or to the end. `stopped` within 100 ms of a request.
  Result<void> run(const StopFlag& stop, int until_epoch = kAllEpochs, const Progress& report = {});

  [[nodiscard]] UmapStage stage() const { return stage_; }
  [[nodiscard]] int epochs() const { return epochs_; }
  [[nodiscard]] int epoch() const { return layout_ ? layout_->epoch() : 0; }

  // Which rows are which points; known after the stage `neighbors`.
  [[nodiscard]] const Merged& merged() const { return merged_; }
  // Of each point; after the stage `start`, as far as the layout is.
  [[nodiscard]] const std::vector<Position>& positions() const;
  // Of each row of the vectors: the position of its point.
  [[nodiscard]] std::vector<Position> row_positions() const;
  // The part of the true neighbours that were found, measured on a sample; 1 when they were computed exactly.
  [[nodiscard]] double recall() const { return recall_; }

 private:
  Umap(Vectors vectors, const UmapOptions& options);
  Result<void> find_neighbors(const StopFlag& stop, const Progress& report);
  Result<void> make_graph(const StopFlag& stop, const Crew::Progress& progress);
  Result<void> make_start(const StopFlag& stop);
  Result<KnnGraph> knn_of(const Points& points, std::size_t k, const StopFlag& stop, const Crew::Progress& progress);

  Vectors vectors_;
  UmapOptions options_;
  std::unique_ptr<Crew> crew_;
  UmapStage stage_ = UmapStage::neighbors;
  Merged merged_;
  std::optional<Points> points_;
  KnnGraph neighbors_;
  SparseGraph graph_;
  std::optional<Layout> layout_;
  std::vector<Position> trivial_;  // of a map of one point
  int epochs_ = 0;
  double recall_ = 1;
};

}  // namespace kindred::projection
