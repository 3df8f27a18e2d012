// Visual search of Datalakes and DatasetVersions: its state, which Data are embedded, and why the others are not.
//
// The rows of a Datalake are per Data; versions reuse them through their Assets. Those of shapes are in store/shape_embeddings.h. Counts are kept in step with the rows by the
// database itself, never counted. Large sets are changed in chunks that are each one transaction: repeat until one gives
// nothing more. Thread-safety: as the Connection. Errors: `not_found` names the Datalake or version.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/data.h"
#include "model/embedding.h"
#include "store/database.h"
#include "store/page.h"

namespace kindred::store {

// INACTIVE when it was never switched on.
Result<VisualSearch> visual_search_of(Connection& connection, const EmbeddingScope& scope);
Result<void> set_visual_search(Connection& connection, const EmbeddingScope& scope, const VisualSearch& search);
// Versions with Data of this Datalake whose visual search is not INACTIVE, by id.
Result<std::vector<DatasetVersionId>> active_versions_over(Connection& connection, DatalakeId datalake);

// The length of the scope's vector file that counts; 0 before the first batch.
Result<std::uint64_t> committed_vector_bytes(Connection& connection, const EmbeddingScope& scope);
Result<void> set_committed_vector_bytes(Connection& connection, const EmbeddingScope& scope, std::uint64_t bytes);
// Those whose vector file holds something that counts.
Result<std::vector<EmbeddingScope>> scopes_with_vectors(Connection& connection);

// PENDING rows for Data that have none yet, looking at the next `limit` Data in id order after `after`.
struct AddedPending {
  std::int64_t added = 0;
  std::optional<DataId> last;  // pass it as `after` for the next chunk; nothing when all were looked at
};
Result<AddedPending> add_pending_chunk(Connection& connection, DatalakeId datalake, std::optional<DataId> after, std::size_t limit);
// For single new Data; those that have a row keep it.
Result<void> add_pending(Connection& connection, std::span<const DataId> datas);

// The next PENDING Data in id order after `after`, at most `limit`.
Result<std::vector<Data>> next_pending(Connection& connection, DatalakeId datalake, std::optional<DataId> after, std::size_t limit);

struct FailedItem {
  DataId id;
  EmbeddingStatus status = EmbeddingStatus::error;  // error or unsupported
  std::string reason;
};
// The results of a batch, with the vector file's length that holds the vectors of `done`. Ids whose row is gone are ignored: the
// Data was deleted meanwhile.
Result<void> store_embedding_results(Connection& connection, DatalakeId datalake, std::span<const DataId> done,
                                     std::span<const FailedItem> failed, std::uint64_t committed_bytes);

Result<EmbeddingCounts> embedding_counts(Connection& connection, DatalakeId datalake);
// Of the version's Assets; those whose Datalake is not active count as nothing.
Result<EmbeddingCounts> embedding_counts(Connection& connection, DatasetVersionId version);

struct EmbeddingItem {
  DataId data_id;
  std::optional<AssetId> asset_id;  // when listed for a version
  std::string filename;
  EmbeddingStatus status = EmbeddingStatus::pending;
  std::string reason;
  std::int64_t attempts = 0;  // results stored for it, over all its lives
};
// Nothing when the Data has no row.
Result<std::optional<EmbeddingItem>> find_embedding(Connection& connection, DataId data);
// By Data id; `order_by` is not for these.
Result<Page<EmbeddingItem>> list_embeddings(Connection& connection, DatalakeId datalake, EmbeddingStatus status, const PageRequest& page);
Result<Page<EmbeddingItem>> list_embeddings(Connection& connection, DatasetVersionId version, EmbeddingStatus status,
                                            const PageRequest& page);
// Of these Data those that are DONE, in the given order: the others' vectors are stale.
Result<std::vector<DataId>> done_among(Connection& connection, std::span<const DataId> datas);
// DONE Data by id, from `from` on (itself included), at most `limit`.
Result<std::vector<DataId>> list_done(Connection& connection, DatalakeId datalake, std::optional<DataId> from, std::size_t limit);
Result<std::vector<DataId>> list_done(Connection& connection, DatasetVersionId version, std::optional<DataId> from, std::size_t limit);

// Makes up to `limit` items of a status (not PENDING) PENDING again. Gives how many.
Result<std::int64_t> reset_some_to_pending(Connection& connection, DatalakeId datalake, EmbeddingStatus status, std::size_t limit);
// Deletes up to `limit` rows. Gives how many.
Result<std::int64_t> delete_some_embeddings(Connection& connection, DatalakeId datalake, std::size_t limit);

}  // namespace kindred::store
