#include "vectors/vector_index.h"

#include <cassert>

namespace kindred::vectors {

Result<std::vector<Hit>> VectorIndex::search(const Query& query) const {
  auto hits = TRY(search_all({&query, 1}));
  assert(hits.size() == 1);
  return std::move(hits.front());
}

Result<std::vector<float>> VectorIndex::vector_of(const Uuid& id) const {
  auto vectors = TRY(vectors_of({&id, 1}));
  assert(vectors.size() == 1);
  if (!vectors.front()) return not_found("There is no vector of " + to_string(id));
  return std::move(*vectors.front());
}

}  // namespace kindred::vectors
