#include "map/data_sets.h"

#include <algorithm>
#include <utility>

#include "base/files.h"
#include "base/npy.h"
#include "projection/random.h"
#include "support/measure.h"

namespace kindred::bench {
namespace {

using projection::mix;
using projection::normal;
using projection::uniform;

}  // namespace

DataSet make_groups(std::size_t rows, std::size_t dimension) {
  constexpr std::size_t kGroups = 60;
  constexpr std::size_t kDirections = 12;
  std::vector<float> centers(kGroups * dimension);
  std::vector<float> directions(kGroups * kDirections * dimension);
  for (std::size_t i = 0; i < centers.size(); ++i)
    centers[i] = static_cast<float>(normal(mix(1, i)));
  for (std::size_t i = 0; i < directions.size(); ++i)
    directions[i] = static_cast<float>(0.25 * normal(mix(2, i)));
  DataSet set{std::to_string(rows) + " x " + std::to_string(dimension) + " in groups", std::vector<float>(rows * dimension), dimension,
              std::vector<int>(rows)};
  on_all_cores(rows, [&](std::size_t row) {
    const std::size_t group = mix(3, row) % kGroups;
    set.labels[row] = static_cast<int>(group);
    float* values = set.values.data() + row * dimension;
    std::copy_n(centers.begin() + static_cast<std::ptrdiff_t>(group * dimension), dimension, values);
    for (std::size_t k = 0; k < kDirections; ++k) {
      const auto along = static_cast<float>(normal(mix(4, row * kDirections + k)));
      const float* direction = directions.data() + (group * kDirections + k) * dimension;
      for (std::size_t d = 0; d < dimension; ++d)
        values[d] += along * direction[d];
    }
  });
  return set;
}

DataSet make_chain(std::size_t rows, std::size_t dimension) {
  constexpr std::size_t kGroups = 40;
  DataSet set{std::to_string(rows) + " x " + std::to_string(dimension) + " in a chain", std::vector<float>(rows * dimension), dimension,
              std::vector<int>(rows)};
  std::vector<float> steps((kGroups + 1) * dimension);
  for (std::size_t i = 0; i < steps.size(); ++i)
    steps[i] = static_cast<float>(normal(mix(5, i)) + (i < dimension ? 0.0F : 0.7F * steps[i - dimension]));
  on_all_cores(rows, [&](std::size_t row) {
    const double chance = uniform(mix(6, row));
    const auto group = static_cast<std::size_t>(chance * chance * kGroups);
    const bool stray = mix(7, row) % 50 == 0;
    const double width = stray ? 2 : 0.3 + 0.5 * uniform(mix(8, group));
    const auto along = static_cast<float>(uniform(mix(9, row)));
    set.labels[row] = stray ? static_cast<int>(kGroups) : static_cast<int>(group);
    for (std::size_t d = 0; d < dimension; ++d) {
      const float here = steps[group * dimension + d];
      const float next = steps[(group + 1) * dimension + d];
      const double fade = width / (1 + static_cast<double>(d) / 8);  // few directions matter, as in real embeddings
      set.values[row * dimension + d] = here + along * (next - here) + static_cast<float>(fade * normal(mix(10, row * dimension + d)));
    }
  });
  return set;
}

Result<DataSet> read_digits() {
  constexpr std::size_t kRow = 65;  // 64 pixels and the label
  const std::vector<std::uint8_t> bytes = TRY(read_file(KINDRED_SOURCE_DIR "/tests/data/projection/digits.u8"));
  DataSet set{"digits, 1797 x 64", {}, kRow - 1, {}};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % kRow == kRow - 1)
      set.labels.push_back(bytes[i]);
    else
      set.values.push_back(bytes[i]);
  }
  return set;
}

Result<DataSet> read_set(const std::filesystem::path& file) {
  NpyArray array = TRY(read_npy(file));
  if (array.shape.size() != 2) return invalid("'" + file.string() + "' is not a matrix");
  DataSet set{file.stem().string() + ", " + std::to_string(array.shape[0]) + " x " + std::to_string(array.shape[1]),
              std::move(array.values),
              array.shape[1],
              {}};
  const std::filesystem::path beside = file.parent_path() / (file.stem().string() + ".labels.npy");
  if (!std::filesystem::exists(beside)) return set;
  const NpyArray labels = TRY(read_npy(beside));
  if (labels.values.size() != array.shape[0]) return invalid("'" + beside.string() + "' does not have one label for each row");
  set.labels.assign(labels.values.begin(), labels.values.end());
  return set;
}

std::vector<float> make_plane(std::size_t points, std::size_t groups) {
  std::vector<float> xy;
  xy.reserve(2 * points);
  for (std::size_t i = 0; i < points; ++i) {
    const std::size_t group = mix(11, i) % groups;
    const double width = 0.1 + 0.4 * uniform(mix(12, group));
    for (std::size_t axis = 0; axis < 2; ++axis)
      xy.push_back(static_cast<float>(20 * uniform(mix(13, 2 * group + axis)) + width * normal(mix(14, 2 * i + axis))));
  }
  return xy;
}

}  // namespace kindred::bench
