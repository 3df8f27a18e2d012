// kindred project: a two-dimensional map of any vectors, for scripts and comparisons. Needs no data folder.
#include <algorithm>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/map_arguments.h"
#include "cli/progress_bar.h"
#include "projection/place.h"
#include "projection/umap.h"

namespace kindred::cli {
namespace {

using projection::Position;
using projection::UmapOptions;
using projection::Vectors;

Result<projection::Metric> metric_of(const std::string& name) {
  if (name == "cosine") return projection::Metric::cosine;
  if (name == "euclidean") return projection::Metric::euclidean;
  return invalid("--metric is '" + name + "', but it must be cosine or euclidean");
}

Result<projection::Init> init_of(const std::string& name) {
  if (name == "spectral") return projection::Init::spectral;
  if (name == "pca") return projection::Init::pca;
  if (name == "random") return projection::Init::random;
  return invalid("--init is '" + name + "', but it must be spectral, pca or random");
}

Vectors view_of(const NpyArray& matrix) { return {matrix.values, matrix.shape[1]}; }

class ProjectCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "project"; }
  [[nodiscard]] std::string_view summary() const override {
    return "Lay vectors out on a map by UMAP, or place new ones on a map there is";
  }
  [[nodiscard]] std::string_view example() const override {
    return "kindred project vectors.npy --out xy.npy --n-neighbors 30\n  kindred project new.npy --place vectors.npy --on xy.npy --out "
           "new-xy.npy";
  }

  void declare(Arguments& arguments) override {
    arguments.positional("VECTORS", in_, "A .npy file of floats: one row for each vector");
    arguments.option("--out", out_, "The .npy file to write: float32, x and y of each row", true);
    arguments.option("--place", map_vectors_, "Don't make a map: place VECTORS on that of these vectors (a .npy file), given by --on");
    arguments.option("--on", map_positions_, "The map of the --place vectors: what --out wrote for them");
    arguments.option("--n-neighbors", n_neighbors_,
                     "Near vectors that each one is tied to: more show the large picture, fewer the fine structure");
    arguments.option("--min-dist", min_dist_, "How close points may lie; at most --spread");
    arguments.option("--spread", spread_, "The scale of the map");
    arguments.option("--n-epochs", n_epochs_, "Rounds of the layout; -1: 500 up to 10,000 vectors, 200 beyond");
    arguments.option("--metric", metric_, "cosine or euclidean");
    arguments.option("--init", init_, "Where the layout begins: spectral, pca or random");
    arguments.option("--negative-sample-rate", negative_sample_rate_, "Random others that push a point, for each neighbour that pulls it");
    arguments.option("--repulsion-strength", repulsion_strength_, "How hard they push");
    arguments.option("--seed", seed_, "The same seed gives the same map on any number of threads");
    arguments.option("--threads", threads_, "0: all CPUs");
  }

  Result<int> run() override {
    if (map_vectors_.empty() != map_positions_.empty()) return invalid("--place and --on belong together: vectors of a map, and the map");
    const UmapOptions options = TRY(chosen_options());
    const NpyArray vectors = TRY(read_matrix(in_));
    const std::vector<Position> map =
        map_vectors_.empty() ? TRY(project(view_of(vectors), options)) : TRY(place(view_of(vectors), options));
    std::vector<float> values;
    for (const Position& at : map)
      values.insert(values.end(), {at.x, at.y});
    TRY(write_npy(out_, values, map.size(), 2));
    return 0;
  }

 private:
  Result<UmapOptions> chosen_options() const {
    UmapOptions options;
    options.n_neighbors = static_cast<int>(std::clamp<std::int64_t>(n_neighbors_, -1, 1'000'000));
    options.min_dist = TRY(number_of("--min-dist", min_dist_));
    options.spread = TRY(number_of("--spread", spread_));
    if (n_epochs_ != -1) options.n_epochs = static_cast<int>(std::clamp<std::int64_t>(n_epochs_, -2, 1'000'001));
    options.metric = TRY(metric_of(metric_));
    options.init = TRY(init_of(init_));
    options.negative_sample_rate = static_cast<int>(std::clamp<std::int64_t>(negative_sample_rate_, -1, 1'000'000));
    options.repulsion_strength = TRY(number_of("--repulsion-strength", repulsion_strength_));
    options.seed = static_cast<std::uint64_t>(seed_);
    options.num_threads = static_cast<std::size_t>(TRY(whole_number_of("--threads", threads_, 0, 1024)));
    return options;
  }

  static Result<std::vector<Position>> project(const Vectors& vectors, const UmapOptions& options) {
    projection::Umap umap = TRY(projection::Umap::make(vectors, options));
    ProgressBar bar("Projecting");
    constexpr double kSteps = 1000;
    // Neighbours take the first half and the layout the second, roughly.
    const auto report = [&](projection::UmapStage stage, double part) {
      const double done = stage == projection::UmapStage::neighbors ? part / 2
                          : stage == projection::UmapStage::layout  ? 0.5 + part / 2
                                                                    : 0.5;
      bar.show(static_cast<std::int64_t>(done * kSteps), static_cast<std::int64_t>(kSteps));
    };
    TRY(umap.run(interrupt_flag(), projection::Umap::kAllEpochs, report));
    return umap.row_positions();
  }

  [[nodiscard]] Result<std::vector<Position>> place(const Vectors& fresh, const UmapOptions& options) const {
    const NpyArray on_map = TRY(read_matrix(map_vectors_));
    const NpyArray coordinates = TRY(read_plane(map_positions_));
    std::vector<Position> positions;
    for (std::size_t i = 0; i + 1 < coordinates.values.size(); i += 2)
      positions.push_back({coordinates.values[i], coordinates.values[i + 1]});
    return projection::place(view_of(on_map), positions, fresh, options, interrupt_flag());
  }

  std::string in_;
  std::string out_;
  std::string map_vectors_;
  std::string map_positions_;
  std::int64_t n_neighbors_ = UmapOptions{}.n_neighbors;
  std::string min_dist_ = "0.1";
  std::string spread_ = "1";
  std::int64_t n_epochs_ = -1;
  std::string metric_ = "cosine";
  std::string init_ = "spectral";
  std::int64_t negative_sample_rate_ = UmapOptions{}.negative_sample_rate;
  std::string repulsion_strength_ = "1";
  std::int64_t seed_ = static_cast<std::int64_t>(UmapOptions{}.seed);
  std::int64_t threads_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_project_command() { return std::make_unique<ProjectCommand>(); }

}  // namespace kindred::cli
