// Law: calibration, the fuzzy graph and the periods of its edges are umap-learn's; the graph is symmetric.
#include "projection/fuzzy_set.h"

#include <cmath>

#include "projection/test_points.h"

namespace kindred::projection {
namespace {

KnnGraph golden_neighbors(const std::string& metric) {
  const testing::Matrix neighbors = testing::golden(metric + "_neighbors");
  KnnGraph graph;
  graph.k = neighbors.dimension;
  graph.indices.assign(neighbors.values.begin(), neighbors.values.end());
  graph.distances = testing::golden(metric + "_distances").values;
  return graph;
}

void expect_edges(const SparseGraph& graph, const std::string& name, bool as_periods = false) {
  const testing::Matrix wanted = testing::golden(name);
  ASSERT_EQ(graph.edges(), wanted.view().rows());
  const float largest = graph.max_weight();
  std::size_t edge = 0;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    for (; edge < graph.starts[i + 1]; ++edge) {
      const float* row = wanted.view().row(edge);
      ASSERT_EQ(i, static_cast<std::size_t>(row[0]));
      ASSERT_EQ(graph.columns[edge], static_cast<std::uint32_t>(row[1]));
      const float value = as_periods ? largest / graph.weights[edge] : graph.weights[edge];
      EXPECT_NEAR(value, row[2], 2e-4 * (as_periods ? row[2] : 1.0F));
    }
  }
}

TEST(SmoothKnnTest, EqualsUmapLearn) {
  Crew crew(2);
  for (const std::string metric : {"cosine", "euclidean"}) {
    const Result<Calibration> calibration = smooth_knn(golden_neighbors(metric), 1, crew, StopFlag{});
    ASSERT_TRUE(calibration);
    const testing::Matrix wanted = testing::golden(metric + "_calibration");
    for (std::size_t i = 0; i < calibration->rhos.size(); ++i) {
      EXPECT_NEAR(calibration->sigmas[i], wanted.view().row(i)[0], 1e-4 * wanted.view().row(i)[0]);
      EXPECT_NEAR(calibration->rhos[i], wanted.view().row(i)[1], 1e-6);
    }
  }
}

TEST(SmoothKnnTest, TakesRowsWithoutPositiveDistances) {
  Crew crew(1);
  KnnGraph graph;
  graph.k = 3;
  graph.indices = {0, 1, 2, 1, 0, 2, 2, 0, 1};
  graph.distances.assign(9, 0.0F);
  const Result<Calibration> calibration = smooth_knn(graph, 1, crew, StopFlag{});
  ASSERT_TRUE(calibration);
  for (const float sigma : calibration->sigmas)
    EXPECT_TRUE(std::isfinite(sigma));
  const std::vector<float> strengths = memberships(graph, *calibration, crew, StopFlag{}).value();
  for (const float strength : strengths)
    EXPECT_EQ(strength, 1);
}

TEST(FuzzySetTest, EqualsUmapLearn) {
  Crew crew(2);
  for (const std::string metric : {"cosine", "euclidean"}) {
    const KnnGraph neighbors = golden_neighbors(metric);
    const Result<Calibration> calibration = smooth_knn(neighbors, 1, crew, StopFlag{});
    ASSERT_TRUE(calibration);
    const Result<SparseGraph> graph = fuzzy_set(neighbors, *calibration, 1, crew, StopFlag{});
    ASSERT_TRUE(graph);
    expect_edges(*graph, metric + "_graph");
    if (metric == "euclidean") expect_edges(prune(*graph, 50), "periods", true);
  }
}

TEST(FuzzySetTest, MixRatioAndConnectivityEqualUmapLearn) {
  Crew crew(2);
  const KnnGraph neighbors = golden_neighbors("euclidean");
  const Result<Calibration> calibration = smooth_knn(neighbors, 1.7F, crew, StopFlag{});
  ASSERT_TRUE(calibration);
  const Result<SparseGraph> graph = fuzzy_set(neighbors, *calibration, 0.4F, crew, StopFlag{});
  ASSERT_TRUE(graph);
  expect_edges(*graph, "mixed_graph");
}

TEST(FuzzySetTest, IsSymmetric) {
  Crew crew(2);
  const KnnGraph neighbors = golden_neighbors("cosine");
  const Result<Calibration> calibration = smooth_knn(neighbors, 1, crew, StopFlag{});
  ASSERT_TRUE(calibration);
  const Result<SparseGraph> graph = fuzzy_set(neighbors, *calibration, 1, crew, StopFlag{});
  ASSERT_TRUE(graph);
  for (std::size_t i = 0; i < graph->size(); ++i) {
    for (std::uint64_t edge = graph->starts[i]; edge < graph->starts[i + 1]; ++edge) {
      const auto back = graph->neighbors(graph->columns[edge]);
      const auto place = std::ranges::find(back, i);
      ASSERT_NE(place, back.end());
      EXPECT_EQ(graph->weights_of(graph->columns[edge])[static_cast<std::size_t>(place - back.begin())], graph->weights[edge]);
    }
  }
}

}  // namespace
}  // namespace kindred::projection
