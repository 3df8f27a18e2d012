#include "projection/laplacian_vectors.h"

#include <cmath>
#include <utility>

#include "projection/random.h"
#include "projection/symmetric_4x4.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kGrain = 2048;
constexpr int kMaxRounds = 30;
constexpr int kMinDegree = 8;
constexpr int kMaxDegree = 80;
constexpr double kAmplification = 1e4;  // of the wanted over the unwanted, by one filter

using Row = std::array<double, kBlock>;
using Block = std::vector<Row>;

class Solver {
 public:
  Solver(const SparseGraph& graph, Crew& crew, const StopFlag& stop) : graph_(graph), crew_(crew), stop_(stop) {}

  Result<LaplacianVectors> solve(double tolerance, std::uint64_t seed) {
    TRY(normalize());
    TRY(start(seed));
    std::array<double, kBlock> values{};
    for (int round = 0; round < kMaxRounds; ++round) {
      TRY(orthonormalize());
      values = TRY(rotate_to_ritz_vectors());
      if (TRY(residual(values)) <= tolerance * std::max(values[1] - values[2], 1e-9)) break;
      TRY(filter(values.back()));
    }
    LaplacianVectors result;
    result.eigenvalues = {1 - values[0], 1 - values[1]};
    for (const Row& row : vectors_)
      result.vectors.push_back({row[0], row[1]});
    result.degrees = std::move(degrees_);
    return result;
  }

 private:
  template <typename Body>
  Result<void> for_rows(const Body& body) {
    return crew_.run_ranges(
        graph_.size(), kGrain,
        [&](std::size_t begin, std::size_t end) {
          for (std::size_t i = begin; i < end; ++i)
            body(i);
        },
        stop_);
  }

  // The sum of body(i) over all rows, added range by range.
  template <typename Sum, typename Body>
  Result<Sum> sum_rows(const Body& body) {
    std::vector<Sum> parts((graph_.size() + kGrain - 1) / kGrain);
    TRY(for_rows([&](std::size_t i) { body(i, parts[i / kGrain]); }));
    Sum total{};
    for (const Sum& part : parts) {
      for (std::size_t i = 0; i < kBlock; ++i) {
        for (std::size_t j = 0; j < kBlock; ++j)
          total[i][j] += part[i][j];
      }
    }
    return total;
  }

  // Entries of D^-1/2 W D^-1/2, and its vector of eigenvalue 1.
  Result<void> normalize() {
    degrees_.resize(graph_.size());
    TRY(for_rows([&](std::size_t i) {
      for (const float weight : graph_.weights_of(i))
        degrees_[i] += weight;
    }));
    double total = 0;
    for (const double degree : degrees_)
      total += degree;
    known_.resize(graph_.size());
    entries_.resize(graph_.edges());
    return for_rows([&](std::size_t i) {
      known_[i] = std::sqrt(degrees_[i] / total);
      for (std::uint64_t at = graph_.starts[i]; at < graph_.starts[i + 1]; ++at)
        entries_[at] = graph_.weights[at] / std::sqrt(degrees_[i] * degrees_[graph_.columns[at]]);
    });
  }

  Result<void> start(std::uint64_t seed) {
    vectors_.resize(graph_.size());
    images_.resize(graph_.size());
    previous_.resize(graph_.size());
    return for_rows([&](std::size_t i) {
      for (std::size_t j = 0; j < kBlock; ++j)
        vectors_[i][j] = normal(mix(seed, i * kBlock + j));
    });
  }

  [[nodiscard]] Row image_of(const Block& block, std::size_t point) const {
    Row sum{};
    for (std::uint64_t at = graph_.starts[point]; at < graph_.starts[point + 1]; ++at) {
      const Row& other = block[graph_.columns[at]];
      for (std::size_t j = 0; j < kBlock; ++j)
        sum[j] += entries_[at] * other[j];
    }
    return sum;
  }

  static void add_outer(const Row& a, const Row& b, Matrix4& sum) {
    for (std::size_t i = 0; i < kBlock; ++i) {
      for (std::size_t j = 0; j < kBlock; ++j)
        sum[i][j] += a[i] * b[j];
    }
  }

  static Row times(const Row& row, const Matrix4& matrix) {
    Row product{};
    for (std::size_t i = 0; i < kBlock; ++i) {
      for (std::size_t j = 0; j < kBlock; ++j)
        product[j] += row[i] * matrix[i][j];
    }
    return product;
  }

  // Takes the known vector out and makes the rest orthonormal by their Gram matrix, twice, as rounding of the first pass asks for.
  Result<void> orthonormalize() {
    for (int pass = 0; pass < 2; ++pass) {
      const auto along = TRY(sum_rows<Matrix4>([&](std::size_t i, Matrix4& sum) { add_outer({known_[i]}, vectors_[i], sum); }));
      TRY(for_rows([&](std::size_t i) {
        for (std::size_t j = 0; j < kBlock; ++j)
          vectors_[i][j] -= known_[i] * along[0][j];
      }));
      const auto gram = TRY(sum_rows<Matrix4>([&](std::size_t i, Matrix4& sum) { add_outer(vectors_[i], vectors_[i], sum); }));
      const Eigen4 eigen = eigen_of(gram);
      Matrix4 basis = eigen.vectors;
      for (std::size_t j = 0; j < kBlock; ++j) {
        const double length = std::sqrt(std::max(eigen.values[j], eigen.values[0] * 1e-24));
        for (Row& row : basis)
          row[j] /= length;
      }
      TRY(for_rows([&](std::size_t i) { vectors_[i] = times(vectors_[i], basis); }));
    }
    return {};
  }

  Result<std::array<double, kBlock>> rotate_to_ritz_vectors() {
    TRY(for_rows([&](std::size_t i) { images_[i] = image_of(vectors_, i); }));
    const auto projected = TRY(sum_rows<Matrix4>([&](std::size_t i, Matrix4& sum) { add_outer(vectors_[i], images_[i], sum); }));
    const Eigen4 eigen = eigen_of(projected);
    TRY(for_rows([&](std::size_t i) {
      vectors_[i] = times(vectors_[i], eigen.vectors);
      images_[i] = times(images_[i], eigen.vectors);
    }));
    return eigen.values;
  }

  // The larger residual of the two wanted vectors.
  Result<double> residual(const std::array<double, kBlock>& values) {
    const auto squares = TRY(sum_rows<Matrix4>([&](std::size_t i, Matrix4& sum) {
      for (std::size_t j = 0; j < 2; ++j) {
        const double difference = images_[i][j] - values[j] * vectors_[i][j];
        sum[0][j] += difference * difference;
      }
    }));
    return std::sqrt(std::max(squares[0][0], squares[0][1]));
  }

  // The Chebyshev polynomial that stays within 1 on [-1, cut] and grows fast above, applied to the vectors. Needs images_.
  Result<void> filter(double cut) {
    const double center = (cut - 1) / 2;
    const double radius = (cut + 1) / 2;
    const double growth = std::acosh(std::max(1.0, (1 - center) / radius));
    const int degree = std::clamp(static_cast<int>(std::acosh(kAmplification) / std::max(growth, 1e-9)), kMinDegree, kMaxDegree);
    TRY(for_rows([&](std::size_t i) {
      previous_[i] = vectors_[i];
      for (std::size_t j = 0; j < kBlock; ++j)
        vectors_[i][j] = (images_[i][j] - center * vectors_[i][j]) / radius;
    }));
    for (int step = 1; step < degree; ++step) {
      TRY(for_rows([&](std::size_t i) {
        const Row image = image_of(vectors_, i);
        for (std::size_t j = 0; j < kBlock; ++j)
          previous_[i][j] = 2 * (image[j] - center * vectors_[i][j]) / radius - previous_[i][j];
      }));
      std::swap(vectors_, previous_);
    }
    return {};
  }

  const SparseGraph& graph_;
  Crew& crew_;
  const StopFlag& stop_;
  std::vector<double> degrees_;
  std::vector<double> known_;
  std::vector<double> entries_;
  Block vectors_;
  Block images_;    // the matrix times vectors_
  Block previous_;  // one step back in the filter's recurrence
};

}  // namespace

Result<LaplacianVectors> laplacian_vectors(const SparseGraph& graph, double tolerance, std::uint64_t seed, Crew& crew,
                                           const StopFlag& stop) {
  return Solver(graph, crew, stop).solve(tolerance, seed);
}

}  // namespace kindred::projection
