// Law: the neighbours found are those of looking at all points, ties by index included, for any layout of points and any k.
#include "projection/plane_tree.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "projection/test_planes.h"

namespace kindred::projection {
namespace {

std::vector<PlaneTree::Neighbor> slow_twin(const std::vector<float>& xy, std::uint32_t point, std::size_t k) {
  std::vector<PlaneTree::Neighbor> all;
  for (std::uint32_t other = 0; other < xy.size() / 2; ++other) {
    const double dx = double{xy[2 * point]} - xy[2 * other];
    const double dy = double{xy[2 * point + 1]} - xy[2 * other + 1];
    if (other != point) all.push_back({dx * dx + dy * dy, other});
  }
  std::sort(all.begin(), all.end());
  all.resize(std::min(all.size(), k));
  return all;
}

TEST(PlaneTreeTest, EqualsTheSlowTwin) {
  Crew crew(2);
  for (std::uint64_t round = 0; round < 120; ++round) {
    const std::vector<float> xy = testing::random_plane(round, 300);
    const Result<PlaneTree> tree = PlaneTree::build(xy, crew, StopFlag{});
    ASSERT_TRUE(tree);
    std::vector<PlaneTree::Neighbor> found;
    for (const std::size_t k : {1, 4, 15, 400}) {
      for (std::uint32_t point = 0; point < xy.size() / 2; ++point) {
        tree->find(point, k, found);
        ASSERT_EQ(found, slow_twin(xy, point, k)) << "round " << round << ", k " << k << ", point " << point;
      }
    }
  }
}

TEST(PlaneTreeTest, GoesThroughEveryPointOnce) {
  Crew crew(2);
  const std::vector<float> xy = testing::random_plane(7, 300);
  const Result<PlaneTree> tree = PlaneTree::build(xy, crew, StopFlag{});
  ASSERT_TRUE(tree);
  std::vector<int> seen(tree->size());
  for (std::size_t place = 0; place < tree->size(); ++place)
    ++seen[tree->at(place)];
  EXPECT_EQ(seen, std::vector<int>(xy.size() / 2, 1));
}

TEST(PlaneTreeTest, NobodyHasNeighborsAlone) {
  Crew crew(1);
  std::vector<PlaneTree::Neighbor> found{{1, 1}};
  const std::vector<float> one{3, 4};
  const Result<PlaneTree> tree = PlaneTree::build(one, crew, StopFlag{});
  ASSERT_TRUE(tree);
  tree->find(0, 5, found);
  EXPECT_TRUE(found.empty());
  EXPECT_EQ(PlaneTree::build({}, crew, StopFlag{})->size(), 0U);
}

}  // namespace
}  // namespace kindred::projection
