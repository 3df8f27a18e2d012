// The vector indexes there are. A new one is one file in backends/ that exports one make_ function, and one row here; the
// laws of vector_index_laws_test.cpp then run on it.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "vectors/vector_index.h"

namespace kindred::vectors {

class QdrantServer;

struct IndexOptions {
  std::size_t dimension = 0;
  std::string collection = {};                // its name: unique in the workspace, of letters, digits and '-'
  std::string model_key = {};                 // the model that its vectors are of
  std::filesystem::path folder = {};          // for what a backend keeps on this machine; made when it is needed. Empty: nothing is kept
  std::shared_ptr<QdrantServer> qdrant = {};  // for "qdrant": where
};

struct Backend {
  std::string_view name;
  Result<std::unique_ptr<VectorIndex>> (*make)(const IndexOptions& options);
  bool is_remote = false;  // it needs more than this machine
  // Deletes what the backend keeps elsewhere; null: nothing, and what is in `folder` the caller deletes.
  Result<void> (*drop)(const IndexOptions& options) = nullptr;
};

std::span<const Backend> backends();
// `invalid`, naming the known ones, for a name that is none of them; so does make_vector_index().
Result<void> check_backend_name(std::string_view name);
Result<std::unique_ptr<VectorIndex>> make_vector_index(std::string_view backend, const IndexOptions& options);
// Deletes an index that is not open. Nothing happens when there is none.
Result<void> drop_vector_index(std::string_view backend, const IndexOptions& options);

}  // namespace kindred::vectors
