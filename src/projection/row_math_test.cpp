// Law: sums over numbers are those of double precision, within float's rounding, for every dimension.
#include "projection/row_math.h"

#include <cmath>

#include "projection/test_points.h"

namespace kindred::projection {
namespace {

TEST(RowMathTest, EqualsDoublePrecision) {
  for (const std::size_t dimension : {0, 1, 7, 8, 31, 32, 33, 100, 512}) {
    const testing::Matrix matrix = testing::clusters(2, std::max<std::size_t>(1, dimension), 2, 1, dimension);
    const float* a = matrix.view().row(0);
    const float* b = matrix.view().row(1);
    double product = 0;
    double squares = 0;
    double size = 1;
    for (std::size_t d = 0; d < dimension; ++d) {
      const double difference = 0.5 * a[d] - 2.0 * b[d];
      product += double{a[d]} * b[d];
      squares += difference * difference;
      size += std::abs(double{a[d]} * b[d]);
    }
    double length = 0;
    for (std::size_t d = 0; d < dimension; ++d)
      length += double{a[d]} * a[d];
    EXPECT_NEAR(squared_length(a, dimension), length, 1e-12 * length) << dimension;
    EXPECT_NEAR(dot(a, b, dimension), product, 1e-6 * size) << dimension;
    EXPECT_NEAR(squared_distance(a, 0.5F, b, 2, dimension), squares, 1e-6 * (1 + squares)) << dimension;
    EXPECT_EQ(squared_distance(a, 1, a, 1, dimension), 0) << dimension;
  }
}

}  // namespace
}  // namespace kindred::projection
