#include "projection/points.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "projection/row_math.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kOriginSample = 1024;
constexpr std::size_t kMostDimensions = 1 << 20;

std::vector<float> sample_mean(const Vectors& vectors, const std::vector<std::uint32_t>& rows) {
  std::vector<double> sums(vectors.dimension);
  const std::size_t count = std::min(rows.size(), kOriginSample);
  for (std::size_t i = 0; i < count; ++i) {
    const float* row = vectors.row(rows[i * rows.size() / count]);
    for (std::size_t d = 0; d < sums.size(); ++d)
      sums[d] += row[d];
  }
  std::vector<float> mean(vectors.dimension);
  for (std::size_t d = 0; d < sums.size() && count > 0; ++d)
    mean[d] = static_cast<float>(sums[d] / static_cast<double>(count));
  return mean;
}

}  // namespace

Result<void> check_vectors(const Vectors& vectors, Metric metric) {
  if (vectors.dimension == 0 && !vectors.values.empty()) return invalid("The vectors have no dimensions");
  if (vectors.dimension != 0 && vectors.values.size() % vectors.dimension != 0) {
    return invalid("The vectors are not whole rows of " + std::to_string(vectors.dimension) + " numbers");
  }
  if (vectors.dimension > kMostDimensions) {
    return invalid("The vectors have " + std::to_string(vectors.dimension) + " dimensions; at most " + std::to_string(kMostDimensions) +
                   " are possible");
  }
  for (std::size_t i = 0; i < vectors.rows(); ++i) {
    const float* row = vectors.row(i);
    const double length = squared_length(row, vectors.dimension);
    if (!std::isfinite(length)) {
      const auto* place = std::find_if(row, row + vectors.dimension, [](float value) { return !std::isfinite(value); });
      return invalid("Vector " + std::to_string(i) + " has a number that is not finite in column " + std::to_string(place - row),
                     "Leave the vector out, or embed it again.");
    }
    if (metric == Metric::cosine && length == 0) {
      return invalid("Vector " + std::to_string(i) + " is all zero, so it has no direction that the cosine could compare",
                     "Leave the vector out, or use the Euclidean metric.");
    }
  }
  return {};
}

Points::Points(Vectors vectors, Metric metric, std::vector<std::uint32_t> rows)
    : vectors_(vectors), metric_(metric), rows_(std::move(rows)), origin_(vectors.dimension) {
  if (metric == Metric::euclidean) {
    origin_ = sample_mean(vectors_, rows_);
    return;
  }
  scales_.reserve(rows_.size());
  for (const std::uint32_t row : rows_)
    scales_.push_back(static_cast<float>(1 / std::sqrt(squared_length(vectors_.row(row), vectors_.dimension))));
}

Points Points::subset(std::span<const std::uint32_t> chosen) const {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t point : chosen)
    rows.push_back(rows_[point]);
  return {vectors_, metric_, std::move(rows)};
}

void Points::copy_relative(std::size_t point, const std::vector<float>& origin, float* out) const {
  const float* values = row(point);
  const float factor = scale(point);
  for (std::size_t d = 0; d < vectors_.dimension; ++d)
    out[d] = values[d] * factor - origin[d];
}

float distance(const Points& a, std::size_t i, const Points& b, std::size_t j) {
  const float squared = squared_distance(a.row(i), a.scale(i), b.row(j), b.scale(j), a.dimension());
  return a.metric() == Metric::cosine ? squared / 2 : std::sqrt(squared);
}

}  // namespace kindred::projection
