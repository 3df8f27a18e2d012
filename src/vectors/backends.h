// The vector indexes there are. A new one is one file in backends/ that exports one make_ function, and one row here; the
// laws of vector_index_laws_test.cpp then run on it.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "vectors/vector_index.h"

namespace kindred::vectors {

struct Backend {
  std::string_view name;
  Result<std::unique_ptr<VectorIndex>> (*make)(std::size_t dimension);
};

std::span<const Backend> backends();
// `invalid`, naming the known ones, for a name that is none of them.
Result<std::unique_ptr<VectorIndex>> make_vector_index(std::string_view backend, std::size_t dimension);

}  // namespace kindred::vectors
