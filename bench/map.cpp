// What a map costs, stage by stage, on one thread and on all: vectors of 60 groups that spread in 12 directions each.
//
//   bench_map [ROWS [DIMENSION]]      20000 and 512 unless told
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "projection/random.h"
#include "projection/umap.h"
#include "support/measure.h"

namespace kindred::bench {
namespace {

using projection::mix;
using projection::normal;

std::vector<float> make_vectors(std::size_t rows, std::size_t dimension) {
  constexpr std::size_t kGroups = 60;
  constexpr std::size_t kDirections = 12;
  std::vector<float> centers(kGroups * dimension);
  std::vector<float> directions(kGroups * kDirections * dimension);
  for (std::size_t i = 0; i < centers.size(); ++i)
    centers[i] = static_cast<float>(normal(mix(1, i)));
  for (std::size_t i = 0; i < directions.size(); ++i)
    directions[i] = static_cast<float>(0.25 * normal(mix(2, i)));
  std::vector<float> vectors(rows * dimension);
  on_all_cores(rows, [&](std::size_t row) {
    const std::size_t group = mix(3, row) % kGroups;
    float* values = vectors.data() + row * dimension;
    std::copy_n(centers.begin() + static_cast<std::ptrdiff_t>(group * dimension), dimension, values);
    for (std::size_t k = 0; k < kDirections; ++k) {
      const auto along = static_cast<float>(normal(mix(4, row * kDirections + k)));
      const float* direction = directions.data() + (group * kDirections + k) * dimension;
      for (std::size_t d = 0; d < dimension; ++d)
        values[d] += along * direction[d];
    }
  });
  return vectors;
}

void report(const projection::Vectors& vectors, std::size_t threads) {
  projection::UmapOptions options;
  options.num_threads = threads;
  projection::Umap umap = projection::Umap::make(vectors, options).value();
  std::map<projection::UmapStage, double> seconds;
  auto last = std::chrono::steady_clock::now();
  auto stage = projection::UmapStage::neighbors;
  const auto tell = [&](projection::UmapStage now, double) {
    if (now == stage) return;
    const auto time = std::chrono::steady_clock::now();
    seconds[stage] = std::chrono::duration<double>(time - last).count();
    last = time;
    stage = now;
  };
  const Usage usage = measure([&] { umap.run(StopFlag{}, projection::Umap::kAllEpochs, tell).value(); });
  tell(projection::UmapStage::done, 1);
  std::printf("%zu threads: %.2f s, %.2f core-seconds, recall %.4f;", threads, usage.wall, usage.cpu, umap.recall());
  for (const auto& [what, took] : seconds)
    std::printf(" %s %.3f", std::string(to_string(what)).c_str(), took);
  std::printf("\n");
}

}  // namespace
}  // namespace kindred::bench

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
  const std::size_t dimension = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 512;
  std::printf("%s\n%zu x %zu\n", kindred::bench::machine().c_str(), rows, dimension);
  const std::vector<float> vectors = kindred::bench::make_vectors(rows, dimension);
  for (const std::size_t threads : {std::size_t{1}, kindred::usable_cpus()})
    kindred::bench::report({vectors, dimension}, threads);
  return 0;
}
