// Where a map's vectors come from: the embeddings of its scope's items. What a kind of items needs to be shown on maps is in this file alone.
//
// An item's vector is stored under its key: the Data's id for images, the shape's for shapes. Thread-safety: free functions, any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "base/stop_flag.h"
#include "model/embedding.h"
#include "model/projection.h"
#include "projection/points.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// `invalid`, saying what to do, when the scope's embeddings are not active.
Result<VisualSearch> embeddings_of(Workspace& workspace, const MapScope& scope);
Result<EmbeddingCounts> embedding_counts_of(Workspace& workspace, const MapScope& scope);

// The keys of all items that have a vector, rising.
Result<std::vector<Uuid>> embedded_keys(Workspace& workspace, const MapScope& scope);

// Of those the ones that are not on a map.
Result<std::vector<Uuid>> added_keys(Workspace& workspace, const MapScope& scope, const MapView& view);

// `conflict` when the Projection's vectors were of another model than the scope's are now.
Result<void> check_same_model(Workspace& workspace, const Projection& projection);

struct VectorTable {
  std::vector<Uuid> keys;
  std::vector<float> values;  // a row for each key
  std::size_t dimension = 0;
  [[nodiscard]] projection::Vectors view() const { return {values, dimension}; }
};
// Keys that have no vector any more are left out. `report` gets the part that is done.
Result<VectorTable> read_vectors(Workspace& workspace, const MapScope& scope, const std::vector<Uuid>& keys, const StopFlag& stop,
                                 const std::function<void(double)>& report);

}  // namespace kindred::usecases
