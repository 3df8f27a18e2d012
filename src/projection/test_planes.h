// Sets of points of a plane for tests: scattered, in groups, on a lattice where distances tie, in a line, in one place. For tests only.
#pragma once

#include <cmath>
#include <vector>

#include "projection/random.h"

namespace kindred::projection::testing {

// x and y of 1 to `most` points in turn; another kind of set and another scale for each round.
inline std::vector<float> random_plane(std::uint64_t round, std::uint32_t most) {
  const std::size_t count = 1 + below(mix(round, 1), most);
  const double scale = std::pow(10.0, 6 * uniform(mix(round, 2)) - 3);
  std::vector<float> xy;
  for (std::size_t i = 0; i < count; ++i) {
    const double across = uniform(mix(round, 10 + 4 * i));
    const double down = uniform(mix(round, 11 + 4 * i));
    const auto group = static_cast<double>(mix(round, 12 + 4 * i) % 4);
    switch (round % 5) {
      case 0: xy.insert(xy.end(), {static_cast<float>(scale * across), static_cast<float>(scale * down)}); break;
      case 1:
        xy.push_back(static_cast<float>(scale * (3 * group + normal(mix(round, 13 + 4 * i)))));
        xy.push_back(static_cast<float>(scale * normal(mix(round, 14 + 4 * i))));
        break;
      case 2: xy.insert(xy.end(), {static_cast<float>(std::floor(9 * across)), static_cast<float>(std::floor(9 * down))}); break;
      case 3: xy.insert(xy.end(), {static_cast<float>(scale * across), static_cast<float>(scale)}); break;
      default: xy.insert(xy.end(), {static_cast<float>(group < 1 ? across : 0.5), 2.0F}); break;
    }
  }
  return xy;
}

}  // namespace kindred::projection::testing
