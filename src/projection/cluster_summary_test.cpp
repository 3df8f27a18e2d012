// Law: sizes, centres, hulls and typical members are those that slow twins find from their definitions.
#include "projection/cluster_summary.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "projection/test_planes.h"

namespace kindred::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The corner after `from` is that from which all others lie to the left; of those in one direction, the farthest (Jarvis, 1973).
std::vector<Position> wrapped(std::vector<Position> points) {
  const auto before = [](const Position& a, const Position& b) { return a.x != b.x ? a.x < b.x : a.y < b.y; };
  std::sort(points.begin(), points.end(), before);
  std::vector<Position> hull;
  for (Position at = points.front();;) {
    hull.push_back(at);
    Position next = at;
    for (const Position& one : points) {
      const double ax = double{next.x} - at.x, ay = double{next.y} - at.y, bx = double{one.x} - at.x, by = double{one.y} - at.y;
      const double turn = ax * by - ay * bx;
      if (turn < 0 || (turn == 0 && bx * bx + by * by > ax * ax + ay * ay)) next = one;
    }
    if (next == hull.front()) return hull;
    at = next;
  }
}

TEST(SummarizeClustersTest, EqualsTheSlowTwin) {
  for (std::uint64_t round = 0; round < 100; ++round) {
    const std::vector<float> xy = testing::random_plane(round, 200);
    const std::size_t n = xy.size() / 2;
    std::vector<std::int32_t> labels;
    std::vector<std::uint32_t> counts;
    for (std::size_t i = 0; i < n; ++i) {
      labels.push_back(std::min(static_cast<std::int32_t>(mix(round, 1000 + i) % 4), static_cast<std::int32_t>(n)) - 1);
      counts.push_back(1 + below(mix(round, 2000 + i), 5));
    }
    const Result<std::vector<ClusterSummary>> summaries = summarize_clusters(xy, labels, {3, counts});
    ASSERT_TRUE(summaries);
    ASSERT_EQ(summaries->size(), static_cast<std::size_t>(*std::ranges::max_element(labels) + 1));
    for (const ClusterSummary& summary : *summaries) {
      std::vector<Position> members;
      std::uint64_t size = 0;
      double x = 0;
      double y = 0;
      for (std::size_t i = 0; i < n; ++i) {
        if (labels[i] != summary.label) continue;
        members.push_back({xy[2 * i], xy[2 * i + 1]});
        size += counts[i];
        x += double{xy[2 * i]} * counts[i];
        y += double{xy[2 * i + 1]} * counts[i];
      }
      EXPECT_EQ(summary.size, size);
      if (members.empty()) continue;
      x /= static_cast<double>(size);
      y /= static_cast<double>(size);
      EXPECT_EQ(summary.center, (Position{static_cast<float>(x), static_cast<float>(y)}));
      EXPECT_EQ(summary.hull, wrapped(members)) << "round " << round;
      ASSERT_EQ(summary.typical.size(), std::min<std::size_t>(3, members.size()));
      const auto away = [&](std::uint32_t i) { return std::hypot(xy[2 * i] - x, xy[2 * i + 1] - y); };
      for (std::uint32_t i = 0; i < n; ++i) {
        if (labels[i] != summary.label || std::ranges::count(summary.typical, i) > 0) continue;
        EXPECT_GE(away(i), away(summary.typical.back()) * (1 - 1e-12));
      }
    }
  }
}

TEST(SummarizeClustersTest, TellsOfASquareAndItsMiddle) {
  const std::vector<float> xy{0, 0, 2, 0, 2, 2, 0, 2, 1, 1, 1, 0, 9, 9};
  const std::vector<std::int32_t> labels{0, 0, 0, 0, 0, 0, -1};
  const ClusterSummary square = summarize_clusters(xy, labels, {2, {}}).value().front();
  EXPECT_EQ(square.size, 6U);
  EXPECT_THAT(square.hull, ElementsAre(Position{0, 0}, Position{2, 0}, Position{2, 2}, Position{0, 2}));
  EXPECT_THAT(square.typical, ElementsAre(4U, 5U));
}

TEST(SummarizeClustersTest, LinesPlacesAndNothing) {
  const std::vector<float> xy{3, 3, 1, 1, 2, 2, 5, 5, 5, 5};
  const auto summaries = summarize_clusters(xy, std::vector<std::int32_t>{0, 0, 0, 1, 1}).value();
  EXPECT_THAT(summaries[0].hull, ElementsAre(Position{1, 1}, Position{3, 3}));
  EXPECT_THAT(summaries[1].hull, ElementsAre(Position{5, 5}));
  EXPECT_THAT(summarize_clusters({}, {}).value(), IsEmpty());
  EXPECT_THAT(summarize_clusters(xy, std::vector<std::int32_t>(5, -1)).value(), IsEmpty());
  const auto gap = summarize_clusters(xy, std::vector<std::int32_t>{1, 1, 1, 1, 1}).value();
  EXPECT_EQ(gap[0].size, 0U);
  EXPECT_THAT(gap[0].hull, IsEmpty());
}

TEST(SummarizeClustersTest, RefusesWhatDoesNotFit) {
  const std::vector<float> xy{0, 0, 1, 1};
  const auto message = [&](const std::vector<std::int32_t>& labels, const SummaryOptions& options = {}) {
    const auto summaries = summarize_clusters(xy, labels, options);
    return summaries ? "accepted" : summaries.error().message;
  };
  EXPECT_THAT(message({0}), HasSubstr("1 labels for 2 points"));
  EXPECT_THAT(message({0, -2}), HasSubstr("Point 1 has the label -2"));
  EXPECT_THAT(message({0, 2}), HasSubstr("Point 1 has the label 2"));
  const std::vector<std::uint32_t> one{1};
  EXPECT_THAT(message({0, 0}, {3, one}), HasSubstr("1 counts for 2 points"));
}

}  // namespace
}  // namespace kindred::projection
