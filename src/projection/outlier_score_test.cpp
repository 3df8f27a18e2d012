// Law: scores are those of the definition, computed slowly; a point apart scores near 1 and one inside a cluster 0, whatever the clusters'
// densities and the scale; the number of threads changes no bit.
#include "projection/outlier_score.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "projection/test_planes.h"

namespace kindred::projection {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

std::vector<double> slow_twin(const std::vector<float>& xy, std::size_t k, double significance) {
  const std::size_t n = xy.size() / 2;
  if (n < 3) return std::vector<double>(n);
  k = std::min(k, n - 1);
  std::vector<std::vector<std::pair<double, std::size_t>>> near(n);
  std::vector<double> spread(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double dx = double{xy[2 * i]} - xy[2 * j];
      const double dy = double{xy[2 * i + 1]} - xy[2 * j + 1];
      if (i != j) near[i].emplace_back(dx * dx + dy * dy, j);
    }
    std::sort(near[i].begin(), near[i].end());
    near[i].resize(k);
    double mean = 0;
    for (const auto& [squared, j] : near[i])
      mean += squared / static_cast<double>(k);
    spread[i] = std::sqrt(mean);
  }
  std::vector<double> excess(n);
  double square = 0;
  double counted = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double mean = 0;
    for (const auto& [squared, j] : near[i])
      mean += spread[j] / static_cast<double>(k);
    excess[i] = mean > 0 ? spread[i] / mean - 1 : spread[i] > 0 ? HUGE_VAL : 0;
    if (std::isinf(excess[i])) continue;
    square += excess[i] * excess[i];
    ++counted;
  }
  std::vector<double> scores(n);
  const double scale = counted > 0 ? significance * std::sqrt(square / counted) : 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (excess[i] > 0) scores[i] = scale > 0 ? std::erf(excess[i] / scale / std::sqrt(2)) : 1;
  }
  return scores;
}

TEST(OutlierScoresTest, EqualTheSlowTwin) {
  for (std::uint64_t round = 0; round < 100; ++round) {
    const std::vector<float> xy = testing::random_plane(round, 200);
    for (const int k : {1, 5, 20}) {
      const std::vector<double> wanted = slow_twin(xy, static_cast<std::size_t>(k), 3);
      const Result<std::vector<float>> scores = outlier_scores(xy, {k, 3, 2});
      ASSERT_TRUE(scores);
      ASSERT_EQ(scores->size(), wanted.size());
      for (std::size_t i = 0; i < wanted.size(); ++i)
        ASSERT_NEAR((*scores)[i], wanted[i], 1e-6) << "round " << round << ", k " << k << ", point " << i;
      EXPECT_EQ(outlier_scores(xy, {k, 3, 1}).value(), *scores);
    }
  }
}

TEST(OutlierScoresTest, PointsApartStandOutOfDenseAndThinClusters) {
  std::vector<float> xy;
  for (std::size_t i = 0; i < 2000; ++i) {
    const double thin = i % 2 == 0 ? 0.1 : 1.0;
    xy.push_back(static_cast<float>(20 * static_cast<double>(i % 2) + thin * normal(mix(3, 2 * i))));
    xy.push_back(static_cast<float>(thin * normal(mix(3, 2 * i + 1))));
  }
  // As far from the dense cluster as points of the thin one are from each other, and once more in the middle of nowhere.
  xy.insert(xy.end(), {0.0F, 1.5F, 10.0F, 10.0F});
  const Result<std::vector<float>> scores = outlier_scores(xy);
  ASSERT_TRUE(scores);
  EXPECT_GT((*scores)[2000], 0.9F);
  EXPECT_GT((*scores)[2001], 0.9F);
  EXPECT_LT(std::ranges::count_if(*scores, [](float score) { return score > 0.5F; }), 40);
}

TEST(OutlierScoresTest, FewAndEqualPointsAreNoOutliers) {
  EXPECT_TRUE(outlier_scores({})->empty());
  EXPECT_THAT(*outlier_scores(std::vector<float>{1, 2, 9, 9}), Each(0.0F));
  EXPECT_THAT(*outlier_scores(std::vector<float>(80, 5.0F)), Each(0.0F));
  std::vector<float> beside(80, 5.0F);
  beside[78] = 6;
  const Result<std::vector<float>> scores = outlier_scores(beside);
  EXPECT_EQ(scores->back(), 1.0F);
  EXPECT_EQ(std::ranges::count(*scores, 0.0F), 39);
}

TEST(OutlierScoresTest, RefuseWhatHasNoMeaning) {
  const std::vector<float> xy{0, 0, 1, 1, 2, 2};
  EXPECT_THAT(outlier_scores(xy, {0, 3, 1}).error().message, HasSubstr("n_neighbors"));
  EXPECT_THAT(outlier_scores(xy, {5, 0, 1}).error().message, HasSubstr("significance"));
  EXPECT_THAT(outlier_scores(xy, {5, NAN, 1}).error().message, HasSubstr("significance"));
  EXPECT_THAT(outlier_scores(std::vector<float>{0, INFINITY}).error().message, HasSubstr("Point 0"));
  StopFlag stop;
  stop.request();
  EXPECT_EQ(outlier_scores(xy, {}, stop).error().kind, ErrorKind::stopped);
}

}  // namespace
}  // namespace kindred::projection
