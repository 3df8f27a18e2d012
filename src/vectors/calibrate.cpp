#include "vectors/calibrate.h"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "vectors/dot.h"
#include "vectors/padded_query.h"

namespace kindred::vectors {
namespace {

constexpr std::size_t kSamples = 48;
constexpr std::size_t kBest = 10;
constexpr double kRecall = 0.995;
constexpr std::array<std::size_t, 9> kExpansions = {48, 64, 96, 128, 192, 256, 384, 512, 768};

struct Sample {
  PaddedQuery query;
  std::vector<float> best;  // scores of the best rows, the worst of them in front
};

Sample sample_at(const RowTable& rows, std::mt19937_64& random, bool between) {
  Sample sample{PaddedQuery{std::vector<float>(rows.padded)}, {}};
  widen_row(rows.row(random() % rows.count), rows.padded, sample.query.data());
  if (!between) return sample;
  PaddedQuery other{std::vector<float>(rows.padded)};
  widen_row(rows.row(random() % rows.count), rows.padded, other.data());
  for (std::size_t i = 0; i < rows.padded; ++i)  // its length doesn't matter: only the order of scores does
    sample.query.data()[i] += other.data()[i];
  return sample;
}

void find_best(const RowTable& rows, std::vector<Sample>& samples) {
  for (std::size_t row = 0; row < rows.count; ++row) {
    for (Sample& sample : samples) {
      float score = 0;
      best_dot_kernel().run(sample.query.data(), rows.row(row), rows.padded, {&score, 1});
      if (sample.best.size() == kBest) {
        if (score <= sample.best.front()) continue;
        std::pop_heap(sample.best.begin(), sample.best.end(), std::greater<>());
        sample.best.pop_back();
      }
      sample.best.push_back(score);
      std::push_heap(sample.best.begin(), sample.best.end(), std::greater<>());
    }
  }
}

// By scores, so that any of equal ones will do.
Result<double> recall_at(std::size_t expansion, const ProximityGraph& graph, const RowTable& rows,
                         std::span<const std::uint32_t> stragglers, const std::vector<Sample>& samples) {
  std::size_t found = 0;
  std::size_t wanted = 0;
  for (const Sample& sample : samples) {
    const auto candidates = TRY(graph.search(sample.query.data(), expansion, [](std::uint32_t) { return true; }));
    std::vector<std::uint32_t> seen;
    std::size_t good = 0;
    for (const ProximityGraph::Found& candidate : candidates) {
      seen.push_back(candidate.row);
      good += candidate.score >= sample.best.front() ? 1 : 0;
    }
    for (const std::uint32_t row : stragglers) {
      float score = 0;
      best_dot_kernel().run(sample.query.data(), rows.row(row), rows.padded, {&score, 1});
      good += score >= sample.best.front() && std::ranges::count(seen, row) == 0 ? 1 : 0;
    }
    found += std::min(good, sample.best.size());
    wanted += sample.best.size();
  }
  return static_cast<double>(found) / static_cast<double>(wanted);
}

}  // namespace

Result<std::size_t> calibrated_expansion(const ProximityGraph& graph, const RowTable& rows, std::span<const std::uint32_t> stragglers,
                                         const StopFlag& stop) {
  std::mt19937_64 random(rows.count);
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < kSamples; ++i)
    samples.push_back(sample_at(rows, random, i % 2 == 1));
  find_best(rows, samples);
  for (const std::size_t expansion : kExpansions) {
    TRY(stop.check());
    if (TRY(recall_at(expansion, graph, rows, stragglers, samples)) >= kRecall) return expansion;
  }
  return kExpansions.back();
}

}  // namespace kindred::vectors
