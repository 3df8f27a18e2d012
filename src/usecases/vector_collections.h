// The image vectors of each Datalake: the append-only file that is the truth, and the index that answers searches, kept in
// step. Opened on first use: vectors of Data whose embedding is not DONE any more are left out of the index.
//
// Thread-safety: all members, any thread; one writer a collection at a time (the embedding job).
#pragma once

#include <filesystem>
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
#include "vectors/vector_file.h"
#include "vectors/vector_index.h"

namespace kindred::usecases {

class VectorCollections {
 public:
  VectorCollections(std::filesystem::path folder, std::string backend, store::Database& database);

  // The index of an active Datalake's images; `conflict`, saying what to do, when its visual search is not active.
  Result<std::shared_ptr<vectors::VectorIndex>> index_of(DatalakeId datalake);

  // Makes a batch durable: vectors to the file, then statuses and the new length in one transaction, then the index.
  // `vectors` is done.size() x dimension, unit length.
  Result<void> store_batch(DatalakeId datalake, std::span<const DataId> done, std::span<const float> vectors,
                           std::span<const store::FailedItem> failed);
  Result<void> remove(DatalakeId datalake, std::span<const DataId> ids);
  // Deletes the file and forgets the index. The rows are the caller's.
  Result<void> drop(DatalakeId datalake);

 private:
  struct Collection {
    Collection(vectors::VectorFile opened, std::unique_ptr<vectors::VectorIndex> made) : file(std::move(opened)), index(std::move(made)) {}
    std::mutex writing;
    vectors::VectorFile file;
    std::shared_ptr<vectors::VectorIndex> index;
  };
  Result<std::shared_ptr<Collection>> open(DatalakeId datalake);
  Result<void> fill(Collection& collection, std::uint64_t committed_bytes);
  [[nodiscard]] std::filesystem::path path_of(DatalakeId datalake) const;

  std::filesystem::path folder_;
  std::string backend_;
  store::Database& database_;
  std::mutex mutex_;  // guards open_collections_
  std::map<DatalakeId, std::shared_ptr<Collection>> open_collections_;
};

}  // namespace kindred::usecases
