#include "store/copy_annotations.h"

#include "store/labels.h"
#include "store/rows.h"

namespace kindred::store {
namespace {

Result<std::int64_t> read_number(const Statement& row) { return row.column_int(0); }

}  // namespace

Result<AnnotationCopier> AnnotationCopier::between(Connection& connection, DatasetVersionId from, DatasetVersionId to) {
  TRY(copy_labels(connection, from, to));
  const ShapeRange range = TRY(shape_range(connection, to));
  const ShapeStamp stamp = TRY(shape_stamp(connection, to));
  return AnnotationCopier(connection, range, stamp.next_row_number);
}

Result<void> AnnotationCopier::copy(AssetId from, AssetId to) {
  // The oldest first, so that the last one stays the last.
  const auto annotations =
      TRY(read_rows(query(connection_, "SELECT number FROM annotation WHERE asset_id = ? ORDER BY number", from), read_number));
  for (const std::int64_t annotation : annotations) {
    const AnnotationId twin = AnnotationId::make();
    TRY(execute(connection_,
                "INSERT INTO annotation(id, version, asset_id, username, duration, status, attributes, created_at) "
                "SELECT ?1, ?2, ?3, username, duration, status, attributes, ?4 FROM annotation WHERE number = ?5",
                twin, to_.key, to, created_at_, annotation));
    const auto number = TRY(read_int(query(connection_, "SELECT number FROM annotation WHERE id = ?", twin)));
    TRY(copy_shapes(annotation, number));
  }
  return {};
}

Result<void> AnnotationCopier::copy_shapes(std::int64_t from_annotation, std::int64_t to_annotation) {
  const auto places =
      TRY(read_rows(query(connection_, "SELECT place FROM shape WHERE annotation = ? ORDER BY place", from_annotation), read_number));
  for (const std::int64_t place : places) {
    const auto copied = TRY(execute(
        connection_,
        "INSERT INTO shape(place, id, annotation, label, kind, x, y, w, h, area, geometry, text, attributes, status, created_at, origin, "
        "origin_revision) SELECT ?1, ?2, ?3, twin.number, s.kind, s.x, s.y, s.w, s.h, s.area, s.geometry, s.text, s.attributes, s.status, "
        "?4, s.place, s.revision FROM shape s CROSS JOIN label l ON l.number = s.label "
        "CROSS JOIN label twin ON twin.version = ?5 AND twin.name = l.name WHERE s.place = ?6",
        to_.first() + next_row_number_, ShapeId::make(), to_annotation, created_at_, to_.key, place));
    if (copied != 1) return internal_error("A shape could not be copied: its label has no twin");
    ++next_row_number_;
    ++shapes_;
  }
  return {};
}

Result<void> AnnotationCopier::finish() {
  if (next_row_number_ > 0xFFFF'FFFF) {
    return Error{ErrorKind::too_large, "The version would have had more than four thousand million shapes", {}};
  }
  TRY(execute(connection_, "UPDATE version_shapes SET next_row_number = ? WHERE key = ?", next_row_number_, to_.key));
  return {};
}

}  // namespace kindred::store
