// Law: spectral coordinates are umap-learn's, up to sign, and eigenvectors; a graph in parts is laid out in parts that keep apart.
#include "projection/spectral_init.h"

#include <cmath>

#include "projection/components.h"
#include "projection/fuzzy_set.h"
#include "projection/test_points.h"

namespace kindred::projection {
namespace {

SparseGraph graph_of(const Points& points, std::size_t k, Crew& crew) {
  const KnnGraph neighbors = exact_knn(points, k, crew, StopFlag{}).value();
  const Calibration calibration = smooth_knn(neighbors, 1, crew, StopFlag{}).value();
  return prune(fuzzy_set(neighbors, calibration, 1, crew, StopFlag{}).value(), 500);
}

TEST(LaplacianVectorsTest, EqualUmapLearnsUpToSign) {
  Crew crew(2);
  const testing::Matrix sheet = testing::golden("sheet");
  const testing::Matrix wanted = testing::golden("sheet_spectral");
  const Result<LaplacianVectors> found = laplacian_vectors(graph_of(sheet.points(Metric::euclidean), 15, crew), 1e-5, 1, crew, StopFlag{});
  ASSERT_TRUE(found);
  for (std::size_t j = 0; j < 2; ++j) {
    double along = 0;
    for (std::size_t i = 0; i < found->vectors.size(); ++i)
      along += found->vectors[i][j] * wanted.view().row(i)[j];
    const double sign = along < 0 ? -1 : 1;
    // Of unit length, the entries of 5000 points are about 0.014: as on a map of ten units.
    for (std::size_t i = 0; i < found->vectors.size(); ++i)
      ASSERT_NEAR(sign * found->vectors[i][j], wanted.view().row(i)[j], 1e-3 * 0.05) << i;
  }
}

TEST(LaplacianVectorsTest, AreEigenvectorsOfARing) {
  // A ring's eigenvalues are known: 1 - cos(2 pi j / n), each twice.
  constexpr std::uint32_t kPoints = 60;
  SparseGraph ring;
  for (std::uint32_t i = 0; i < kPoints; ++i) {
    const std::uint32_t before = (i + kPoints - 1) % kPoints;
    const std::uint32_t after = (i + 1) % kPoints;
    ring.columns.insert(ring.columns.end(), {std::min(before, after), std::max(before, after)});
    ring.weights.insert(ring.weights.end(), {0.5F, 0.5F});
    ring.starts.push_back(ring.columns.size());
  }
  Crew crew(1);
  const Result<LaplacianVectors> found = laplacian_vectors(ring, 1e-6, 3, crew, StopFlag{});
  ASSERT_TRUE(found);
  const double wanted = 1 - std::cos(2 * std::acos(-1.0) / kPoints);
  EXPECT_NEAR(found->eigenvalues[0], wanted, 1e-9);
  EXPECT_NEAR(found->eigenvalues[1], wanted, 1e-9);
}

TEST(ComponentsTest, PartsAreFoundAndRenumbered) {
  // 0 - 2, 1 - 3 - 4.
  const SparseGraph graph{{0, 1, 2, 3, 5, 6}, {2, 3, 0, 1, 4, 3}, {1, 2, 1, 2, 3, 3}};
  const Components parts = connected_components(graph, StopFlag{}).value();
  EXPECT_EQ(parts.label_of, (std::vector<std::uint32_t>{0, 1, 0, 1, 1}));
  ASSERT_EQ(parts.members.size(), 2U);
  const SparseGraph part = component_graph(graph, parts, 1, StopFlag{}).value();
  EXPECT_EQ(part.starts, (std::vector<std::uint64_t>{0, 1, 3, 4}));
  EXPECT_EQ(part.columns, (std::vector<std::uint32_t>{1, 0, 2, 1}));
  EXPECT_EQ(part.weights, (std::vector<float>{2, 2, 3, 3}));
}

TEST(SpectralLayoutTest, PartsKeepApart) {
  Crew crew(2);
  for (const std::size_t groups : {2, 3, 4, 5, 9}) {
    const testing::Matrix matrix = testing::clusters(60 * groups, 10, groups, 60, groups);
    const Points points = matrix.points(Metric::euclidean);
    const SparseGraph graph = graph_of(points, 8, crew);
    const Components parts = connected_components(graph, StopFlag{}).value();
    ASSERT_GE(parts.members.size(), groups);
    const Result<Coordinates> layout = spectral_layout(graph, points, 5, crew, StopFlag{});
    ASSERT_TRUE(layout);
    // Each point is nearer to some point of its own part's bounding box centre than parts are wide: no two parts share a place.
    std::vector<std::array<double, 2>> centers(parts.members.size());
    for (std::size_t part = 0; part < centers.size(); ++part) {
      for (const std::uint32_t member : parts.members[part]) {
        ASSERT_TRUE(std::isfinite((*layout)[member][0]) && std::isfinite((*layout)[member][1]));
        for (std::size_t j = 0; j < 2; ++j)
          centers[part][j] += (*layout)[member][j] / static_cast<double>(parts.members[part].size());
      }
    }
    for (std::size_t a = 0; a < centers.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b)
        EXPECT_GT(std::hypot(centers[a][0] - centers[b][0], centers[a][1] - centers[b][1]), 1e-3);
    }
  }
}

TEST(StartPositionsTest, FillTenByTen) {
  const std::vector<Position> start = start_positions({{-3, 1}, {5, 1}, {0, 2}}, 1);
  EXPECT_NEAR(start[0].x, 0, 1e-3);
  EXPECT_NEAR(start[1].x, 10, 1e-3);
  EXPECT_NEAR(start[2].x, 3.75, 1e-3);
  EXPECT_NEAR(start[2].y, 10, 1e-3);
  EXPECT_NE(start[0].y, start[1].y);
}

}  // namespace
}  // namespace kindred::projection
