// The parts of a filter that are drawn on maps: what lies in regions and in clusters. Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "model/embedding.h"
#include "usecases/filter.h"

namespace kindred::usecases {

// For each part the row numbers of its items, as rows_in_region() tells them. `not_found` for a map of another place, `invalid` for one
// that does not show `kind`.
Result<std::vector<std::vector<std::uint32_t>>> rows_on_maps(Workspace& workspace, DatalakeId place, const Filter& filter,
                                                             EmbeddingKind kind);
Result<std::vector<std::vector<std::uint32_t>>> rows_on_maps(Workspace& workspace, DatasetVersionId place, const Filter& filter,
                                                             EmbeddingKind kind);

}  // namespace kindred::usecases
