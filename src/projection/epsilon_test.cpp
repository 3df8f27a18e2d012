// Law: the suggested eps is twice the k-distance at the knee of the curve as the slow twin draws it; groups that an eye would see become clusters under
// it; it is above 0 whatever the points, and the same on any number of threads.
#include "projection/epsilon.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "projection/dbscan.h"
#include "projection/test_planes.h"

namespace kindred::projection {
namespace {

using ::testing::HasSubstr;

std::vector<double> slow_curve(const std::vector<float>& xy, std::size_t others) {
  std::vector<double> curve;
  for (std::size_t i = 0; i < xy.size() / 2; ++i) {
    std::vector<double> lengths;
    for (std::size_t j = 0; j < xy.size() / 2; ++j) {
      const double dx = double{xy[2 * i]} - xy[2 * j];
      const double dy = double{xy[2 * i + 1]} - xy[2 * j + 1];
      if (i != j) lengths.push_back(std::sqrt(dx * dx + dy * dy));
    }
    std::sort(lengths.begin(), lengths.end());
    curve.push_back(lengths.empty() ? 0 : lengths[std::min(others, lengths.size()) - 1]);
  }
  std::sort(curve.begin(), curve.end());
  return curve;
}

// By its definition: the greatest distance of a point of the curve from the line between the ends, both axes scaled to 1.
double slow_knee(std::vector<double> curve) {
  std::erase(curve, 0.0);
  curve.resize(curve.size() - curve.size() / 100);
  double best = 0;
  double knee = curve.back();
  for (std::size_t i = 0; i < curve.size() && curve.back() > curve.front(); ++i) {
    const double x = static_cast<double>(i) / static_cast<double>(curve.size() - 1);
    const double y = (curve[i] - curve.front()) / (curve.back() - curve.front());
    if (x - y > best) {
      best = x - y;
      knee = curve[i];
    }
  }
  return knee;
}

TEST(SuggestEpsTest, EqualsTheSlowTwin) {
  for (std::uint64_t round = 0; round < 100; ++round) {
    const std::vector<float> xy = testing::random_plane(round, 250);
    for (const int min_samples : {1, 2, 5, 20}) {
      const std::vector<double> curve = slow_curve(xy, static_cast<std::size_t>(std::max(1, min_samples - 1)));
      for (const std::size_t threads : {1, 3}) {
        const Result<SuggestedEps> suggested = suggest_eps(xy, min_samples, threads);
        ASSERT_TRUE(suggested);
        ASSERT_GT(suggested->eps, 0);
        if (curve.size() <= 256) {
          ASSERT_EQ(suggested->curve, curve) << round;
        }
        if (curve.back() > 0) {
          ASSERT_EQ(suggested->eps, 2 * slow_knee(curve)) << "round " << round << ", min_samples " << min_samples;
        }
      }
    }
  }
}

TEST(SuggestEpsTest, GroupsBecomeClusters) {
  for (const double scale : {0.01, 1.0, 100.0}) {
    std::vector<float> xy;
    for (std::size_t i = 0; i < 3000; ++i) {
      xy.push_back(static_cast<float>(scale * (12 * static_cast<double>(i % 3) + normal(mix(1, 2 * i)))));
      xy.push_back(static_cast<float>(scale * normal(mix(1, 2 * i + 1))));
    }
    xy.insert(xy.end(), {static_cast<float>(1e4 * scale), 0.0F});  // one far away sets no scale
    const Result<SuggestedEps> suggested = suggest_eps(xy, 5);
    ASSERT_TRUE(suggested);
    const Result<Clustering> clustering = dbscan(xy, {suggested->eps, 5, 1});
    ASSERT_TRUE(clustering);
    // Groups, and at their thin edges a few points that may found clusters of their own.
    std::vector<std::size_t> sizes(static_cast<std::size_t>(clustering->clusters));
    for (const std::int32_t label : clustering->labels) {
      if (label >= 0) ++sizes[static_cast<std::size_t>(label)];
    }
    EXPECT_EQ(std::ranges::count_if(sizes, [](std::size_t size) { return size > 900 && size <= 1000; }), 3) << scale;
    EXPECT_EQ(clustering->labels.back(), -1);
  }
}

TEST(SuggestEpsTest, HasAnAnswerForPointsThatTellNothing) {
  EXPECT_EQ(suggest_eps({}, 5)->eps, 0.5);
  EXPECT_TRUE(suggest_eps({}, 5)->curve.empty());
  EXPECT_EQ(suggest_eps(std::vector<float>{1, 2}, 5)->eps, 0.5);
  EXPECT_EQ(suggest_eps(std::vector<float>(40, 3.0F), 5)->eps, 0.5);
  std::vector<float> piles;
  for (int i = 0; i < 20; ++i)
    piles.insert(piles.end(), {i % 2 == 0 ? 0.0F : 4.0F, 0.0F});
  EXPECT_EQ(suggest_eps(piles, 5)->eps, 0.004);
}

TEST(SuggestEpsTest, ALongCurveIsThinnedToItsEnds) {
  std::vector<float> xy;
  for (std::size_t i = 0; i < 60'000; ++i)
    xy.push_back(static_cast<float>(normal(mix(2, i))));
  const Result<SuggestedEps> suggested = suggest_eps(xy, 5);
  ASSERT_TRUE(suggested);
  EXPECT_EQ(suggested->curve.size(), 256U);
  EXPECT_TRUE(std::ranges::is_sorted(suggested->curve));
  EXPECT_EQ(suggest_eps(xy, 5, 3)->eps, suggested->eps);
}

TEST(SuggestEpsTest, RefusesWhatHasNoMeaning) {
  EXPECT_THAT(suggest_eps(std::vector<float>{1, 2}, 0).error().message, HasSubstr("min_samples"));
  EXPECT_THAT(suggest_eps(std::vector<float>{1, 2, NAN, 3}, 5).error().message, HasSubstr("Point 1"));
  EXPECT_THAT(suggest_eps(std::vector<float>{1}, 5).error().message, HasSubstr("two coordinates"));
  StopFlag stop;
  stop.request();
  EXPECT_EQ(suggest_eps(std::vector<float>{1, 2, 3, 4}, 5, 1, stop).error().kind, ErrorKind::stopped);
}

}  // namespace
}  // namespace kindred::projection
