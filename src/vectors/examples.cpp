#include "vectors/examples.h"

#include <cmath>

namespace kindred::vectors {
namespace {

void add_mean(std::vector<float>& to, std::span<const std::vector<float>> vectors, float weight) {
  for (const auto& vector : vectors) {
    to.resize(vector.size());
    for (std::size_t i = 0; i < vector.size(); ++i)
      to[i] += vector[i] * weight / static_cast<float>(vectors.size());
  }
}

}  // namespace

Result<std::vector<float>> direction_of(std::span<const std::vector<float>> positive, std::span<const std::vector<float>> negative) {
  if (positive.empty() && negative.empty()) return invalid("A search by examples needs at least one");
  std::vector<float> sum;
  add_mean(sum, positive, 2);
  add_mean(sum, negative, -1);
  double square = 0;
  for (const float x : sum)
    square += static_cast<double>(x) * x;
  const double length = std::sqrt(square);
  if (length < 1e-6) return invalid("The positive and negative examples cancel each other out: choose others");
  for (float& x : sum)
    x = static_cast<float>(x / length);
  return sum;
}

}  // namespace kindred::vectors
