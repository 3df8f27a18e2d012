// Law: every kernel gives the inner products that double precision gives, within its rounding, for all shapes of blocks; and a pair's
// product has the same bits wherever the pair is.
#include "projection/dot_tile.h"

#include <cmath>

#include "projection/test_points.h"

namespace kindred::projection {
namespace {

std::vector<std::uint32_t> range(std::uint32_t begin, std::uint32_t end) {
  std::vector<std::uint32_t> numbers(end - begin);
  std::iota(numbers.begin(), numbers.end(), begin);
  return numbers;
}

class DotTileTest : public ::testing::TestWithParam<TileKernel> {
 protected:
  void SetUp() override {
    if (!GetParam().usable()) GTEST_SKIP() << "this processor can't run " << GetParam().name;
  }
};

TEST_P(DotTileTest, EqualsDoublePrecision) {
  const TileKernel& kernel = GetParam();
  for (const std::size_t dimension : {1, 2, 3, 17, 64, 101}) {
    const testing::Matrix matrix = testing::clusters(100, dimension, 3, 1, 7);
    for (const Metric metric : {Metric::cosine, Metric::euclidean}) {
      const Points points = matrix.points(metric);
      const std::vector<std::uint32_t> left = range(0, 37);
      const std::vector<std::uint32_t> right = range(30, 100);
      const PackedBlock a(kernel, points, left, points.origin());
      const PackedBlock b(kernel, points, right, points.origin());
      std::vector<float> scores(kTile * kTile);
      score_tile(kernel, dimension, a, b, scores);
      for (std::size_t r = 0; r < left.size(); ++r) {
        for (std::size_t c = 0; c < right.size(); ++c) {
          const double length = distance(points, left[r], points, right[c]);
          const double wanted = metric == Metric::cosine ? 1 - length : -length * length / 2;
          const double size = metric == Metric::cosine ? 1 : 1 + a.half_squares()[r] + b.half_squares()[c];
          EXPECT_NEAR(scores[r * b.panels() * kPanel + c], wanted, size * (kernel.half ? 1e-2 : 1e-5)) << kernel.name << " " << dimension;
        }
      }
    }
  }
}

TEST_P(DotTileTest, APairsProductDoesNotDependOnItsPlace) {
  const TileKernel& kernel = GetParam();
  const testing::Matrix matrix = testing::clusters(80, 50, 3, 1, 8);
  const Points points = matrix.points(Metric::cosine);
  const PackedBlock all(kernel, points, range(0, 80), points.origin());
  const PackedBlock some(kernel, points, range(23, 60), points.origin());
  std::vector<float> of_all(kTile * kTile);
  std::vector<float> of_some(kTile * kTile);
  score_tile(kernel, 50, all, all, of_all);
  score_tile(kernel, 50, some, some, of_some);
  const std::size_t wide = all.panels() * kPanel;
  const std::size_t narrow = some.panels() * kPanel;
  for (std::size_t r = 23; r < 60; ++r) {
    for (std::size_t c = 23; c < 60; ++c) {
      EXPECT_EQ(of_all[r * wide + c], of_all[c * wide + r]);
      EXPECT_EQ(of_all[r * wide + c], of_some[(r - 23) * narrow + c - 23]);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kernels, DotTileTest, ::testing::ValuesIn(tile_kernels().begin(), tile_kernels().end()),
                         [](const auto& kernel) { return std::string(kernel.param.name); });

}  // namespace
}  // namespace kindred::projection
