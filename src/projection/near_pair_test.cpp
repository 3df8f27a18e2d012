// Law: any_near() says what a look at all pairs says, at the very distance of the nearest pair and just below it.
#include "projection/near_pair.h"

#include <gtest/gtest.h>

#include <cmath>

#include "projection/test_planes.h"

namespace kindred::projection {
namespace {

struct Columns {
  std::vector<float> xs;
  std::vector<float> ys;
  PlaneBox box;

  explicit Columns(const std::vector<float>& xy, float shift_x) {
    for (std::size_t i = 0; i < xy.size(); i += 2) {
      xs.push_back(xy[i] + shift_x);
      ys.push_back(xy[i + 1]);
      box.add(xs.back(), ys.back());
    }
  }
  [[nodiscard]] PlaneSet set() const { return {xs.data(), ys.data(), xs.size(), box}; }
};

double least_of_all_pairs(const Columns& a, const Columns& b) {
  double least = HUGE_VAL;
  for (std::size_t i = 0; i < a.xs.size(); ++i) {
    for (std::size_t j = 0; j < b.xs.size(); ++j) {
      const double dx = double{a.xs[i]} - b.xs[j];
      const double dy = double{a.ys[i]} - b.ys[j];
      least = std::min(least, dx * dx + dy * dy);
    }
  }
  return least;
}

TEST(AnyNearTest, EqualsTheSlowTwinAtTheLimit) {
  for (std::uint64_t round = 0; round < 200; ++round) {
    const Columns a(testing::random_plane(round, 300), 0);
    const Columns b(testing::random_plane(mix(round) / 5 * 5 + round % 5, 300), round % 2 == 0 ? 0.0F : 2.5F);
    const double least = least_of_all_pairs(a, b);
    EXPECT_TRUE(any_near(a.set(), b.set(), least)) << round;
    EXPECT_TRUE(any_near(b.set(), a.set(), least)) << round;
    if (least > 0) {
      EXPECT_FALSE(any_near(a.set(), b.set(), std::nextafter(least, 0.0))) << round;
    }
  }
}

// Two parallel slanting rows that never come near: all pairs would be 10^10.
TEST(AnyNearTest, LargeSetsThatJustMissEachOtherAreQuick) {
  std::vector<float> row;
  for (int i = 0; i < 100'000; ++i)
    row.insert(row.end(), {static_cast<float>(i) * 1e-5F, static_cast<float>(i) * 1e-5F});
  const Columns a(row, 0);
  const Columns b(row, 0.5F);
  EXPECT_FALSE(any_near(a.set(), b.set(), 0.12));
  EXPECT_TRUE(any_near(a.set(), b.set(), 0.13));  // 0.5^2 / 2 is 0.125
}

}  // namespace
}  // namespace kindred::projection
