#include "projection/smooth_knn.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace kindred::projection {
namespace {

constexpr float kTolerance = 1e-5F;
constexpr float kMinScale = 1e-3F;  // sigma is at least this times the mean distance
constexpr int kIterations = 64;
constexpr std::size_t kGrain = 1024;

float mean(std::span<const float> values) {
  return static_cast<float>(std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()));
}

// `distances` rise, so those above zero are a tail.
float find_rho(std::span<const float> distances, float local_connectivity) {
  const auto first = std::upper_bound(distances.begin(), distances.end(), 0.0F);
  const auto positive = std::span(first, distances.end());
  if (positive.empty()) return 0;
  if (static_cast<float>(positive.size()) < local_connectivity) return positive.back();
  const auto whole = static_cast<std::size_t>(local_connectivity);
  const float part = local_connectivity - static_cast<float>(whole);
  if (whole == 0) return part * positive[0];
  const float rho = positive[whole - 1];
  return part > kTolerance ? rho + part * (positive[whole] - rho) : rho;
}

float membership_sum(std::span<const float> distances, float rho, float sigma) {
  float sum = 0;
  for (const float distance : distances.subspan(1)) {
    const float beyond = distance - rho;
    sum += beyond > 0 ? std::exp(-beyond / sigma) : 1.0F;
  }
  return sum;
}

// Bisection; the upper end is unknown at first, so sigma doubles until it is passed.
float find_sigma(std::span<const float> distances, float rho) {
  const float target = std::log2(static_cast<float>(distances.size()));
  float low = 0;
  float high = std::numeric_limits<float>::max();
  float sigma = 1;
  for (int i = 0; i < kIterations; ++i) {
    const float sum = membership_sum(distances, rho, sigma);
    if (std::abs(sum - target) < kTolerance) break;
    if (sum > target) {
      high = sigma;
      sigma = (low + high) / 2;
    } else {
      low = sigma;
      sigma = high == std::numeric_limits<float>::max() ? sigma * 2 : (low + high) / 2;
    }
  }
  return sigma;
}

}  // namespace

Result<Calibration> smooth_knn(const KnnGraph& graph, float local_connectivity, Crew& crew, const StopFlag& stop) {
  Calibration result;
  result.sigmas.resize(graph.size());
  result.rhos.resize(graph.size());
  if (graph.size() == 0) return result;
  const float overall = mean(graph.distances);
  const auto body = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::span<const float> distances = graph.lengths(i);
      const float rho = find_rho(distances, local_connectivity);
      const float scale = rho > 0 ? mean(distances) : overall;
      result.rhos[i] = rho;
      result.sigmas[i] = std::max(find_sigma(distances, rho), kMinScale * scale);
    }
  };
  TRY(crew.run_ranges(graph.size(), kGrain, body, stop));
  return result;
}

}  // namespace kindred::projection
