#include "projection/outlier_score.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "projection/plane_check.h"
#include "projection/plane_tree.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 512;
constexpr double kInfinite = std::numeric_limits<double>::infinity();

Result<void> check(std::span<const float> xy, const OutlierOptions& options) {
  if (options.n_neighbors < 1) return invalid("n_neighbors must be at least 1, not " + std::to_string(options.n_neighbors));
  if (options.n_neighbors > 1000) return invalid("n_neighbors must be at most 1000, not " + std::to_string(options.n_neighbors));
  if (!(options.significance > 0) || !std::isfinite(options.significance))
    return invalid("significance must be a number above 0, not " + std::to_string(options.significance));
  return check_plane(xy);
}

struct Surroundings {
  std::size_t k = 0;
  std::vector<std::uint32_t> neighbors;  // k of each point
  std::vector<double> spreads;
};

Result<Surroundings> look_around(std::span<const float> xy, std::size_t k, Crew& crew, const StopFlag& stop) {
  const PlaneTree tree = TRY(PlaneTree::build(xy, crew, stop));
  Surroundings result{k, std::vector<std::uint32_t>(tree.size() * k), std::vector<double>(tree.size())};
  const auto body = [&](std::size_t begin, std::size_t end) {
    std::vector<PlaneTree::Neighbor> nearest;
    for (std::size_t place = begin; place < end; ++place) {
      const std::uint32_t point = tree.at(place);
      tree.find(point, k, nearest);
      double sum = 0;
      for (std::size_t j = 0; j < k; ++j) {
        result.neighbors[point * k + j] = nearest[j].index;
        sum += nearest[j].squared;
      }
      result.spreads[point] = std::sqrt(sum / static_cast<double>(k));
    }
  };
  TRY(crew.run_ranges(tree.size(), kGrain, body, stop));
  return result;
}

double excess_of(const Surroundings& around, std::size_t point) {
  double sum = 0;
  for (std::size_t j = 0; j < around.k; ++j)
    sum += around.spreads[around.neighbors[point * around.k + j]];
  if (around.spreads[point] == 0) return sum == 0 ? 0 : -1;
  return sum == 0 ? kInfinite : around.spreads[point] / (sum / static_cast<double>(around.k)) - 1;
}

}  // namespace

Result<std::vector<float>> outlier_scores(std::span<const float> xy, const OutlierOptions& options, const StopFlag& stop) {
  TRY(check(xy, options));
  const std::size_t count = xy.size() / 2;
  std::vector<float> scores(count);
  if (count < 3) return scores;
  Crew crew(options.num_threads);
  const Surroundings around = TRY(look_around(xy, std::min(static_cast<std::size_t>(options.n_neighbors), count - 1), crew, stop));
  std::vector<double> excess(count);
  TRY(crew.run_ranges(
      count, kGrain,
      [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
          excess[i] = excess_of(around, i);
      },
      stop));
  double squares = 0;
  std::size_t finite = 0;
  for (const double one : excess) {
    if (one == kInfinite) continue;
    squares += one * one;
    ++finite;
  }
  const double scale = options.significance * std::sqrt(squares / static_cast<double>(std::max<std::size_t>(1, finite)));
  for (std::size_t i = 0; i < count; ++i) {
    if (excess[i] > 0) scores[i] = scale > 0 ? static_cast<float>(std::erf(excess[i] / (scale * std::numbers::sqrt2))) : 1.0F;
  }
  return scores;
}

}  // namespace kindred::projection
