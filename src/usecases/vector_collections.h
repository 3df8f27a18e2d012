// The vectors of each Datalake's images and of each version's shapes: the append-only file that is the truth, and the index that
// answers searches, kept in step. Opened on first use: vectors of items whose embedding is not DONE any more are left out of the index.
// An index that misses a change, because it is elsewhere and can't be reached, is forgotten; at its next use it is opened and mended anew.
//
// Thread-safety: all members, any thread; one writer a collection at a time (the embedding job).
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/embedding.h"
#include "model/ids.h"
#include "store/database.h"
#include "store/embeddings.h"
#include "store/shape_embeddings.h"
#include "vectors/backends.h"
#include "vectors/qdrant/server.h"
#include "vectors/vector_file.h"
#include "vectors/vector_index.h"

namespace kindred::usecases {

class VectorCollections {
 public:
  // `qdrant`: the server, for the backend of that name.
  VectorCollections(std::filesystem::path folder, std::string backend, std::shared_ptr<vectors::QdrantServer> qdrant,
                    store::Database& database);

  // The index of an active Datalake's images; `conflict`, saying what to do, when its visual search is not active.
  Result<std::shared_ptr<vectors::VectorIndex>> index_of(DatalakeId datalake);
  // The index of a version's shapes, without the vectors of shapes that were edited or deleted up to now. `conflict` as above.
  Result<std::shared_ptr<vectors::VectorIndex>> index_of_shapes(DatasetVersionId version);

  // Make a batch durable: vectors to the file, then statuses and the new length in one transaction, then the index.
  // `vectors` is one row of unit length for each item that is done, in order.
  Result<void> store_batch(DatalakeId datalake, std::span<const DataId> done, std::span<const float> vectors,
                           std::span<const store::FailedItem> failed);
  Result<void> store_batch(DatasetVersionId version, std::span<const store::ShapeResult> results, std::span<const float> vectors);
  Result<void> remove(DatalakeId datalake, std::span<const DataId> ids);
  // Deletes the file and the index. The rows are the caller's. An index that can't be reached is left where it is, and the log says so.
  Result<void> drop(const EmbeddingScope& scope);
  // Deletes the index only; the next use makes it anew of the file.
  Result<void> drop_index(const EmbeddingScope& scope);

 private:
  struct Collection {
    Collection(vectors::VectorFile opened, std::unique_ptr<vectors::VectorIndex> made) : file(std::move(opened)), index(std::move(made)) {}
    std::mutex writing;  // held from the commit of rows to the end of the index's change, so that both change in one order
    vectors::VectorFile file;
    std::shared_ptr<vectors::VectorIndex> index;
    bool missed_a_change = false;  // guarded by writing
  };
  // Writes the rows for vectors that are in the file up to a length; gives the ids whose vectors count, in the order of the batch.
  using Commit = std::function<Result<std::vector<Uuid>>(store::Connection& connection, std::uint64_t file_length)>;

  Result<std::shared_ptr<Collection>> open(const EmbeddingScope& scope);
  // What the index is told of the file: blocks beyond `from`.
  Result<void> fill(Collection& collection, EmbeddingKind kind, std::uint64_t from, std::uint64_t committed_bytes);
  // An index that is kept elsewhere may have missed removals while it could not be reached: made what the rows say.
  Result<void> mend(Collection& collection, const EmbeddingScope& scope, std::uint64_t committed_bytes);
  Result<void> remove_what_is_not_done(Collection& collection, EmbeddingKind kind);
  Result<std::size_t> count_done(const EmbeddingScope& scope);
  // Forgets a collection whose index missed `change`, so that its next use opens and mends it.
  Result<void> keep_in_step(const EmbeddingScope& scope, Collection& collection, Result<void> change);
  [[nodiscard]] vectors::IndexOptions options_of(const EmbeddingScope& scope, const VisualSearch& search) const;
  Result<void> store(const EmbeddingScope& scope, std::span<const Uuid> ids, std::span<const float> vectors, const Commit& commit);
  Result<void> take_out_stale(Collection& collection, DatasetVersionId version);
  [[nodiscard]] std::filesystem::path path_of(const EmbeddingScope& scope) const;

  std::filesystem::path folder_;
  std::string backend_;
  std::shared_ptr<vectors::QdrantServer> qdrant_;
  store::Database& database_;
  std::mutex mutex_;  // guards open_collections_
  std::map<EmbeddingScope, std::shared_ptr<Collection>> open_collections_;
};

}  // namespace kindred::usecases
