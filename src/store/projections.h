// Rows of Projections and of their Clusterings, of which each Projection has its latest; and what a map must know of the items it shows.
//
// Orders for PageRequest: created_at, id. Thread-safety: as the Connection. Errors: `not_found` names the Projection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/projection.h"
#include "store/database.h"
#include "store/page.h"

namespace kindred::store {

Result<void> insert_projection(Connection& connection, const Projection& projection);
Result<Projection> find_projection(Connection& connection, ProjectionId id);
Result<Page<Projection>> list_projections(Connection& connection, const MapScope& scope, const PageRequest& page);
Result<std::int64_t> count_projections(Connection& connection, const MapScope& scope);
Result<void> rename_projection(Connection& connection, ProjectionId id, std::string_view name);
Result<void> set_projection_job(Connection& connection, ProjectionId id, JobId job);
Result<void> delete_projection(Connection& connection, ProjectionId id);

// Nothing before the points are computed.
Result<std::optional<Clustering>> clustering_of(Connection& connection, ProjectionId id);

// A new file of points takes the place of `before`; its counts, recall, suggested eps and the Clustering of its points come with it.
struct NewPoints {
  Uuid file;
  std::int64_t points = 0;
  std::int64_t items = 0;
  double recall = 1;
  double suggested_eps = 0;
  Clustering clustering;
};
// `conflict` when the Projection's file is not `before` any more.
Result<void> replace_points(Connection& connection, ProjectionId id, const std::optional<Uuid>& before, const NewPoints& now);

// The files that rows name.
Result<std::vector<Uuid>> projection_files(Connection& connection);

// An item that a map of some scope can show.
struct MapItem {
  Uuid key;                  // what its vector is stored under: the Data's id for images, the shape's for shapes
  Uuid id;                   // the Data's in a Datalake, the Asset's or the shape's in a version
  std::uint32_t row_number;  // an Asset's or a shape's in its version; of a Data its number in the database
};
// All of them, by key. 40 bytes each in memory.
Result<std::vector<MapItem>> map_items(Connection& connection, const MapScope& scope);
// Changes whenever an item has left the scope; for versions also when one has joined it.
struct MapItemsStamp {
  std::int64_t changes = 0;
  std::int64_t items = 0;
  bool operator==(const MapItemsStamp&) const = default;
};
Result<MapItemsStamp> map_items_stamp(Connection& connection, const MapScope& scope);

}  // namespace kindred::store
