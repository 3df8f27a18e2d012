#include "projection/merge_duplicates.h"

#include <functional>
#include <limits>
#include <string_view>
#include <unordered_map>

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 1024;
constexpr std::uint32_t kRowsPerStopCheck = 1 << 14;
constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

std::string_view bytes_of(const Vectors& vectors, std::size_t row) {
  return {reinterpret_cast<const char*>(vectors.row(row)), vectors.dimension * sizeof(float)};
}

// The first point that `point` may join, among its near neighbours' points: where more copies lie close together than a point has
// neighbours, the one they all joined is found through them.
std::uint32_t leader_near(const Points& points, const KnnGraph& graph, std::size_t point, const std::vector<std::uint32_t>& leader_of) {
  const float threshold = merge_distance(points.metric());
  std::uint32_t first = kNone;
  for (std::size_t j = 0; j < graph.k; ++j) {
    const std::uint32_t neighbor = graph.neighbors(point)[j];
    if (graph.lengths(point)[j] > threshold) break;
    if (neighbor >= point) continue;
    const std::uint32_t leader = leader_of[neighbor];
    if (leader < first && distance(points, point, points, leader) <= threshold) first = leader;
  }
  return first;
}

}  // namespace

Result<Merged> merge_equal(const Vectors& vectors, Crew& crew, const StopFlag& stop) {
  std::vector<std::size_t> hashes(vectors.rows());
  const auto body = [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row)
      hashes[row] = std::hash<std::string_view>{}(bytes_of(vectors, row));
  };
  TRY(crew.run_ranges(vectors.rows(), kGrain, body, stop));
  const auto hash = [&](std::uint32_t row) { return hashes[row]; };
  const auto equal = [&](std::uint32_t a, std::uint32_t b) {
    return hashes[a] == hashes[b] && bytes_of(vectors, a) == bytes_of(vectors, b);
  };
  std::unordered_map<std::uint32_t, std::uint32_t, decltype(hash), decltype(equal)> points(vectors.rows(), hash, equal);
  Merged merged;
  merged.point_of.reserve(vectors.rows());
  for (std::uint32_t row = 0; row < vectors.rows(); ++row) {
    if (row % kRowsPerStopCheck == 0) TRY(stop.check());
    const auto [place, is_new] = points.try_emplace(row, static_cast<std::uint32_t>(merged.leaders.size()));
    if (is_new) merged.leaders.push_back(row);
    merged.point_of.push_back(place->second);
  }
  return merged;
}

Merged merge_near(const Points& points, const KnnGraph& graph) {
  Merged merged;
  std::vector<std::uint32_t> leader_of(points.size());
  std::vector<std::uint32_t> rank(points.size());  // of a leader among leaders
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::uint32_t near = leader_near(points, graph, i, leader_of);
    leader_of[i] = near == kNone ? static_cast<std::uint32_t>(i) : near;
    if (near == kNone) {
      rank[i] = static_cast<std::uint32_t>(merged.leaders.size());
      merged.leaders.push_back(static_cast<std::uint32_t>(i));
    }
    merged.point_of.push_back(rank[leader_of[i]]);
  }
  return merged;
}

Merged combine(const Merged& outer, const Merged& inner) {
  Merged both;
  for (const std::uint32_t point : inner.leaders)
    both.leaders.push_back(outer.leaders[point]);
  for (const std::uint32_t point : outer.point_of)
    both.point_of.push_back(inner.point_of[point]);
  return both;
}

}  // namespace kindred::projection
