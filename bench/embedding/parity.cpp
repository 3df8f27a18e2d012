#include "embedding/parity.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "embed/centred_cosine.h"
#include "support/measure.h"

namespace kindred::bench {
namespace {

constexpr std::size_t kNeighbours = 10;

// The rows nearest to `row`, itself left out, by number.
std::vector<std::size_t> neighbours(std::span<const float> vectors, std::size_t columns, std::size_t row) {
  const std::size_t rows = vectors.size() / columns;
  const auto vector_of = [&](std::size_t i) { return vectors.subspan(i * columns, columns); };
  std::vector<double> likeness(rows);
  for (std::size_t i = 0; i < rows; ++i)
    likeness[i] = std::inner_product(vector_of(i).begin(), vector_of(i).end(), vector_of(row).begin(), 0.0);
  likeness[row] = -2;
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(kNeighbours, rows - 1));
  std::partial_sort(order.begin(), end, order.end(), [&](std::size_t a, std::size_t b) { return likeness[a] > likeness[b]; });
  order.erase(end, order.end());
  std::ranges::sort(order);
  return order;
}

double overlap(std::span<const float> reference, std::span<const float> ours, std::size_t columns, std::size_t row) {
  const auto expected = neighbours(reference, columns, row);
  const auto found = neighbours(ours, columns, row);
  std::vector<std::size_t> both;
  std::ranges::set_intersection(expected, found, std::back_inserter(both));
  return static_cast<double>(both.size()) / static_cast<double>(expected.size());
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

Parity parity(std::span<const float> reference, std::span<const float> ours, std::size_t columns) {
  const std::vector<double> cosines = embed::centred_cosines(reference, ours, columns);
  std::vector<double> overlaps(cosines.size());
  on_all_cores(overlaps.size(), [&](std::size_t row) { overlaps[row] = overlap(reference, ours, columns, row); });
  return {*std::ranges::min_element(cosines), mean(cosines), mean(overlaps)};
}

}  // namespace kindred::bench
