// Law: every kernel gives the inner product, as double precision has it, for every dimension and number of rows.
#include "vectors/dot.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "base/float16.h"
#include "vectors/vector_block.h"

namespace kindred::vectors {
namespace {

class DotTest : public ::testing::TestWithParam<DotKernel> {};

template <typename T>
T* aligned(std::vector<BlockLine>& lines) {
  return reinterpret_cast<T*>(lines.data());
}

TEST_P(DotTest, EqualsDoublePrecision) {
  const DotKernel& kernel = GetParam();
  if (!kernel.usable()) GTEST_SKIP() << "this processor can't run " << kernel.name;
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  for (const std::size_t dimension : {1, 2, 31, 32, 33, 64, 100, 512, 768, 1000}) {
    const std::size_t padded = padded_dimension(dimension);
    constexpr std::size_t kCount = 7;
    std::vector<BlockLine> query_lines(padded * sizeof(float) / sizeof(BlockLine));
    std::vector<BlockLine> row_lines(kCount * padded * sizeof(std::uint16_t) / sizeof(BlockLine));
    auto* query = aligned<float>(query_lines);
    auto* rows = aligned<std::uint16_t>(row_lines);
    for (std::size_t i = 0; i < dimension; ++i)
      query[i] = normal(random);
    for (std::size_t row = 0; row < kCount; ++row) {
      for (std::size_t i = 0; i < dimension; ++i)
        rows[row * padded + i] = float_to_f16(normal(random));
    }
    std::vector<float> scores(kCount + 1, -77);
    kernel.run(query, rows, padded, std::span(scores).first(kCount));
    for (std::size_t row = 0; row < kCount; ++row) {
      double sum = 0;
      double size = 0;
      for (std::size_t i = 0; i < dimension; ++i) {
        const double product = double{query[i]} * f16_to_float(rows[row * padded + i]);
        sum += product;
        size += std::abs(product);
      }
      EXPECT_NEAR(scores[row], sum, size * 1e-6) << kernel.name << " " << dimension;
    }
    EXPECT_EQ(scores[kCount], -77) << "a score beyond those asked for was written";
  }
}

TEST_P(DotTest, SubnormalsAndZeros) {
  const DotKernel& kernel = GetParam();
  if (!kernel.usable()) GTEST_SKIP() << "this processor can't run " << kernel.name;
  std::vector<BlockLine> query_lines(2);
  std::vector<BlockLine> row_lines(1);
  auto* query = aligned<float>(query_lines);
  auto* row = aligned<std::uint16_t>(row_lines);
  query[0] = 1 << 24;
  query[31] = 5;
  row[0] = 1;        // 2^-24
  row[31] = 0x8000;  // -0
  float score = 0;
  kernel.run(query, row, 32, {&score, 1});
  EXPECT_EQ(score, 1);
}

INSTANTIATE_TEST_SUITE_P(Kernels, DotTest, ::testing::ValuesIn(dot_kernels().begin(), dot_kernels().end()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(BestDotKernelTest, IsUsable) { EXPECT_TRUE(best_dot_kernel().usable()); }

}  // namespace
}  // namespace kindred::vectors
