#include "vectors/backends.h"

#include <algorithm>
#include <array>
#include <string>

namespace kindred::vectors {

// Each is defined in its file.
Result<std::unique_ptr<VectorIndex>> make_exact_index(const IndexOptions& options);
Result<std::unique_ptr<VectorIndex>> make_embedded_index(const IndexOptions& options);
Result<std::unique_ptr<VectorIndex>> make_qdrant_index(const IndexOptions& options);
Result<void> drop_qdrant_index(const IndexOptions& options);

namespace {

constexpr std::array kBackends = {
    Backend{"embedded", make_embedded_index},
    Backend{"exact", make_exact_index},
    Backend{"qdrant", make_qdrant_index, true, drop_qdrant_index},
};

}  // namespace

std::span<const Backend> backends() { return kBackends; }

Result<std::unique_ptr<VectorIndex>> make_vector_index(std::string_view backend, const IndexOptions& options) {
  const auto row = std::find_if(kBackends.begin(), kBackends.end(), [&](const Backend& known) { return known.name == backend; });
  if (row != kBackends.end()) return row->make(options);
  std::string known;
  for (const Backend& each : kBackends)
    known += (known.empty() ? "" : ", ") + std::string(each.name);
  return invalid("There is no vector index '" + std::string(backend) + "': choose one of " + known);
}

Result<void> drop_vector_index(std::string_view backend, const IndexOptions& options) {
  const auto row = std::find_if(kBackends.begin(), kBackends.end(), [&](const Backend& known) { return known.name == backend; });
  return row == kBackends.end() || row->drop == nullptr ? Result<void>{} : row->drop(options);
}

}  // namespace kindred::vectors
