#include "vectors/check.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "vectors/vector_block.h"

namespace kindred::vectors {
namespace {

bool is_finite_f16(std::uint16_t half) { return (half & 0x7C00) != 0x7C00; }
bool is_zero_f16(std::uint16_t half) { return (half & 0x7FFF) == 0; }

}  // namespace

Result<void> check_dimension(std::size_t dimension) {
  if (dimension == 0 || dimension > kMaxDimension) {
    return invalid("An index of " + std::to_string(dimension) + " dimensions can't be made: from 1 to " + std::to_string(kMaxDimension) +
                   " can");
  }
  return {};
}

Result<void> check_query(const Query& query, std::size_t dimension) {
  if (query.vector.size() != dimension) {
    return invalid("The query has " + std::to_string(query.vector.size()) + " dimensions, the index has " + std::to_string(dimension));
  }
  if (query.limit > kMaxLimit) {
    return invalid(std::to_string(query.limit) + " results were asked for: at most " + std::to_string(kMaxLimit) + " are given");
  }
  bool has_direction = false;
  for (const float value : query.vector) {
    if (!std::isfinite(value)) return invalid("The query has a value that is not a finite number");
    has_direction = has_direction || value != 0;
  }
  if (!has_direction) return invalid("The query is all zeros: it has no direction, so nothing is similar to it");
  return {};
}

Result<void> check_vectors(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors, std::size_t dimension) {
  if (vectors.size() != ids.size() * dimension) {
    return invalid(std::to_string(ids.size()) + " ids came with " + std::to_string(vectors.size()) + " numbers instead of " +
                   std::to_string(ids.size() * dimension));
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto row = vectors.subspan(i * dimension, dimension);
    if (!std::ranges::all_of(row, is_finite_f16))
      return invalid("The vector of " + to_string(ids[i]) + " has a value that is not a finite number");
    if (std::ranges::all_of(row, is_zero_f16)) return invalid("The vector of " + to_string(ids[i]) + " is all zeros: it has no direction");
  }
  return {};
}

Result<void> check_scroll(std::size_t limit) {
  if (limit == 0 || limit > kMaxScroll) {
    return invalid("A page of " + std::to_string(limit) + " vectors was asked for: from 1 to " + std::to_string(kMaxScroll) +
                   " can be given");
  }
  return {};
}

}  // namespace kindred::vectors
