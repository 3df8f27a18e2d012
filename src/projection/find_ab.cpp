#include "projection/find_ab.h"

#include <array>
#include <cmath>

namespace kindred::projection {
namespace {

constexpr int kSamples = 300;

struct Sample {
  double distance = 0;
  double wanted = 0;
};
using Samples = std::array<Sample, kSamples>;

Samples wanted_curve(double min_dist, double spread) {
  Samples samples;
  for (int i = 0; i < kSamples; ++i) {
    const double distance = 3 * spread * i / (kSamples - 1);
    samples[static_cast<std::size_t>(i)] = {distance, distance < min_dist ? 1.0 : std::exp(-(distance - min_dist) / spread)};
  }
  return samples;
}

// The normal equations of one Gauss-Newton step, and the sum of squares at `curve`.
struct Step {
  double squares = 0;
  double aa = 0, ab = 0, bb = 0;  // J^T J
  double ra = 0, rb = 0;          // J^T residual
};

Step linearize(const Samples& samples, const Curve& curve) {
  Step step;
  for (const Sample& sample : samples) {
    const double power = sample.distance > 0 ? std::pow(sample.distance, 2 * curve.b) : 0;
    const double value = 1 / (1 + curve.a * power);
    const double residual = sample.wanted - value;
    const double by_a = -value * value * power;
    const double by_b = sample.distance > 0 ? by_a * curve.a * 2 * std::log(sample.distance) : 0;
    step.squares += residual * residual;
    step.aa += by_a * by_a;
    step.ab += by_a * by_b;
    step.bb += by_b * by_b;
    step.ra += by_a * residual;
    step.rb += by_b * residual;
  }
  return step;
}

}  // namespace

// Levenberg-Marquardt from (1, 1). The problem is small and well-behaved: some twenty steps reach the last digits.
Curve find_ab(double min_dist, double spread) {
  const Samples samples = wanted_curve(min_dist, spread);
  Curve best{1, 1};
  Step at_best = linearize(samples, best);
  double damping = 1e-3;
  for (int i = 0; i < 200 && damping < 1e12; ++i) {
    const double aa = at_best.aa * (1 + damping);
    const double bb = at_best.bb * (1 + damping);
    const double determinant = aa * bb - at_best.ab * at_best.ab;
    const Curve next{best.a + (bb * at_best.ra - at_best.ab * at_best.rb) / determinant,
                     best.b + (aa * at_best.rb - at_best.ab * at_best.ra) / determinant};
    const Step at_next = linearize(samples, next);
    if (next.a > 0 && next.b > 0 && at_next.squares <= at_best.squares) {
      const double moved = std::abs(next.a - best.a) / best.a + std::abs(next.b - best.b) / best.b;
      best = next;
      at_best = at_next;
      damping /= 10;
      if (moved < 1e-14) break;
    } else {
      damping *= 10;
    }
  }
  return best;
}

}  // namespace kindred::projection
