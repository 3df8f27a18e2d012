// Law: every kernel that this processor has moves points as the plain one does, within rounding; and a point's way has the same bits whatever
// points go with it.
#include "projection/layout_kernel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "projection/find_ab.h"
#include "projection/random.h"

namespace kindred::projection {
namespace {

struct Scene {
  SparseGraph graph;
  std::vector<Position> from;
  LayoutForces forces;

  explicit Scene(std::size_t points, std::uint64_t seed) {
    for (std::size_t i = 0; i < points; ++i) {
      const std::size_t edges = mix(seed, i) % 40;  // some have none, some more than a register's width
      for (std::size_t j = 0; j < edges; ++j) {
        graph.columns.push_back(below(mix(seed + 1, i * 64 + j), static_cast<std::uint32_t>(points)));
        graph.weights.push_back(static_cast<float>(uniform(mix(seed + 2, i * 64 + j))));
      }
      graph.starts.push_back(graph.columns.size());
      from.push_back({static_cast<float>(10 * uniform(mix(seed + 3, i))), static_cast<float>(10 * uniform(mix(seed + 4, i)))});
    }
    if (points > 3) from[3] = from[2];  // two in one place
    const Curve curve = find_ab(0.1, 1);
    forces.others = from.data();
    forces.other_count = static_cast<std::uint32_t>(points);
    forces.a = static_cast<float>(curve.a);
    forces.b = static_cast<float>(curve.b);
    forces.repulsion = 1;
    forces.step = 0.5F;
    forces.epoch = 7;
    forces.seed = 99;
  }
  [[nodiscard]] LayoutEdges edges() const { return {graph.starts.data(), graph.columns.data(), graph.weights.data()}; }
};

std::vector<std::uint32_t> all_of(const Scene& scene) {
  std::vector<std::uint32_t> all(scene.from.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

std::vector<Position> moved(const LayoutKernel& kernel, const Scene& scene, const std::vector<std::uint32_t>& points) {
  std::vector<Position> to = scene.from;
  kernel.run(scene.forces, scene.edges(), points, scene.from.data(), to.data());
  return to;
}

TEST(LayoutKernelTest, AllMoveAsThePlainOneDoes) {
  for (const std::size_t points : {1, 2, 15, 16, 17, 300}) {
    for (const bool among_themselves : {true, false}) {
      Scene scene(points, points);
      scene.forces.among_themselves = among_themselves;
      scene.forces.parts = among_themselves ? 2 : 1;
      const std::vector<Position> wanted = moved(layout_kernels().back(), scene, all_of(scene));
      for (const LayoutKernel& kernel : layout_kernels()) {
        if (!kernel.usable()) continue;
        const std::vector<Position> got = moved(kernel, scene, all_of(scene));
        for (std::size_t i = 0; i < points; ++i) {
          EXPECT_NEAR(got[i].x, wanted[i].x, 2e-2) << kernel.name << " of " << points << ", point " << i;
          EXPECT_NEAR(got[i].y, wanted[i].y, 2e-2) << kernel.name << " of " << points << ", point " << i;
        }
      }
    }
  }
}

TEST(LayoutKernelTest, BothEndsOfAnEdgeHaveItInTheSamePart) {
  for (const LayoutKernel& kernel : layout_kernels()) {
    if (!kernel.usable()) continue;
    for (std::uint32_t other = 1; other < 100; ++other) {
      Scene scene(100, 6);
      scene.forces.parts = 2;
      scene.forces.pushes = 0;
      scene.forces.epoch = 1;
      scene.graph = {};
      for (std::uint32_t point = 0; point < 100; ++point) {  // one edge, between 0 and `other`
        if (point == 0 || point == other) {
          scene.graph.columns.push_back(point == 0 ? other : 0);
          scene.graph.weights.push_back(1);
        }
        scene.graph.starts.push_back(scene.graph.columns.size());
      }
      int parts_that_move = 0;
      for (scene.forces.part = 0; scene.forces.part < 2; ++scene.forces.part) {
        const std::vector<Position> to = moved(kernel, scene, all_of(scene));
        EXPECT_EQ(to[0] != scene.from[0], to[other] != scene.from[other]) << kernel.name << ", " << other;
        parts_that_move += to[0] != scene.from[0] ? 1 : 0;
      }
      EXPECT_EQ(parts_that_move, 1) << kernel.name << ", " << other;
    }
  }
}

TEST(LayoutKernelTest, CompanyDoesNotMatter) {
  const Scene scene(300, 5);
  for (const LayoutKernel& kernel : layout_kernels()) {
    if (!kernel.usable()) continue;
    const std::vector<Position> wanted = moved(kernel, scene, all_of(scene));
    std::vector<std::uint32_t> shuffled = all_of(scene);
    std::sort(shuffled.begin(), shuffled.end(), [](std::uint32_t a, std::uint32_t b) { return mix(a) < mix(b); });
    EXPECT_EQ(moved(kernel, scene, shuffled), wanted) << kernel.name;
    for (const std::uint32_t point : {0U, 17U, 299U})
      EXPECT_EQ(moved(kernel, scene, {point})[point], wanted[point]) << kernel.name;
  }
}

}  // namespace
}  // namespace kindred::projection
