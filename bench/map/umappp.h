// umappp, UMAP in C++ by others, beside ours: where CMake's KINDRED_ASSORTHEAD names the folder include/ of PyPI's assorthead, whose headers
// have it. Thread-safety: one thread.
#pragma once

#include <optional>
#include <vector>

#include "map/data_sets.h"
#include "support/measure.h"

namespace kindred::bench {

struct UmapppMap {
  Usage usage;
  std::vector<float> xy;
};

// On all cores, with Annoy for the neighbours, as its README does; vectors are scaled to unit length first, so that its Euclidean distance orders
// as the cosine does. None when it was not compiled in.
std::optional<UmapppMap> umappp_map(const DataSet& set);

}  // namespace kindred::bench
