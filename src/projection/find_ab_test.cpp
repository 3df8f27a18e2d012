// Law: the curve of min_dist and spread is the one that umap-learn fits.
#include "projection/find_ab.h"

#include "projection/test_points.h"

namespace kindred::projection {
namespace {

TEST(FindAbTest, EqualsUmapLearn) {
  const testing::Matrix wanted = testing::golden("ab");
  ASSERT_EQ(wanted.dimension, 4U);
  for (std::size_t i = 0; i < wanted.view().rows(); ++i) {
    const float* row = wanted.view().row(i);
    const Curve curve = find_ab(static_cast<double>(row[0]), static_cast<double>(row[1]));
    EXPECT_NEAR(curve.a, row[2], 1e-4 * row[2]) << "min_dist " << row[0] << ", spread " << row[1];
    EXPECT_NEAR(curve.b, row[3], 1e-4 * row[3]) << "min_dist " << row[0] << ", spread " << row[1];
  }
}

}  // namespace
}  // namespace kindred::projection
