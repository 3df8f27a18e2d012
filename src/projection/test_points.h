// Sets of vectors for tests, golden arrays, and a Crew with a StopFlag that nobody raises. For tests only.
#pragma once

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "base/npy.h"
#include "projection/points.h"
#include "projection/random.h"

namespace kindred::projection::testing {

struct Matrix {
  std::vector<float> values;
  std::size_t dimension = 0;

  [[nodiscard]] Vectors view() const { return {values, dimension}; }
  [[nodiscard]] Points points(Metric metric) const {
    std::vector<std::uint32_t> rows(view().rows());
    std::iota(rows.begin(), rows.end(), 0U);
    return {view(), metric, rows};
  }
};

// Normal numbers around `groups` centres that are themselves normal, times `apart`.
inline Matrix clusters(std::size_t count, std::size_t dimension, std::size_t groups, double apart, std::uint64_t seed) {
  Matrix matrix{{}, dimension};
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t group = mix(seed, i) % groups;
    for (std::size_t d = 0; d < dimension; ++d) {
      const double center = apart * normal(mix(seed + 1, group * dimension + d));
      matrix.values.push_back(static_cast<float>(center + normal(mix(seed + 2, i * dimension + d))));
    }
  }
  return matrix;
}

inline Matrix golden(const std::string& name) {
  Result<NpyArray> array = read_npy(std::string(KINDRED_SOURCE_DIR "/tests/data/projection/") + name + ".npy");
  if (!array) {
    ADD_FAILURE() << array.error().message;
    return {};
  }
  return {std::move(array->values), array->shape.back()};
}

}  // namespace kindred::projection::testing
