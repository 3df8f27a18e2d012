// What a map costs and how good it is, stage by stage, on one thread and on all, beside umap-learn; and DBSCAN beside scikit-learn.
//
// Each round has another seed; quality is the mean over rounds, with the standard deviation of one and the difference from umap-learn's.
//
//   bench_map [--rounds N] [SET…]     SET: digits, groups:ROWSxDIMENSION, chain:ROWSxDIMENSION, plane:POINTS, or a .npy file
//                                     unless told: digits groups:20000x512 chain:20000x512 plane:70000, 3 rounds
// KINDRED_PEER_PYTHON names a Python that has umap-learn; umappp is beside ours where CMake knows its headers (map/umappp.h).
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>

#include "base/npy.h"
#include "base/testing/temp_folder.h"
#include "map/data_sets.h"
#include "map/quality.h"
#include "map/umappp.h"
#include "projection/dbscan.h"
#include "projection/epsilon.h"
#include "projection/outlier_score.h"
#include "projection/umap.h"
#include "support/measure.h"
#include "support/peer_process.h"

namespace kindred::bench {
namespace {

using projection::UmapStage;

struct Timed {
  std::vector<double> wall;
  std::vector<double> cpu;
  std::map<UmapStage, std::vector<double>> stages;
  std::vector<Quality> qualities;
  std::vector<float> xy;  // of the last round
  double recall = 0;

  void add(const Usage& usage) {
    wall.push_back(usage.wall);
    cpu.push_back(usage.cpu);
  }
};

Result<void> our_map(const DataSet& set, std::size_t threads, int round, Timed& into) {
  projection::UmapOptions options;
  options.seed += static_cast<std::uint64_t>(round);
  options.num_threads = threads;
  auto last = std::chrono::steady_clock::now();
  auto stage = UmapStage::neighbors;
  const auto tell = [&](UmapStage now, double) {
    if (now == stage) return;
    const auto time = std::chrono::steady_clock::now();
    into.stages[stage].push_back(std::chrono::duration<double>(time - last).count());
    last = time;
    stage = now;
  };
  std::optional<projection::Umap> umap;
  Result<void> done = {};
  into.add(measure([&] {
    Result<projection::Umap> made = projection::Umap::make(set.vectors(), options);
    if (!made) {
      done = made.error();
      return;
    }
    umap.emplace(std::move(*made));
    done = umap->run(StopFlag{}, projection::Umap::kAllEpochs, tell);
  }));
  TRY(std::move(done));
  tell(UmapStage::done, 1);
  into.recall = umap->recall();
  into.xy.clear();
  for (const projection::Position& at : umap->row_positions())
    into.xy.insert(into.xy.end(), {at.x, at.y});
  return {};
}

void print_header() {
  std::printf("| | s by the clock | core-seconds | trustworthiness | preservation | purity | recall@15 |\n|---|---|---|---|---|---|---|\n");
}

struct Spread {
  double mean = 0;
  double deviation = 0;  // standard, of one
};

Spread spread_of(const std::vector<Quality>& qualities, double Quality::* measure) {
  const auto count = static_cast<double>(qualities.size());
  Spread spread;
  for (const Quality& one : qualities)
    spread.mean += one.*measure / count;
  for (const Quality& one : qualities)
    spread.deviation += (one.*measure - spread.mean) * (one.*measure - spread.mean) / std::max(1.0, count - 1);
  spread.deviation = std::sqrt(spread.deviation);
  return spread;
}

constexpr std::array kMeasures = {&Quality::trustworthiness, &Quality::preservation, &Quality::purity};

void print_row(const std::string& who, const Timed& timed, bool with_recall) {
  std::printf("| %s | %.2f | %.2f |", who.c_str(), median(timed.wall), median(timed.cpu));
  for (const auto measure : kMeasures) {
    const Spread spread = spread_of(timed.qualities, measure);
    std::printf(" %.4f ± %.4f |", spread.mean, spread.deviation);
  }
  std::printf(" %s |\n", with_recall ? std::to_string(timed.recall).substr(0, 6).c_str() : "");
  std::fflush(stdout);
}

void print_difference(const Timed& ours, const Timed& theirs) {
  std::printf("| ours - umap-learn | | |");
  for (const auto measure : kMeasures)
    std::printf(" %+.4f |", spread_of(ours.qualities, measure).mean - spread_of(theirs.qualities, measure).mean);
  std::printf(" |\n");
}

class Bench {
 public:
  explicit Bench(std::unique_ptr<PeerProcess> peer, int rounds) : peer_(std::move(peer)), rounds_(rounds) {}

  Result<void> compare_maps(const DataSet& set) {
    std::printf("\n%s; %d rounds\n", set.name.c_str(), rounds_);
    Timed one;
    Timed all;
    Timed peer;
    Timed plus;
    bool same = true;
    for (int round = 0; round < rounds_; ++round) {
      TRY(our_map(set, 1, round, one));
      TRY(our_map(set, 0, round, all));
      same = same && one.xy == all.xy;
      one.qualities.push_back(quality_of(set, one.xy));
      all.qualities.push_back(one.qualities.back());
      if (peer_) TRY(peer_map(set, peer));
      if (std::optional<UmapppMap> map = umappp_map(set)) {
        plus.add(map->usage);
        plus.qualities.push_back(quality_of(set, map->xy));
      }
    }
    print_header();
    print_row("ours, 1 thread", one, true);
    print_row("ours, " + std::to_string(usable_cpus()) + " threads", all, true);
    if (peer_) print_row("umap-learn", peer, false);
    if (!plus.wall.empty()) print_row("umappp", plus, false);
    if (peer_) print_difference(one, peer);
    std::printf("the same bits on both numbers of threads: %s\n", same ? "yes" : "NO");
    for (const auto& [stage, seconds] : one.stages) {
      const double many = median(all.stages[stage]);
      std::printf("stage %s: %.3f s by the clock on one thread, %.3f on all, %.2f times\n", std::string(to_string(stage)).c_str(),
                  median(seconds), many, median(seconds) / many);
    }
    return {};
  }

  Result<void> compare_clusters(std::size_t points) {
    const std::vector<float> xy = make_plane(points, 60);
    const double suggested = TRY(projection::suggest_eps(xy, 5)).eps;
    std::printf(
        "\n%zu points in 60 heaps, min_samples 5; %d rounds\n| eps | clusters | s by the clock | core-seconds | scikit-learn | equal |\n"
        "|---|---|---|---|---|---|\n",
        points, rounds_);
    for (const double eps : {0.001, 0.01, 0.05, suggested, 0.5, 5.0, 50.0})
      TRY(compare_eps(xy, eps, eps <= 0.05 && points <= 100'000));
    const Usage scores = measure([&] { projection::outlier_scores(xy).value(); });
    const Usage suggestion = measure([&] { projection::suggest_eps(xy, 5).value(); });
    std::printf("outlier scores: %.3f s (%.3f core-seconds); suggested eps: %.3f s (%.3f)\n", scores.wall, scores.cpu, suggestion.wall,
                suggestion.cpu);
    return {};
  }

 private:
  Result<Usage> ask(const json::object& order) {
    const json::object answer = TRY(peer_->ask(order));
    return Usage{answer.at("seconds").to_number<double>(), answer.at("core_seconds").to_number<double>()};
  }

  Result<void> peer_map(const DataSet& set, Timed& into) {
    const auto in = folder_ / "in.npy";
    const auto out = folder_ / "out.npy";
    TRY(write_npy(in, set.values, set.vectors().rows(), set.dimension));
    into.add(TRY(ask({{"umap", in.string()}, {"out", out.string()}})));
    into.qualities.push_back(quality_of(set, TRY(read_npy(out)).values));
    return {};
  }

  // scikit-learn keeps all neighbours in memory, so it's only asked where they are few.
  Result<void> compare_eps(const std::vector<float>& xy, double eps, bool with_peer) {
    Timed ours;
    Timed theirs;
    projection::Clustering clustering;
    bool equal = true;
    for (int round = 0; round < rounds_; ++round) {
      ours.add(measure([&] { clustering = projection::dbscan(xy, {eps, 5, 0}).value(); }));
      if (!peer_ || !with_peer) continue;
      TRY(write_npy(folder_ / "xy.npy", xy, xy.size() / 2, 2));
      const auto out = folder_ / "labels.npy";
      theirs.add(TRY(ask({{"dbscan", (folder_ / "xy.npy").string()}, {"eps", eps}, {"min_samples", 5}, {"out", out.string()}})));
      const std::vector<float> labels = TRY(read_npy(out)).values;
      equal = std::equal(labels.begin(), labels.end(), clustering.labels.begin(), clustering.labels.end());
    }
    std::printf("| %g | %d | %.4f | %.4f |", eps, clustering.clusters, median(ours.wall), median(ours.cpu));
    if (theirs.wall.empty())
      std::printf(" | |\n");
    else
      std::printf(" %.3f s | %s |\n", median(theirs.wall), equal ? "yes" : "NO");
    std::fflush(stdout);
    return {};
  }

  testing::TempFolder folder_;
  std::unique_ptr<PeerProcess> peer_;
  int rounds_;
};

// "ROWSxDIMENSION" of "NAME:ROWSxDIMENSION".
std::pair<std::size_t, std::size_t> sizes_of(const std::string& text) {
  const std::string sizes = text.substr(text.find(':') + 1);
  const auto cross = sizes.find('x');
  return {std::strtoull(sizes.c_str(), nullptr, 10),
          cross == std::string::npos ? 512 : std::strtoull(sizes.c_str() + cross + 1, nullptr, 10)};
}

Result<void> compare(Bench& bench, const std::string& set) {
  const auto [rows, dimension] = sizes_of(set);
  if (set.starts_with("plane:")) return bench.compare_clusters(rows);
  if (set == "digits") return bench.compare_maps(TRY(read_digits()));
  if (set.starts_with("groups:")) return bench.compare_maps(make_groups(rows, dimension));
  if (set.starts_with("chain:")) return bench.compare_maps(make_chain(rows, dimension));
  return bench.compare_maps(TRY(read_set(set)));
}

Result<void> run(int argc, char** argv) {
  std::vector<std::string> sets;
  int rounds = 3;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--rounds" && i + 1 < argc)
      rounds = std::max(1, std::atoi(argv[++i]));
    else
      sets.push_back(word);
  }
  if (sets.empty()) sets = {"digits", "groups:20000x512", "chain:20000x512", "plane:70000"};
  std::unique_ptr<PeerProcess> peer = TRY(PeerProcess::start("bench/peer_map.py", {}));
  std::printf("%s\n", machine().c_str());
  if (peer) {
    const json::object answer = TRY(peer->ask({{"versions", true}}));
    std::printf("peers: %s\n", std::string(answer.at("versions").as_string()).c_str());
  }
  Bench bench(std::move(peer), rounds);
  for (const std::string& set : sets)
    TRY(compare(bench, set));
  return {};
}

}  // namespace
}  // namespace kindred::bench

int main(int argc, char** argv) {
  const auto done = kindred::bench::run(argc, argv);
  if (!done) std::fprintf(stderr, "bench_map: %s\n", done.error().message.c_str());
  return done ? 0 : 1;
}
