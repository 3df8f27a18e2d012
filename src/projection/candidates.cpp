#include "projection/candidates.h"

#include <utility>

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 256;
constexpr std::size_t kStripe = 16;

struct Offer {
  std::uint32_t to = 0;
  std::uint32_t candidate = 0;
  float score = 0;
};

// Few scores of a tile get in, so sixteen are compared at a time, in a form that becomes vector instructions.
template <typename Visit>
void visit_at_least(const float* scores, const float* thresholds, std::size_t count, const Visit& visit) {
  std::size_t c = 0;
  for (; c + kStripe <= count; c += kStripe) {
    int any = 0;
    for (std::size_t lane = 0; lane < kStripe; ++lane)
      any |= static_cast<int>(scores[c + lane] >= thresholds[c + lane]);
    if (any == 0) continue;
    for (std::size_t lane = c; lane < c + kStripe; ++lane) {
      if (scores[lane] >= thresholds[lane]) visit(lane);
    }
  }
  for (; c < count; ++c) {
    if (scores[c] >= thresholds[c]) visit(c);
  }
}

std::vector<float> thresholds_of(std::span<const std::uint32_t> points, const NearestLists& lists, std::mutex& lock) {
  std::vector<float> thresholds;
  const std::lock_guard guard(lock);
  for (const std::uint32_t point : points)
    thresholds.push_back(lists.threshold(point));
  return thresholds;
}

void hand_in(const std::vector<Offer>& offers, NearestLists& lists, std::mutex& lock) {
  const std::lock_guard guard(lock);
  for (const Offer& offer : offers)
    lists.offer(offer.to, offer.candidate, offer.score);
}

}  // namespace

void offer_rows(const Tile& tile, NearestLists& lists, std::mutex& lock) {
  const std::vector<float> thresholds = thresholds_of(tile.rows, lists, lock);
  std::vector<Offer> offers;
  std::vector<float> same(tile.columns.size());
  for (std::size_t r = 0; r < tile.rows.size(); ++r) {
    const float* scores = tile.scores.data() + r * tile.stride;
    std::fill(same.begin(), same.end(), thresholds[r]);
    visit_at_least(scores, same.data(), same.size(), [&](std::size_t c) { offers.push_back({tile.rows[r], tile.columns[c], scores[c]}); });
  }
  hand_in(offers, lists, lock);
}

void offer_columns(const Tile& tile, NearestLists& lists, std::mutex& lock) {
  const std::vector<float> thresholds = thresholds_of(tile.columns, lists, lock);
  std::vector<Offer> offers;
  for (std::size_t r = 0; r < tile.rows.size(); ++r) {
    const float* scores = tile.scores.data() + r * tile.stride;
    visit_at_least(scores, thresholds.data(), thresholds.size(),
                   [&](std::size_t c) { offers.push_back({tile.columns[c], tile.rows[r], scores[c]}); });
  }
  hand_in(offers, lists, lock);
}

Result<KnnGraph> measure_candidates(const Points& queries, const Points& points, bool with_self, NearestLists& lists, std::size_t k,
                                    float margin, Crew& crew, const StopFlag& stop) {
  KnnGraph graph;
  graph.k = k;
  graph.indices.resize(queries.size() * k);
  graph.distances.resize(queries.size() * k);
  const auto body = [&](std::size_t begin, std::size_t end) {
    std::vector<std::uint32_t> candidates;
    std::vector<std::pair<float, std::uint32_t>> measured;
    for (std::size_t i = begin; i < end; ++i) {
      lists.take_sorted(i, candidates, k, margin);
      measured.clear();
      // Nothing is nearer than -1, so the point itself comes first even where others are at distance 0.
      if (with_self) measured.emplace_back(-1.0F, static_cast<std::uint32_t>(i));
      for (const std::uint32_t candidate : candidates) {
        if (!with_self || candidate != i) measured.emplace_back(distance(queries, i, points, candidate), candidate);
      }
      std::sort(measured.begin(), measured.end());
      for (std::size_t j = 0; j < k; ++j) {
        graph.indices[i * k + j] = measured[j].second;
        graph.distances[i * k + j] = std::max(0.0F, measured[j].first);
      }
    }
  };
  TRY(crew.run_ranges(queries.size(), kGrain, body, stop));
  return graph;
}

}  // namespace kindred::projection
