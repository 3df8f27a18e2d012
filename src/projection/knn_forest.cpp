#include "projection/knn_forest.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <utility>

#include "projection/candidates.h"
#include "projection/neighbor_descent.h"
#include "projection/partition_tree.h"
#include "projection/random.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 256;
constexpr std::size_t kMostFollowed = 40;  // neighbours, as the work grows with their square
constexpr std::uint64_t kTrees = 3;        // of one attempt
constexpr std::uint64_t kAttempts = 3;
constexpr double kTreesPart = 0.4;    // of the time of an attempt, roughly
constexpr int kRounds = 8;            // of descent in one attempt
constexpr double kLeastGain = 0.001;  // of recall, by a round; less isn't worth another
constexpr std::size_t kRecallSample = 500;
constexpr std::size_t kMostAllPairs = 150'000;  // compared when nothing else helps

// A leaf is at least half as large, and each point needs k candidates.
std::size_t leaf_size_for(std::size_t k) { return std::max<std::size_t>(256, 4 * k); }

void offer_leaf(const TileKernel& kernel, const Points& points, std::span<const std::uint32_t> leaf, NearestLists& lists) {
  thread_local std::vector<float> scores(kTile * kTile);
  std::mutex lock;  // nobody else has these points, but offers want one
  std::vector<std::span<const std::uint32_t>> blocks;
  std::vector<PackedBlock> packed;
  for (std::size_t begin = 0; begin < leaf.size(); begin += kTile) {
    blocks.push_back(leaf.subspan(begin, std::min(kTile, leaf.size() - begin)));
    packed.emplace_back(kernel, points, blocks.back(), points.origin());
  }
  for (std::size_t row = 0; row < blocks.size(); ++row) {
    for (std::size_t column = row; column < blocks.size(); ++column) {
      score_tile(kernel, points.dimension(), packed[row], packed[column], scores);
      const Tile tile{scores, packed[column].panels() * kPanel, blocks[row], blocks[column]};
      offer_rows(tile, lists, lock);
      if (row != column) offer_columns(tile, lists, lock);
    }
  }
}

// Some points and their true neighbours.
struct RecallSample {
  std::vector<std::uint32_t> chosen;
  KnnGraph truth;
};

Result<RecallSample> take_sample(const Points& points, std::size_t k, std::uint64_t seed, Crew& crew, const StopFlag& stop) {
  RecallSample sample;
  for (std::size_t i = 0; i < kRecallSample; ++i)
    sample.chosen.push_back(below(mix(seed, i), static_cast<std::uint32_t>(points.size())));
  sample.truth = TRY(exact_knn_of(points.subset(sample.chosen), points, k, crew, stop));
  return sample;
}

double recall_of(const RecallSample& sample, NearestLists& lists) {
  std::size_t found = 0;
  std::size_t wanted = 0;
  std::vector<std::uint32_t> candidates;
  for (std::size_t i = 0; i < sample.chosen.size(); ++i) {
    lists.take_sorted(sample.chosen[i], candidates);
    for (const std::uint32_t neighbor : sample.truth.neighbors(i)) {
      if (neighbor == sample.chosen[i]) continue;
      ++wanted;
      found += static_cast<std::size_t>(std::find(candidates.begin(), candidates.end(), neighbor) != candidates.end());
    }
  }
  return wanted == 0 ? 1 : static_cast<double>(found) / static_cast<double>(wanted);
}

// The search as it grows better.
class Search {
 public:
  Search(const Points& points, std::size_t k, RowScorer scorer, RecallSample sample)
      : points_(points), k_(k), scorer_(std::move(scorer)), sample_(std::move(sample)), lists_(points.size(), candidates_for(k)) {}

  [[nodiscard]] double recall() const { return recall_; }

  // The first of the trees may be there already. Trees score by tiles, whose roundings are others than the scorer's, so their lists are
  // scored again.
  Result<void> add_trees(const Leaves* first, std::uint64_t seed, Crew& crew, const StopFlag& stop, const Crew::Progress& progress) {
    const TileKernel& kernel = best_tile_kernel(points_);
    NearestLists of_trees(points_.size(), candidates_for(k_));
    const auto offer_all = [&](const Leaves& leaves) {
      return crew.run(leaves.size(), [&](std::size_t i) { offer_leaf(kernel, points_, leaves.leaf(i), of_trees); }, stop);
    };
    for (std::uint64_t tree = 0; tree < kTrees; ++tree) {
      if (tree == 0 && first != nullptr) {
        TRY(offer_all(*first));
      } else {
        TRY(offer_all(TRY(partition(points_, leaf_size_for(k_), mix(seed, tree), crew, stop))));
      }
      if (progress) progress(kTreesPart * static_cast<double>(tree + 1) / static_cast<double>(kTrees));
    }
    const auto body = [&](std::size_t begin, std::size_t end) {
      std::vector<std::uint32_t> best;
      std::vector<float> scores;
      for (std::size_t i = begin; i < end; ++i) {
        of_trees.take_sorted(i, best);
        scorer_.score(static_cast<std::uint32_t>(i), best, scores);
        for (std::size_t j = 0; j < best.size(); ++j)
          lists_.offer(i, best[j], scores[j]);
      }
    };
    return crew.run_ranges(points_.size(), kGrain, body, stop);
  }

  Result<void> descend(std::size_t fan, Crew& crew, const StopFlag& stop, const Crew::Progress& progress) {
    NeighborDescent descent(scorer_, lists_, fan);
    recall_ = recall_of(sample_, lists_);
    for (int round = 0; round < kRounds && recall_ < kWantedRecall; ++round) {
      const double before = recall_;
      if (TRY(descent.round(crew, stop)) == 0) break;
      recall_ = recall_of(sample_, lists_);
      if (progress) progress(kTreesPart + (1 - kTreesPart) * std::min(1.0, recall_ / kWantedRecall));
      if (recall_ - before < kLeastGain) break;
    }
    return {};
  }

  Result<KnnGraph> graph(Crew& crew, const StopFlag& stop) {
    return measure_candidates(points_, points_, true, lists_, k_, margin_for(best_tile_kernel(points_)), crew, stop);
  }

 private:
  const Points& points_;
  std::size_t k_;
  RowScorer scorer_;
  RecallSample sample_;
  NearestLists lists_;
  double recall_ = 0;
};

// Row i of `found` is of point order[i], and so are the points in it.
Result<KnnGraph> in_old_order(const KnnGraph& found, const std::vector<std::uint32_t>& order, Crew& crew, const StopFlag& stop) {
  KnnGraph graph{found.k, std::vector<std::uint32_t>(found.indices.size()), std::vector<float>(found.distances.size())};
  const auto body = [&](std::size_t begin, std::size_t end) {
    std::vector<std::pair<float, std::uint32_t>> row;
    for (std::size_t i = begin; i < end; ++i) {
      row.clear();
      for (std::size_t j = 1; j < found.k; ++j)
        row.emplace_back(found.lengths(i)[j], order[found.neighbors(i)[j]]);
      std::sort(row.begin(), row.end());
      const std::size_t first = order[i] * found.k;
      graph.indices[first] = order[i];
      for (std::size_t j = 1; j < found.k; ++j) {
        graph.distances[first + j] = row[j - 1].first;
        graph.indices[first + j] = row[j - 1].second;
      }
    }
  };
  TRY(crew.run_ranges(found.size(), kGrain, body, stop));
  return graph;
}

}  // namespace

Result<ForestKnn> forest_knn(const Points& given, std::size_t k, std::uint64_t seed, Crew& crew, const StopFlag& stop,
                             const Crew::Progress& progress) {
  // In the order of a tree's leaves, near points have near numbers, and what one looks at is still in the cache for the next.
  Leaves leaves = TRY(partition(given, leaf_size_for(k), mix(seed), crew, stop));
  const std::vector<std::uint32_t> order = leaves.order;
  std::iota(leaves.order.begin(), leaves.order.end(), 0U);
  const Points points = given.subset(order);
  RecallSample sample = TRY(take_sample(points, k, mix(seed), crew, stop));
  Search search(points, k, TRY(RowScorer::make(points, crew, stop)), std::move(sample));
  for (std::uint64_t attempt = 0; attempt < kAttempts && search.recall() < kWantedRecall; ++attempt) {
    TRY(search.add_trees(attempt == 0 ? &leaves : nullptr, mix(seed, attempt + 1), crew, stop, progress));
    TRY(search.descend(std::min(k + attempt * k / 2, kMostFollowed), crew, stop, progress));
  }
  if (search.recall() < kWantedRecall && points.size() <= kMostAllPairs)
    return ForestKnn{TRY(exact_knn(given, k, crew, stop, progress)), 1};
  return ForestKnn{TRY(in_old_order(TRY(search.graph(crew, stop)), order, crew, stop)), search.recall()};
}

}  // namespace kindred::projection
