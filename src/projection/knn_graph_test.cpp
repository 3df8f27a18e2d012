// Law: exact neighbours are those of a comparison of all pairs, each point its own first; umap-learn's, on its set; the forest finds nearly
// all of them and measures how many; and no result depends on the number of threads.
#include "projection/knn_graph.h"

#include <algorithm>
#include <cmath>

#include "projection/knn_forest.h"
#include "projection/test_points.h"

namespace kindred::projection {
namespace {

double slow_distance(const Points& a, std::size_t i, const Points& b, std::size_t j) {
  double squares = 0;
  for (std::size_t d = 0; d < a.dimension(); ++d) {
    const double difference = double{a.row(i)[d]} * a.scale(i) - double{b.row(j)[d]} * b.scale(j);
    squares += difference * difference;
  }
  return a.metric() == Metric::cosine ? squares / 2 : std::sqrt(squares);
}

// Each row's distances must be the k smallest there are, and belong to the points that are named.
void expect_nearest(const KnnGraph& graph, const Points& queries, const Points& points, bool with_self) {
  ASSERT_EQ(graph.size(), queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i) {
    std::vector<double> all;
    for (std::size_t j = 0; j < points.size(); ++j)
      all.push_back(slow_distance(queries, i, points, j));
    if (with_self) {
      EXPECT_EQ(graph.neighbors(i)[0], i);
    }
    std::vector<std::uint32_t> named(graph.neighbors(i).begin(), graph.neighbors(i).end());
    for (std::size_t j = 0; j < graph.k; ++j)
      EXPECT_NEAR(graph.lengths(i)[j], all[named[j]], 1e-5 * (1 + all[named[j]]));
    std::sort(all.begin(), all.end());
    for (std::size_t j = 0; j < graph.k; ++j)
      EXPECT_NEAR(graph.lengths(i)[j], all[j], 1e-5 * (1 + all[j])) << "neighbour " << j << " of " << i;
    std::sort(named.begin(), named.end());
    EXPECT_EQ(std::unique(named.begin(), named.end()), named.end());
  }
}

TEST(KnnGraphTest, EqualsComparisonOfAllPairs) {
  Crew crew(2);
  for (const Metric metric : {Metric::cosine, Metric::euclidean}) {
    for (const std::size_t count : {2, 3, 17, 256, 257, 600}) {
      for (const std::size_t dimension : {1, 2, 33, 130}) {
        if (metric == Metric::cosine && dimension == 1) continue;  // there are only two directions
        const testing::Matrix matrix = testing::clusters(count, dimension, 4, 2, count);
        const Points points = matrix.points(metric);
        for (const std::size_t k : {std::size_t{2}, std::min<std::size_t>(15, count)}) {
          const Result<KnnGraph> graph = exact_knn(points, k, crew, StopFlag{});
          ASSERT_TRUE(graph);
          expect_nearest(*graph, points, points, true);
        }
      }
    }
  }
}

TEST(KnnGraphTest, OfOtherPoints) {
  Crew crew(2);
  for (const Metric metric : {Metric::cosine, Metric::euclidean}) {
    const testing::Matrix matrix = testing::clusters(700, 20, 4, 2, 1);
    const testing::Matrix fresh = testing::clusters(300, 20, 5, 2, 2);
    const Points points = matrix.points(metric);
    const Points queries = fresh.points(metric);
    const Result<KnnGraph> graph = exact_knn_of(queries, points, 10, crew, StopFlag{});
    ASSERT_TRUE(graph);
    expect_nearest(*graph, queries, points, false);
  }
}

TEST(KnnGraphTest, EqualsUmapLearn) {
  Crew crew(1);
  const testing::Matrix matrix = testing::golden("clusters");
  for (const auto& [name, metric] : {std::pair{"cosine", Metric::cosine}, std::pair{"euclidean", Metric::euclidean}}) {
    const testing::Matrix neighbors = testing::golden(std::string(name) + "_neighbors");
    const testing::Matrix distances = testing::golden(std::string(name) + "_distances");
    const Result<KnnGraph> graph = exact_knn(matrix.points(metric), neighbors.dimension, crew, StopFlag{});
    ASSERT_TRUE(graph);
    ASSERT_EQ(graph->indices.size(), neighbors.values.size());
    for (std::size_t i = 0; i < neighbors.values.size(); ++i) {
      EXPECT_EQ(graph->indices[i], static_cast<std::uint32_t>(neighbors.values[i])) << name;
      EXPECT_NEAR(graph->distances[i], distances.values[i], 1e-5) << name;
    }
  }
}

TEST(KnnGraphTest, EqualVectorsAreOrderedByIndex) {
  Crew crew(2);
  testing::Matrix matrix{std::vector<float>(600 * 8, 1.0F), 8};
  const Result<KnnGraph> graph = exact_knn(matrix.points(Metric::cosine), 4, crew, StopFlag{});
  ASSERT_TRUE(graph);
  const std::vector<std::uint32_t> last(graph->neighbors(599).begin(), graph->neighbors(599).end());
  EXPECT_EQ(last, (std::vector<std::uint32_t>{599, 0, 1, 2}));
}

TEST(KnnForestTest, FindsNearlyAllAndMeasuresIt) {
  Crew crew(2);
  for (const Metric metric : {Metric::cosine, Metric::euclidean}) {
    const testing::Matrix matrix = testing::clusters(6000, 10, 20, 1, 3);
    const Points points = matrix.points(metric);
    const Result<ForestKnn> forest = forest_knn(points, 15, 1, crew, StopFlag{});
    const Result<KnnGraph> exact = exact_knn(points, 15, crew, StopFlag{});
    ASSERT_TRUE(forest && exact);
    std::size_t found = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      EXPECT_EQ(forest->graph.neighbors(i)[0], i);
      for (const std::uint32_t wanted : exact->neighbors(i).subspan(1))
        found += static_cast<std::size_t>(std::ranges::count(forest->graph.neighbors(i), wanted));
    }
    const double recall = static_cast<double>(found) / static_cast<double>(14 * points.size());
    EXPECT_GE(recall, 0.98);
    EXPECT_NEAR(recall, forest->recall, 0.01);
  }
}

TEST(KnnForestTest, TakesSetsWithoutAnySpread) {
  Crew crew(2);
  const testing::Matrix same{std::vector<float>(3000 * 4, 1.0F), 4};
  EXPECT_TRUE(forest_knn(same.points(Metric::cosine), 15, 1, crew, StopFlag{}));
}

TEST(KnnGraphTest, ThreadsDoNotMatter) {
  const testing::Matrix matrix = testing::clusters(3000, 16, 5, 1, 4);
  const Points points = matrix.points(Metric::cosine);
  Crew one(1);
  const Result<KnnGraph> wanted = exact_knn(points, 15, one, StopFlag{});
  const Result<ForestKnn> wanted_forest = forest_knn(points, 15, 9, one, StopFlag{});
  ASSERT_TRUE(wanted && wanted_forest);
  for (const std::size_t threads : {2, 3}) {
    Crew crew(threads);
    const Result<KnnGraph> graph = exact_knn(points, 15, crew, StopFlag{});
    const Result<ForestKnn> forest = forest_knn(points, 15, 9, crew, StopFlag{});
    ASSERT_TRUE(graph && forest);
    EXPECT_EQ(graph->indices, wanted->indices);
    EXPECT_EQ(graph->distances, wanted->distances);
    EXPECT_EQ(forest->graph.indices, wanted_forest->graph.indices);
    EXPECT_EQ(forest->recall, wanted_forest->recall);
  }
}

TEST(ForestKnnTest, FindsAnyNumberOfNeighborsOfFewOrManyPoints) {
  Crew crew(2);
  for (const std::size_t count : {2, 40, 300, 2500}) {
    const testing::Matrix matrix = testing::clusters(count, 8, 5, 1, count);
    const Points points = matrix.points(Metric::euclidean);
    for (const std::size_t k : {2, 15, 200}) {
      if (k > count) continue;
      const Result<ForestKnn> found = forest_knn(points, k, 3, crew, StopFlag{});
      ASSERT_TRUE(found);
      EXPECT_GE(found->recall, 0.98) << count << ", " << k;
      const KnnGraph truth = exact_knn(points, k, crew, StopFlag{}).value();
      std::size_t hits = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const auto neighbors = found->graph.neighbors(i);
        ASSERT_EQ(neighbors[0], i);
        ASSERT_TRUE(std::ranges::is_sorted(found->graph.lengths(i)));
        for (const std::uint32_t wanted : truth.neighbors(i))
          hits += static_cast<std::size_t>(std::ranges::count(neighbors, wanted));
      }
      EXPECT_GT(static_cast<double>(hits), 0.96 * static_cast<double>(count * k)) << count << ", " << k;
    }
  }
}

}  // namespace
}  // namespace kindred::projection
