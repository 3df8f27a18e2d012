// Similar shapes of a version, shapes for a text, shapes like a picture; and their stored vectors.
//
// Scores are cosines, best first, ties by id. What was edited or deleted before a search began is not found with its old vector.
// Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/shape.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

struct ShapeHit {
  ShapeId id;
  float score = 0;
};

// What the shape and the text are searched with. Errors as below.
Result<std::vector<float>> vector_of_shape(Workspace& workspace, DatasetVersionId version, ShapeId id);
Result<std::vector<float>> vector_of_prompt_for_shapes(Workspace& workspace, DatasetVersionId version, std::string_view prompt);

// The most similar ones; the shape itself is not among them. `conflict` when visual search is not active on the version's shapes,
// `not_found` when the shape has no embedding, with its status and reason.
Result<std::vector<ShapeHit>> find_similar_shapes(Workspace& workspace, DatasetVersionId version, ShapeId to, std::size_t limit);
Result<std::vector<ShapeHit>> search_shapes_by_text(Workspace& workspace, DatasetVersionId version, std::string_view prompt,
                                                    std::size_t limit);
// `picture` is the bytes of an image file.
Result<std::vector<ShapeHit>> search_shapes_by_image(Workspace& workspace, DatasetVersionId version, std::span<const std::uint8_t> picture,
                                                     std::size_t limit);

// Stored vectors page by page, in the order of creation.
struct StoredShapeVector {
  ShapeId id;
  LabelId label_id;
  std::vector<float> vector;
};
struct ShapeVectorPage {
  std::string model_key;
  std::vector<StoredShapeVector> vectors;
  std::optional<std::uint32_t> next;  // the row number where the next page begins
};
// `kind`: nothing for all.
Result<ShapeVectorPage> scroll_shape_vectors(Workspace& workspace, DatasetVersionId version, std::optional<ShapeKind> kind,
                                             std::size_t limit, std::uint32_t from);

}  // namespace kindred::usecases
