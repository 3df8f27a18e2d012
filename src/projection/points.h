// The vectors that a map is made of: rows of somebody else's float32 matrix, seen by a metric.
//
// Nothing is copied: a million vectors of 512 numbers are 2 GB, and there is no room for them twice. The matrix must outlive the object.
// Thread-safety: immutable.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace kindred::projection {

enum class Metric { cosine, euclidean };

// rows() x dimension, row-major.
struct Vectors {
  std::span<const float> values;
  std::size_t dimension = 0;

  [[nodiscard]] std::size_t rows() const { return dimension == 0 ? 0 : values.size() / dimension; }
  [[nodiscard]] const float* row(std::size_t index) const { return values.data() + index * dimension; }
};

// `invalid`, naming the row, when a number isn't finite or, under the cosine, a vector is all zero; or when `values` isn't whole rows.
Result<void> check_vectors(const Vectors& vectors, Metric metric);

class Points {
 public:
  // Requires: check_vectors() passed; `rows` are rows of `vectors`, at most 2^31.
  Points(Vectors vectors, Metric metric, std::vector<std::uint32_t> rows);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::size_t dimension() const { return vectors_.dimension; }
  [[nodiscard]] Metric metric() const { return metric_; }
  [[nodiscard]] const float* row(std::size_t point) const { return vectors_.row(rows_[point]); }
  // What row() is multiplied by: 1 / length under the cosine, 1 otherwise.
  [[nodiscard]] float scale(std::size_t point) const { return scales_.empty() ? 1.0F : scales_[point]; }
  // The mean of the points (of a sample of them) when Euclidean, else zeros. Distances don't change when it's subtracted, but products
  // lose fewer digits.
  [[nodiscard]] const std::vector<float>& origin() const { return origin_; }
  // Some of the points as points of their own.
  [[nodiscard]] Points subset(std::span<const std::uint32_t> chosen) const;
  // row() x scale() - origin, into `out` (dimension numbers).
  void copy_relative(std::size_t point, const std::vector<float>& origin, float* out) const;

 private:
  Vectors vectors_;
  Metric metric_;
  std::vector<std::uint32_t> rows_;
  std::vector<float> scales_;
  std::vector<float> origin_;
};

// 1 - cosine, or the Euclidean distance. The former as half the squared distance of unit vectors, which keeps its digits near 0.
float distance(const Points& a, std::size_t i, const Points& b, std::size_t j);

}  // namespace kindred::projection
