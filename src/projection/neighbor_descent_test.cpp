// Law: from a few neighbours that are right, rounds find nearly all, the same on any number of threads; scores order pairs as distances do, and a
// pair's score has the same bits from either side.
#include "projection/neighbor_descent.h"

#include <algorithm>
#include <cmath>

#include "projection/candidates.h"
#include "projection/test_points.h"

namespace kindred::projection {
namespace {

constexpr std::size_t kNear = 15;

// Each list has random points, and every third of the true neighbours.
void fill_poorly(NearestLists& lists, const RowScorer& scorer, const KnnGraph& truth) {
  std::vector<std::uint32_t> some;
  std::vector<float> scores;
  for (std::uint32_t i = 0; i < truth.size(); ++i) {
    some.clear();
    for (std::size_t j = 0; j < truth.k; ++j) {
      some.push_back(below(mix(i, j), static_cast<std::uint32_t>(truth.size())));
      if (j % 3 == 1) some.push_back(truth.neighbors(i)[j]);
    }
    scorer.score(i, some, scores);
    for (std::size_t j = 0; j < some.size(); ++j)
      lists.offer(i, some[j], scores[j]);
  }
}

double recall_of(const KnnGraph& found, const KnnGraph& truth) {
  std::size_t hits = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto neighbors = found.neighbors(i);
    for (const std::uint32_t wanted : truth.neighbors(i))
      hits += static_cast<std::size_t>(std::count(neighbors.begin(), neighbors.end(), wanted));
  }
  return static_cast<double>(hits) / static_cast<double>(truth.indices.size());
}

KnnGraph descend(const Points& points, const KnnGraph& truth, std::size_t threads) {
  Crew crew(threads);
  const RowScorer scorer = RowScorer::make(points, crew, StopFlag{}).value();
  NearestLists lists(points.size(), candidates_for(kNear));
  fill_poorly(lists, scorer, truth);
  NeighborDescent descent(scorer, lists, kNear);
  for (int round = 0; round < 12 && descent.round(crew, StopFlag{}).value() > 0; ++round) {
  }
  return measure_candidates(points, points, true, lists, kNear, margin_for(best_tile_kernel(points)), crew, StopFlag{}).value();
}

TEST(NeighborDescentTest, FindsNearlyAllOnAnyNumberOfThreads) {
  Crew crew(2);
  for (const Metric metric : {Metric::cosine, Metric::euclidean}) {
    const testing::Matrix matrix = testing::clusters(1500, metric == Metric::cosine ? 160 : 10, 8, 1, 3);
    const Points points = matrix.points(metric);
    const KnnGraph truth = exact_knn(points, kNear, crew, StopFlag{}).value();
    const KnnGraph found = descend(points, truth, 1);
    EXPECT_GT(recall_of(found, truth), 0.97);
    EXPECT_EQ(descend(points, truth, 3).indices, found.indices);
  }
}

TEST(NeighborDescentTest, ARoundAfterTheLastFindsNothing) {
  Crew crew(1);
  const testing::Matrix matrix = testing::clusters(100, 8, 2, 1, 4);
  const Points points = matrix.points(Metric::euclidean);
  const RowScorer scorer = RowScorer::make(points, crew, StopFlag{}).value();
  NearestLists lists(points.size(), candidates_for(kNear));
  fill_poorly(lists, scorer, exact_knn(points, kNear, crew, StopFlag{}).value());
  NeighborDescent descent(scorer, lists, kNear);
  int rounds = 0;
  while (descent.round(crew, StopFlag{}).value() > 0)
    ASSERT_LT(++rounds, 50);
  EXPECT_EQ(descent.round(crew, StopFlag{}).value(), 0);
}

TEST(RowScorerTest, OrdersPairsAsDistancesDo) {
  Crew crew(2);
  for (const Metric metric : {Metric::cosine, Metric::euclidean}) {
    for (const std::size_t dimension : {1, 3, 31, 128, 130, 512}) {
      const testing::Matrix matrix = testing::clusters(60, dimension, 3, 1, dimension);
      const Points points = matrix.points(metric);
      const RowScorer scorer = RowScorer::make(points, crew, StopFlag{}).value();
      std::vector<std::uint32_t> all(60);
      std::iota(all.begin(), all.end(), 0U);
      std::vector<float> scores;
      std::vector<float> other_way;
      for (std::uint32_t i = 0; i < 60; ++i) {
        scorer.score(i, all, scores);
        for (std::uint32_t j = 0; j < 60; ++j) {
          const double away = distance(points, i, points, j);
          const double wanted = metric == Metric::cosine ? 1 - away : -away * away;
          EXPECT_NEAR(scores[j], wanted, 1e-3 * (1 + std::abs(wanted))) << dimension;
          scorer.score(j, std::vector<std::uint32_t>{i}, other_way);
          EXPECT_EQ(other_way[0], scores[j]);
        }
      }
    }
  }
}

}  // namespace
}  // namespace kindred::projection
