#include "projection/knn_forest.h"

#include <mutex>
#include <utility>

#include "projection/candidates.h"
#include "projection/partition_tree.h"
#include "projection/random.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kLeafSize = 1024;
constexpr std::uint64_t kMaxTrees = 40;
constexpr std::size_t kRecallSample = 500;

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

}  // namespace

Result<ForestKnn> forest_knn(const Points& points, std::size_t k, std::uint64_t seed, Crew& crew, const StopFlag& stop,
                             const Crew::Progress& progress) {
  const TileKernel& kernel = best_tile_kernel(points);
  const RecallSample sample = TRY(take_sample(points, k, mix(seed), crew, stop));
  NearestLists lists(points.size(), candidates_for(k));
  ForestKnn result;
  for (std::uint64_t tree = 0; tree < kMaxTrees && result.recall < kWantedRecall; ++tree) {
    const Leaves leaves = TRY(partition(points, kLeafSize, mix(seed, tree + 1), crew, stop));
    TRY(crew.run(leaves.size(), [&](std::size_t i) { offer_leaf(kernel, points, leaves.leaf(i), lists); }, stop));
    result.recall = recall_of(sample, lists);
    // Each tree finds about the same part of what is missing, so the last ones add little.
    if (progress) progress(std::min(1.0, result.recall / kWantedRecall));
  }
  result.graph = TRY(measure_candidates(points, points, true, lists, k, crew, stop));
  return result;
}

}  // namespace kindred::projection
