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

const Backend* find_backend(std::string_view name) {
  const auto row = std::find_if(kBackends.begin(), kBackends.end(), [&](const Backend& known) { return known.name == name; });
  return row == kBackends.end() ? nullptr : &*row;
}

}  // namespace

std::span<const Backend> backends() { return kBackends; }

Result<void> check_backend_name(std::string_view name) {
  if (find_backend(name) != nullptr) return {};
  std::string known;
  for (const Backend& each : kBackends)
    known += (known.empty() ? "" : ", ") + std::string(each.name);
  return invalid("There is no vector index '" + std::string(name) + "': choose one of " + known);
}

Result<std::unique_ptr<VectorIndex>> make_vector_index(std::string_view backend, const IndexOptions& options) {
  TRY(check_backend_name(backend));
  return find_backend(backend)->make(options);
}

Result<void> drop_vector_index(std::string_view backend, const IndexOptions& options) {
  TRY(check_backend_name(backend));
  const auto drop = find_backend(backend)->drop;
  return drop == nullptr ? Result<void>{} : drop(options);
}

}  // namespace kindred::vectors
