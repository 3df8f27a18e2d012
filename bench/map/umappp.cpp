#include "map/umappp.h"

#ifdef KINDRED_WITH_UMAPPP

#include <knncolle_annoy/knncolle_annoy.hpp>
#include <umappp/umappp.hpp>

#include "projection/row_math.h"

namespace kindred::bench {

std::optional<UmapppMap> umappp_map(const DataSet& set) {
  const std::size_t rows = set.vectors().rows();
  std::vector<float> units = set.values;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto scale = static_cast<float>(1 / std::sqrt(projection::squared_length(set.vectors().row(i), set.dimension)));
    for (std::size_t d = 0; d < set.dimension; ++d)
      units[i * set.dimension + d] *= scale;
  }
  UmapppMap map;
  map.xy.resize(2 * rows);
  map.usage = measure([&] {
    umappp::Options options;
    options.num_threads = static_cast<int>(usable_cpus());
    options.parallel_optimization = true;
    const knncolle_annoy::AnnoyBuilder<int, float, float, Annoy::Euclidean> builder;
    auto status = umappp::initialize<int, float>(set.dimension, static_cast<int>(rows), units.data(), builder, 2, map.xy.data(), options);
    status.run(map.xy.data());
  });
  return map;
}

}  // namespace kindred::bench

#else

namespace kindred::bench {

std::optional<UmapppMap> umappp_map(const DataSet&) { return std::nullopt; }

}  // namespace kindred::bench

#endif
