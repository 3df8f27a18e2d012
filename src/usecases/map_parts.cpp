#include "usecases/map_parts.h"

#include "usecases/projections.h"
#include "usecases/select_on_map.h"

namespace kindred::usecases {
namespace {

template <typename Place>
Result<std::vector<std::vector<std::uint32_t>>> rows_in(Workspace& workspace, Place place, const Filter& filter, EmbeddingKind kind) {
  std::vector<std::vector<std::uint32_t>> all;
  for (const MapPart& part : filter.maps) {
    const ProjectionStatus status = TRY(projection_in(workspace, place, part.projection));
    if (status.projection.scope.kind != kind) {
      return invalid("The map " + to_string(part.projection) +
                     (kind == EmbeddingKind::images ? " shows shapes, not images" : " shows images, not shapes"));
    }
    all.push_back(TRY(rows_in_region(workspace, part.projection, part.region)));
  }
  return all;
}

}  // namespace

Result<std::vector<std::vector<std::uint32_t>>> rows_on_maps(Workspace& workspace, DatalakeId place, const Filter& filter,
                                                             EmbeddingKind kind) {
  return rows_in(workspace, place, filter, kind);
}
Result<std::vector<std::vector<std::uint32_t>>> rows_on_maps(Workspace& workspace, DatasetVersionId place, const Filter& filter,
                                                             EmbeddingKind kind) {
  return rows_in(workspace, place, filter, kind);
}

}  // namespace kindred::usecases
