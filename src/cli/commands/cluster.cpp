// kindred cluster: DBSCAN on the points of a map, for scripts and comparisons. Needs no data folder.
#include <algorithm>
#include <cstdio>
#include <limits>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/map_arguments.h"
#include "projection/cluster_summary.h"
#include "projection/dbscan.h"
#include "projection/epsilon.h"
#include "projection/outlier_score.h"

namespace kindred::cli {
namespace {

using projection::Clustering;
using projection::ClusterSummary;

constexpr std::size_t kShown = 20;  // clusters told of, the largest

class ClusterCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "cluster"; }
  [[nodiscard]] std::string_view summary() const override { return "Group the points of a map into clusters by DBSCAN"; }
  [[nodiscard]] std::string_view example() const override {
    return "kindred project vectors.npy --out xy.npy\n  kindred cluster xy.npy --out labels.npy\n  kindred cluster xy.npy --out labels.npy "
           "--eps 0.3 --min-samples 10 --outliers scores.npy";
  }

  void declare(Arguments& arguments) override {
    arguments.positional("XY", in_, "A .npy file of floats: x and y of each point, as kindred project writes it");
    arguments.option("--out", out_, "The .npy file to write: int32, the cluster of each point from 0, or -1 for noise", true);
    arguments.option("--eps", eps_, "Points within this distance are neighbours; left out: suggested by the points themselves");
    arguments.option("--min-samples", min_samples_, "A point with so many neighbours, itself among them, makes a cluster grow");
    arguments.option("--outliers", outliers_, "Write a .npy file too: float32, how much each point stands out, from 0 to 1");
    arguments.option("--threads", threads_, "0: all CPUs");
  }

  Result<int> run() override {
    const auto threads = static_cast<std::size_t>(TRY(whole_number_of("--threads", threads_, 0, 1024)));
    const auto min_samples =
        static_cast<int>(TRY(whole_number_of("--min-samples", min_samples_, 1, std::numeric_limits<std::int32_t>::max())));
    const NpyArray points = TRY(read_plane(in_));
    const double eps = eps_.empty() ? TRY(projection::suggest_eps(points.values, min_samples, threads, interrupt_flag())).eps
                                    : TRY(number_of("--eps", eps_));
    const Clustering clustering = TRY(projection::dbscan(points.values, {eps, min_samples, threads}, interrupt_flag()));
    TRY(write_npy(out_, clustering.labels));
    if (!outliers_.empty()) {
      projection::OutlierOptions options;
      options.num_threads = threads;
      const std::vector<float> scores = TRY(projection::outlier_scores(points.values, options, interrupt_flag()));
      TRY(write_npy(outliers_, scores, scores.size(), 1));
    }
    std::printf("eps %g%s, min-samples %d\n", eps, eps_.empty() ? " (suggested)" : "", min_samples);
    print(clustering, TRY(projection::summarize_clusters(points.values, clustering.labels)));
    return 0;
  }

 private:
  static void print(const Clustering& clustering, std::vector<ClusterSummary> summaries) {
    const auto noise = std::count(clustering.labels.begin(), clustering.labels.end(), -1);
    std::printf("%zu points: %d clusters, %td points of noise\n", clustering.labels.size(), clustering.clusters, noise);
    std::stable_sort(summaries.begin(), summaries.end(), [](const ClusterSummary& a, const ClusterSummary& b) { return a.size > b.size; });
    if (!summaries.empty()) std::printf("%8s %10s %12s %12s  %s\n", "cluster", "points", "x", "y", "most typical rows");
    for (std::size_t i = 0; i < std::min(kShown, summaries.size()); ++i) {
      const ClusterSummary& one = summaries[i];
      std::printf("%8d %10llu %12.4f %12.4f ", one.label, static_cast<unsigned long long>(one.size), double{one.center.x},
                  double{one.center.y});
      for (const std::uint32_t row : one.typical)
        std::printf(" %u", row);
      std::printf("\n");
    }
    if (summaries.size() > kShown) std::printf("… and %zu smaller ones\n", summaries.size() - kShown);
  }

  std::string in_;
  std::string out_;
  std::string eps_;
  std::string outliers_;
  std::int64_t min_samples_ = projection::DbscanOptions{}.min_samples;
  std::int64_t threads_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_cluster_command() { return std::make_unique<ClusterCommand>(); }

}  // namespace kindred::cli
