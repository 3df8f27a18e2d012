#include "map/quality.h"

#include <algorithm>
#include <numeric>

#include "projection/random.h"
#include "support/measure.h"

namespace kindred::bench {
namespace {

constexpr std::size_t kNear = 15;
constexpr std::size_t kMostPoints = 20'000;
constexpr std::size_t kMostQueries = 2'000;

std::vector<std::uint32_t> sample(std::size_t from, std::size_t most, std::uint64_t seed) {
  std::vector<std::uint32_t> rows(from);
  std::iota(rows.begin(), rows.end(), 0U);
  if (from <= most) return rows;
  std::vector<std::uint64_t> keys(from);
  for (std::size_t i = 0; i < from; ++i)
    keys[i] = projection::mix(seed, i);
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
  rows.resize(most);
  std::sort(rows.begin(), rows.end());
  return rows;
}

// The points by rising distance from `query`, itself left out.
template <typename Distance>
std::vector<std::uint32_t> ranked(std::size_t points, std::size_t query, std::size_t sorted, const Distance& distance) {
  std::vector<std::pair<double, std::uint32_t>> away;
  for (std::uint32_t i = 0; i < points; ++i) {
    if (i != query) away.emplace_back(distance(i), i);
  }
  std::partial_sort(away.begin(), away.begin() + static_cast<std::ptrdiff_t>(std::min(sorted, away.size())), away.end());
  std::vector<std::uint32_t> order;
  for (const auto& [length, point] : away)
    order.push_back(point);
  return order;
}

}  // namespace

Quality quality_of(const DataSet& set, std::span<const float> xy) {
  const std::vector<std::uint32_t> rows = sample(set.vectors().rows(), kMostPoints, 1);
  const std::vector<std::uint32_t> queries = sample(rows.size(), kMostQueries, 2);
  const projection::Points points(set.vectors(), projection::Metric::cosine, rows);
  std::vector<Quality> of_each(queries.size());
  on_all_cores(queries.size(), [&](std::size_t q) {
    const std::uint32_t query = queries[q];
    const auto in_space = ranked(rows.size(), query, rows.size(),
                                 [&](std::uint32_t i) { return static_cast<double>(projection::distance(points, query, points, i)); });
    const auto on_map = ranked(rows.size(), query, kNear, [&](std::uint32_t i) {
      const double dx = double{xy[2 * rows[i]]} - xy[2 * rows[query]];
      const double dy = double{xy[2 * rows[i] + 1]} - xy[2 * rows[query] + 1];
      return dx * dx + dy * dy;
    });
    std::vector<std::size_t> rank(rows.size());
    for (std::size_t r = 0; r < in_space.size(); ++r)
      rank[in_space[r]] = r + 1;
    for (std::size_t j = 0; j < kNear; ++j) {
      const std::size_t there = rank[on_map[j]];
      of_each[q].trustworthiness += static_cast<double>(std::max(there, kNear) - kNear);
      of_each[q].preservation += there <= kNear ? 1 : 0;
      if (!set.labels.empty()) of_each[q].purity += set.labels[rows[on_map[j]]] == set.labels[rows[query]] ? 1 : 0;
    }
  });
  Quality total;
  for (const Quality& one : of_each) {
    total.trustworthiness += one.trustworthiness;
    total.preservation += one.preservation;
    total.purity += one.purity;
  }
  const auto count = static_cast<double>(queries.size());
  const auto all = static_cast<double>(rows.size());
  total.trustworthiness = 1 - 2 * total.trustworthiness / (count * kNear * (2 * all - 3 * kNear - 1));
  total.preservation /= count * kNear;
  total.purity /= count * kNear;
  return total;
}

}  // namespace kindred::bench
