#include "usecases/edit_shapes.h"

#include <algorithm>

#include "store/assets.h"
#include "usecases/own.h"
#include "usecases/shape_input.h"
#include "usecases/write_shapes.h"

namespace kindred::usecases {

using store::Connection;

Result<Shape> own_shape(Workspace& workspace, const Caller& caller, ShapeId id) {
  Shape shape = TRY(workspace.database().read([&](Connection& c) { return store::find_shape(c, id); }));
  if (!own_version(workspace, caller, shape.version_id)) return not_found("There is no shape " + to_string(id));
  return shape;
}

Result<Shape> own_shape(Workspace& workspace, const Caller& caller, ShapeId id, ShapeKind kind) {
  Shape shape = TRY(own_shape(workspace, caller, id));
  if (kind_of(shape.geometry) == kind) return shape;
  return not_found("The shape " + to_string(id) + " is not a " + std::string(to_string(kind)) + " but a " +
                   std::string(to_string(kind_of(shape.geometry))));
}

Result<std::vector<Shape>> shapes_of(Workspace& workspace, AnnotationId annotation, ShapeKind kind) {
  return workspace.database().read([&](Connection& c) { return store::shapes_of_annotation(c, annotation, kind); });
}

Result<std::vector<Shape>> shapes_of(Workspace& workspace, AssetId asset) {
  return workspace.database().read([&](Connection& c) { return store::shapes_of_asset(c, asset); });
}

Result<Listing<Shape>> list_shapes(Workspace& workspace, DatasetVersionId version, const store::ShapeFilter& filter,
                                   const PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<Listing<Shape>> {
    return Listing<Shape>{TRY(store::list_shapes(c, version, filter, page)), TRY(store::count_shapes(c, version, filter))};
  });
}

Result<Shape> change_shape(Workspace& workspace, const Caller& caller, ShapeId id, store::ShapeChange change,
                           std::optional<std::int64_t> expected) {
  TRY(check_text(change.text.value_or(""), change.attributes_json.value_or("")));
  const Shape before = TRY(workspace.database().read([&](Connection& c) { return store::find_shape(c, id); }));
  return write_shapes(workspace, caller, before.version_id, [&](Connection& c) -> Result<Shape> {
    const std::int64_t revision = TRY(store::find_shape(c, id)).revision;
    if (expected && *expected != revision) {
      return conflict("The shape " + to_string(id) + " was moved by somebody else meanwhile",
                      "Look at it as it is now, then change it again.");
    }
    if (change.geometry) TRY(prepare(*change.geometry, TRY(store::find_asset(c, before.asset_id)).data));
    return store::change_shape(c, id, change);
  });
}

Result<std::int64_t> change_shapes(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const ShapeId> ids,
                                   const BulkShapeChange& change) {
  return write_shapes(workspace, caller, version, [&](Connection& c) -> Result<std::int64_t> {
    std::int64_t changed = 0;
    if (change.label_id) changed = TRY(store::relabel_shapes(c, version, ids, *change.label_id));
    if (change.status) changed = std::max(changed, TRY(store::set_shape_status(c, version, ids, *change.status)));
    return changed;
  });
}

Result<std::int64_t> delete_shapes(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const ShapeId> ids) {
  return write_shapes(workspace, caller, version, [&](Connection& c) { return store::delete_shapes(c, version, ids); });
}

}  // namespace kindred::usecases
