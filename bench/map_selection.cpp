// How long does it take to select on a map of a million points, and to put it into bytes? Prints a table, the median of five runs after one
// that warms up.
//
//   bench_map_selection [points]
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <random>
#include <vector>

#include "maps/cells.h"
#include "maps/map_file.h"
#include "maps/points_body.h"
#include "maps/select.h"
#include "support/measure.h"

namespace {

using namespace kindred;
using namespace kindred::maps;

// Prints the median of five runs after one that warms up, and the answer, which is a number of points or bytes.
template <typename Work>
void report(const char* what, Work work) {
  std::size_t answer = work();
  std::vector<double> times;
  for (int i = 0; i < 5; ++i)
    times.push_back(bench::measure([&] { answer = work(); }).wall);
  std::printf("%-62s %10.2f ms %12zu\n", what, bench::median(times) * 1e3, answer);
}

// A hundred crowds of different size, and a tenth of the points anywhere.
std::vector<projection::Position> crowds(std::size_t count) {
  std::mt19937 random(1);
  std::uniform_real_distribution<float> anywhere(-20, 20);
  std::normal_distribution<float> near(0, 1);
  std::vector<projection::Position> centres(100);
  for (auto& centre : centres)
    centre = {anywhere(random), anywhere(random)};
  std::vector<projection::Position> positions(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& centre = centres[i % centres.size()];
    const float width = 0.1F + static_cast<float>(i % centres.size()) / 100;
    positions[i] = i % 10 == 0 ? projection::Position{anywhere(random), anywhere(random)}
                               : projection::Position{centre.x + width * near(random), centre.y + width * near(random)};
  }
  return positions;
}

// Corners on a circle whose radius trembles between two values.
Polygon coast(std::size_t corners, double least, double most) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> radius(least, most);
  Polygon polygon;
  for (std::size_t i = 0; i < corners; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(corners);
    const double r = radius(random);
    polygon.corners.push_back({r * std::cos(angle), r * std::sin(angle)});
  }
  return polygon;
}

// Every edge runs through the middle, from one side of the map to the other.
Polygon star(std::size_t corners) {
  Polygon polygon;
  for (std::size_t i = 0; i < corners; ++i) {
    const double angle = std::numbers::pi * static_cast<double>(i) / static_cast<double>(corners);
    const double r = i % 2 == 0 ? 25 : -25;
    polygon.corners.push_back({r * std::cos(angle), r * std::sin(angle)});
  }
  return polygon;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  std::printf("%s\n", bench::machine().c_str());
  const std::vector<projection::Position> positions = crowds(count);
  std::vector<Uuid> items(count);
  for (std::size_t i = 0; i < count; ++i)
    items[i] = new_uuid();
  MapPoints points = gather(grid_over(positions), items, positions);
  points.clusters = 100;
  for (std::size_t i = 0; i < points.size(); ++i)
    points.cluster[i] = static_cast<std::int32_t>(i % 100);
  std::printf("%zu items, %zu points\n", count, points.size());

  report("gather items into points of cells", [&] { return gather(points.grid, items, positions).size(); });
  report("bounding boxes over them", [&] { return BoxTree(points.x, points.y).root().end; });
  const BoxTree boxes(points.x, points.y);
  const auto select = [&](const Region& region) {
    const auto chosen = select_points({points.x, points.y, points.cluster, boxes}, region);
    return chosen ? chosen->size() : 0;
  };
  report("rectangle around a tenth of the map", [&] { return select(Rectangle{{-6, -6}, {6, 6}}); });
  report("polygon of 6 corners", [&] { return select(coast(6, 10, 10)); });
  report("lasso of 500 corners", [&] { return select(coast(500, 9, 11)); });
  report("clusters: 10 of 100", [&] { return select(ClusterSet{{3, 13, 23, 33, 43, 53, 63, 73, 83, 93}}); });
  const Polygon long_coast = coast(kMaxCorners, 14, 15);
  report("polygon of 100,000 corners, a trembling circle", [&] { return select(long_coast); });
  const Polygon torn = coast(kMaxCorners, 5, 15);
  report("polygon of 100,000 corners, edges of half the radius", [&] { return select(torn); });
  const Polygon crossing = star(kMaxCorners);
  report("polygon of 100,000 edges that all cross (0: refused)", [&] { return select(crossing); });

  std::vector<std::uint32_t> rows(items.size());
  const PointColumns columns{points.x, points.y, points.cluster, points.multiplicity, rows, points.clusters, 0.1F};
  report("body of the points, bytes", [&] { return binary_body(columns).size(); });
  report("file of the map, bytes", [&] { return encode_map(points).size(); });
  const auto file = encode_map(points);
  report("file read and checked, points", [&] { return decode_map(file, "bench")->size(); });
  return 0;
}
