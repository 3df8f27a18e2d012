// Which shapes of a version are embedded, and why the others are not. While visual search of the version's shapes is ACTIVATING or
// ACTIVE, every new shape gets a PENDING row and every edited one becomes PENDING again, in the transaction of the change itself
// (migrations/annotations.h); counts are kept in step in the same way.
//
// A result is stored only for the revision of the geometry that it was computed from. Large sets are changed in chunks that are each
// one transaction: repeat until one gives nothing more. Thread-safety: as the Connection. Errors: `not_found` names the version.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/embedding.h"
#include "model/shape.h"
#include "store/database.h"
#include "store/page.h"

namespace kindred::store {

// Versions whose visual search of shapes is in this state, by id.
Result<std::vector<DatasetVersionId>> versions_with_shapes(Connection& connection, VisualSearchState state);

// PENDING rows for shapes that have none yet, looking at the next `limit` shapes from row number `from` on.
struct AddedShapes {
  std::int64_t added = 0;
  std::optional<std::uint32_t> next;  // pass it as `from` for the next chunk; nothing when all were looked at
};
Result<AddedShapes> add_pending_shapes(Connection& connection, DatasetVersionId version, std::uint32_t from, std::size_t limit);

struct PendingShape {
  std::uint32_t row_number = 0;
  AssetId asset_id;
};
// The next PENDING shapes in the order of row numbers, `from` included, at most `limit`.
Result<std::vector<PendingShape>> next_pending_shapes(Connection& connection, DatasetVersionId version, std::uint32_t from,
                                                      std::size_t limit);
// Of one Asset, as above: row numbers.
Result<std::vector<std::uint32_t>> pending_shapes_of_asset(Connection& connection, DatasetVersionId version, AssetId asset,
                                                           std::uint32_t from, std::size_t limit);
Result<bool> has_pending_shapes(Connection& connection, DatasetVersionId version);

// PENDING shapes that are unchanged copies of shapes whose embedding, made with the same model and crops, is DONE: `from` is the version
// and the shape that has the vector.
struct ReusableShape {
  ShapeId id;
  std::uint32_t row_number = 0;
  std::int64_t revision = 0;
  DatasetVersionId from_version;
  ShapeId from;
};
// In the order of row numbers, looking at the next `limit` PENDING shapes after `from`.
struct ReusableShapes {
  std::vector<ReusableShape> shapes;
  std::optional<std::uint32_t> next;
};
Result<ReusableShapes> find_reusable_shapes(Connection& connection, DatasetVersionId version, std::uint32_t from, std::size_t limit);

// What was computed from one shape as it was.
struct ShapeResult {
  ShapeId id;
  std::uint32_t row_number = 0;
  std::int64_t revision = 0;
  EmbeddingStatus status = EmbeddingStatus::done;  // done, error or unsupported
  std::string reason;
};
// With the vector file's length that holds the vectors of those that are DONE. Gives the ids of those that became DONE; the others
// were edited, deleted or failed.
Result<std::vector<Uuid>> store_shape_results(Connection& connection, DatasetVersionId version, std::span<const ShapeResult> results,
                                              std::uint64_t committed_bytes);

// Takes note of shapes whose vectors are no longer true (edited, run again, deleted), at most `limit`: those that have no DONE
// embedding at this moment. They are not named again unless they become stale again.
Result<bool> has_stale_shapes(Connection& connection, DatasetVersionId version);
struct StaleShapes {
  std::vector<Uuid> ids;
  bool more = false;
};
Result<StaleShapes> take_stale_shapes(Connection& connection, DatasetVersionId version, std::size_t limit);

Result<EmbeddingCounts> shape_embedding_counts(Connection& connection, DatasetVersionId version);

struct ShapeEmbeddingItem {
  ShapeId id;
  AssetId asset_id;
  DataId data_id;
  std::string filename;
  std::string label_name;
  ShapeKind kind = ShapeKind::rectangle;
  EmbeddingStatus status = EmbeddingStatus::pending;
  std::string reason;
  std::int64_t attempts = 0;
};
// Nothing when the shape has no row.
Result<std::optional<ShapeEmbeddingItem>> find_shape_embedding(Connection& connection, ShapeId shape);
// In the order of creation; `order_by` is not for these.
Result<Page<ShapeEmbeddingItem>> list_shape_embeddings(Connection& connection, DatasetVersionId version, EmbeddingStatus status,
                                                       const PageRequest& page);

// Of these shapes of any version those that are DONE, in the given order.
Result<std::vector<Uuid>> done_shapes_among(Connection& connection, std::span<const Uuid> shapes);
// DONE shapes of one kind (nothing: all) in the order of creation, from row number `from` on (itself included), at most `limit`.
struct DoneShape {
  ShapeId id;
  std::uint32_t row_number = 0;
  LabelId label_id;
};
Result<std::vector<DoneShape>> list_done_shapes(Connection& connection, DatasetVersionId version, std::optional<ShapeKind> kind,
                                                std::uint32_t from, std::size_t limit);

// Makes up to `limit` items of a status (not PENDING) PENDING again. Gives how many.
Result<std::int64_t> reset_some_shapes_to_pending(Connection& connection, DatasetVersionId version, EmbeddingStatus status,
                                                  std::size_t limit);
// Deletes up to `limit` rows. Gives how many.
Result<std::int64_t> delete_some_shape_embeddings(Connection& connection, DatasetVersionId version, std::size_t limit);

}  // namespace kindred::store
