// What every backend refuses, in the same words. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <span>

#include "base/ids.h"
#include "base/result.h"
#include "vectors/vector_index.h"

namespace kindred::vectors {

// A dimension that a collection can have.
Result<void> check_dimension(std::size_t dimension);
Result<void> check_query(const Query& query, std::size_t dimension);
Result<void> check_vectors(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors, std::size_t dimension);
Result<void> check_scroll(std::size_t limit);

}  // namespace kindred::vectors
