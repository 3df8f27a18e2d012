// Law: each row joins the first point before it that is near enough, else it becomes a point, as a comparison with all points says.
#include "projection/merge_duplicates.h"

#include "projection/test_points.h"

namespace kindred::projection {
namespace {

// Compares every row with every point.
Merged slow_merge(const Points& points) {
  Merged merged;
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::size_t at = 0;
    while (at < merged.leaders.size() && distance(points, i, points, merged.leaders[at]) > merge_distance(points.metric()))
      ++at;
    if (at == merged.leaders.size()) merged.leaders.push_back(static_cast<std::uint32_t>(i));
    merged.point_of.push_back(static_cast<std::uint32_t>(at));
  }
  return merged;
}

TEST(MergeDuplicatesTest, EqualsComparisonWithAllPoints) {
  Crew crew(2);
  testing::Matrix matrix = testing::clusters(400, 16, 4, 2, 1);
  // Every other row becomes a near copy of an earlier one, at cosines around the threshold.
  for (std::size_t i = 1; i < 400; i += 2) {
    const std::size_t original = mix(3, i) % i;
    for (std::size_t d = 0; d < 16; ++d) {
      const double noise = 0.2 * uniform(mix(4, i)) * normal(mix(5, i * 16 + d));
      matrix.values[i * 16 + d] = matrix.values[original * 16 + d] + static_cast<float>(noise);
    }
  }
  const Points points = matrix.points(Metric::cosine);
  const Result<KnnGraph> graph = exact_knn(points, 15, crew, StopFlag{});
  ASSERT_TRUE(graph);
  const Merged merged = merge_near(points, *graph);
  const Merged wanted = slow_merge(points);
  EXPECT_EQ(merged.leaders, wanted.leaders);
  EXPECT_EQ(merged.point_of, wanted.point_of);
  EXPECT_LT(merged.leaders.size(), 390U);
  EXPECT_GT(merged.leaders.size(), 200U);
}

TEST(MergeDuplicatesTest, EqualRows) {
  const testing::Matrix matrix{{1, 2, 3, 4, 1, 2, 5, 6, 3, 4}, 2};
  Crew crew(2);
  const Merged merged = merge_equal(matrix.view(), crew, StopFlag{}).value();
  EXPECT_EQ(merged.leaders, (std::vector<std::uint32_t>{0, 1, 3}));
  EXPECT_EQ(merged.point_of, (std::vector<std::uint32_t>{0, 1, 0, 2, 1}));
}

TEST(MergeDuplicatesTest, Combines) {
  const Merged outer{{0, 1, 3}, {0, 1, 0, 2, 1}};
  const Merged inner{{0, 1}, {0, 1, 0}};
  const Merged both = combine(outer, inner);
  EXPECT_EQ(both.leaders, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(both.point_of, (std::vector<std::uint32_t>{0, 1, 0, 0, 1}));
}

}  // namespace
}  // namespace kindred::projection
