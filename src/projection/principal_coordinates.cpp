#include "projection/principal_coordinates.h"

#include <cmath>

#include "projection/random.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kSample = 1024;
constexpr int kIterations = 20;
constexpr std::size_t kGrain = 1024;

using Direction = std::vector<double>;
using Directions = std::array<Direction, 2>;

double dot(const Direction& a, const Direction& b) {
  double sum = 0;
  for (std::size_t d = 0; d < a.size(); ++d)
    sum += a[d] * b[d];
  return sum;
}

void normalize(Direction& direction) {
  const double length = std::sqrt(dot(direction, direction));
  for (double& value : direction)
    value = length > 0 ? value / length : 0;
}

// Gram and Schmidt. A second direction that is all rounding is no direction.
void orthonormalize(Directions& directions) {
  normalize(directions[0]);
  const double before = dot(directions[1], directions[1]);
  const double along = dot(directions[0], directions[1]);
  for (std::size_t d = 0; d < directions[1].size(); ++d)
    directions[1][d] -= along * directions[0][d];
  if (dot(directions[1], directions[1]) < before * 1e-20) directions[1].assign(directions[1].size(), 0);
  normalize(directions[1]);
}

struct Sample {
  std::vector<Direction> rows;  // relative to the mean
  std::vector<float> mean;
};

Sample take_sample(const Points& points) {
  Sample sample;
  const std::size_t count = std::min(points.size(), kSample);
  const std::vector<float> zero(points.dimension());
  std::vector<float> row(points.dimension());
  Direction sum(points.dimension());
  for (std::size_t i = 0; i < count; ++i) {
    points.copy_relative(i * points.size() / count, zero, row.data());
    sample.rows.emplace_back(row.begin(), row.end());
    for (std::size_t d = 0; d < row.size(); ++d)
      sum[d] += row[d] / static_cast<double>(count);
  }
  sample.mean.assign(sum.begin(), sum.end());
  for (Direction& one : sample.rows) {
    for (std::size_t d = 0; d < one.size(); ++d)
      one[d] -= static_cast<double>(sample.mean[d]);
  }
  return sample;
}

Directions principal_directions(const Sample& sample, std::size_t dimension, std::uint64_t seed) {
  Directions directions{Direction(dimension), Direction(dimension)};
  for (std::size_t d = 0; d < dimension; ++d)
    directions[0][d] = normal(mix(seed, 2 * d)), directions[1][d] = normal(mix(seed, 2 * d + 1));
  for (int iteration = 0; iteration < kIterations; ++iteration) {
    orthonormalize(directions);
    for (Direction& direction : directions) {
      Direction next(dimension);
      for (const Direction& row : sample.rows) {
        const double along = dot(row, direction);
        for (std::size_t d = 0; d < dimension; ++d)
          next[d] += along * row[d];
      }
      direction = std::move(next);
    }
  }
  orthonormalize(directions);
  return directions;
}

}  // namespace

Result<Coordinates> principal_coordinates(const Points& points, std::uint64_t seed, Crew& crew, const StopFlag& stop) {
  Coordinates coordinates(points.size());
  if (points.size() == 0) return coordinates;
  const Sample sample = take_sample(points);
  const Directions directions = principal_directions(sample, points.dimension(), seed);
  const auto body = [&](std::size_t begin, std::size_t end) {
    std::vector<float> row(points.dimension());
    for (std::size_t i = begin; i < end; ++i) {
      points.copy_relative(i, sample.mean, row.data());
      for (std::size_t j = 0; j < 2; ++j) {
        for (std::size_t d = 0; d < row.size(); ++d)
          coordinates[i][j] += directions[j][d] * row[d];
      }
    }
  };
  TRY(crew.run_ranges(points.size(), kGrain, body, stop));
  return coordinates;
}

}  // namespace kindred::projection
