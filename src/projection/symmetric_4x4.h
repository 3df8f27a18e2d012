// Eigenvalues of a 4x4 symmetric matrix by Jacobi's rotations. Pure.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace kindred::projection {

inline constexpr std::size_t kBlock = 4;
using Matrix4 = std::array<std::array<double, kBlock>, kBlock>;

struct Eigen4 {
  std::array<double, kBlock> values{};  // falling
  Matrix4 vectors{};                    // vectors[i][j]: entry i of vector j
};

inline void rotate(Matrix4& matrix, Matrix4& vectors, std::size_t p, std::size_t q) {
  if (matrix[p][q] == 0) return;
  const double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
  const double t = std::copysign(1.0, theta) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1);
  const double s = t * c;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const double ip = matrix[i][p];
    const double iq = matrix[i][q];
    matrix[i][p] = c * ip - s * iq;
    matrix[i][q] = s * ip + c * iq;
  }
  for (std::size_t i = 0; i < kBlock; ++i) {
    const double pi = matrix[p][i];
    const double qi = matrix[q][i];
    matrix[p][i] = c * pi - s * qi;
    matrix[q][i] = s * pi + c * qi;
    const double vp = vectors[i][p];
    const double vq = vectors[i][q];
    vectors[i][p] = c * vp - s * vq;
    vectors[i][q] = s * vp + c * vq;
  }
}

inline Eigen4 eigen_of(Matrix4 matrix) {
  Matrix4 vectors{};
  for (std::size_t i = 0; i < kBlock; ++i)
    vectors[i][i] = 1;
  constexpr int kSweeps = 30;  // convergence is quadratic: some six are enough
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (std::size_t p = 0; p < kBlock; ++p) {
      for (std::size_t q = p + 1; q < kBlock; ++q)
        rotate(matrix, vectors, p, q);
    }
  }
  std::array<std::size_t, kBlock> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return matrix[a][a] > matrix[b][b]; });
  Eigen4 result;
  for (std::size_t j = 0; j < kBlock; ++j) {
    result.values[j] = matrix[order[j]][order[j]];
    for (std::size_t i = 0; i < kBlock; ++i)
      result.vectors[i][j] = vectors[i][order[j]];
  }
  return result;
}

}  // namespace kindred::projection
