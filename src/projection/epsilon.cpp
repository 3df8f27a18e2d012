#include "projection/epsilon.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "projection/plane_check.h"
#include "projection/plane_tree.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kSample = 20'000;
constexpr std::size_t kShown = 256;
constexpr std::size_t kGrain = 256;
constexpr double kLeftOut = 0.01;  // of the highest distances

// Of every so many points, in no order.
Result<std::vector<double>> k_distances(std::span<const float> xy, std::size_t others, std::size_t num_threads, const StopFlag& stop) {
  Crew crew(num_threads);
  const PlaneTree tree = TRY(PlaneTree::build(xy, crew, stop));
  const std::size_t count = std::min(tree.size(), kSample);
  std::vector<double> distances(count);
  const auto body = [&](std::size_t begin, std::size_t end) {
    std::vector<PlaneTree::Neighbor> nearest;
    for (std::size_t i = begin; i < end; ++i) {
      tree.find(tree.at(i * tree.size() / count), others, nearest);
      distances[i] = nearest.empty() ? 0 : std::sqrt(nearest.back().squared);
    }
  };
  TRY(crew.run_ranges(count, kGrain, body, stop));
  return distances;
}

double extent_of(std::span<const float> xy) {
  double widest = 0;
  for (std::size_t axis = 0; axis < 2 && !xy.empty(); ++axis) {
    float low = xy[axis];
    float high = xy[axis];
    for (std::size_t i = axis; i < xy.size(); i += 2) {
      low = std::min(low, xy[i]);
      high = std::max(high, xy[i]);
    }
    widest = std::max(widest, double{high} - low);
  }
  return widest;
}

std::vector<double> thinned(const std::vector<double>& curve) {
  if (curve.size() <= kShown) return curve;
  std::vector<double> shown;
  for (std::size_t i = 0; i < kShown; ++i)
    shown.push_back(curve[i * (curve.size() - 1) / (kShown - 1)]);
  return shown;
}

}  // namespace

std::size_t knee_of(std::span<const double> curve) {
  const double first = curve.front();
  const double rise = curve.back() - first;
  const auto steps = static_cast<double>(curve.size() - 1);
  std::size_t knee = curve.size() - 1;
  double lowest = 0;
  for (std::size_t i = 0; i < curve.size() && rise > 0; ++i) {
    const double below = static_cast<double>(i) / steps - (curve[i] - first) / rise;
    if (below > lowest) {
      lowest = below;
      knee = i;
    }
  }
  return knee;
}

Result<SuggestedEps> suggest_eps(std::span<const float> xy, int min_samples, std::size_t num_threads, const StopFlag& stop) {
  if (min_samples < 1) return invalid("min_samples must be at least 1, not " + std::to_string(min_samples));
  TRY(check_plane(xy));
  // A point is the first of its own neighbours. With 1, all are core, and the nearest other is what tells something.
  const std::size_t others = std::max<std::size_t>(1, static_cast<std::size_t>(min_samples) - 1);
  std::vector<double> curve = TRY(k_distances(xy, others, num_threads, stop));
  std::sort(curve.begin(), curve.end());
  SuggestedEps suggested;
  suggested.curve = thinned(curve);
  const auto first = std::upper_bound(curve.begin(), curve.end(), 0.0);
  const std::span<const double> positive(first, curve.end());
  if (!positive.empty()) {
    const auto left_out = static_cast<std::size_t>(kLeftOut * static_cast<double>(positive.size()));
    suggested.eps = kKnees * positive[knee_of(positive.first(positive.size() - left_out))];
  } else if (const double extent = extent_of(xy); extent > 0) {
    suggested.eps = extent / 1000;
  }
  return suggested;
}

}  // namespace kindred::projection
