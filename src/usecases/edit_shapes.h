// Shapes one by one and in bulk: looked at, relabelled, moved, accepted or refused, deleted.
//
// Thread-safety: free functions, any thread. Errors: `not_found` names the id, `invalid` the field or a Label of another version.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "store/shapes.h"
#include "usecases/browse.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// Also with the kind that it must be of.
Result<Shape> own_shape(Workspace& workspace, const Caller& caller, ShapeId id);
Result<Shape> own_shape(Workspace& workspace, const Caller& caller, ShapeId id, ShapeKind kind);
Result<std::vector<Shape>> shapes_of(Workspace& workspace, AnnotationId annotation, ShapeKind kind);
Result<std::vector<Shape>> shapes_of(Workspace& workspace, AssetId asset);
Result<Listing<Shape>> list_shapes(Workspace& workspace, DatasetVersionId version, const store::ShapeFilter& filter,
                                   const PageRequest& page);

// `expected`: the revision that the change was made from; `conflict` when the geometry has another one by now.
Result<Shape> change_shape(Workspace& workspace, const Caller& caller, ShapeId id, store::ShapeChange change,
                           std::optional<std::int64_t> expected = std::nullopt);

// The same for many, at most kMaxIdsPerRequest (change_version.h) a call, which is one transaction: whoever has more, as those of a
// filter, calls it chunk by chunk. Ids that are not of the version are ignored. Both give how many shapes changed.
struct BulkShapeChange {
  std::optional<LabelId> label_id;
  std::optional<ShapeStatus> status;  // given with a Label, it is that of the relabelled ones too
};
Result<std::int64_t> change_shapes(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const ShapeId> ids,
                                   const BulkShapeChange& change);
Result<std::int64_t> delete_shapes(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const ShapeId> ids);

}  // namespace kindred::usecases
