#include "usecases/vector_collections.h"

#include <algorithm>

#include "base/float16.h"
#include "base/log.h"
#include "store/embeddings.h"
#include "vectors/backends.h"

namespace kindred::usecases {
namespace {

constexpr std::size_t kIdsPerLookUp = store::kMaxListSize;

std::vector<std::uint16_t> to_f16(std::span<const float> values) {
  std::vector<std::uint16_t> halves(values.size());
  std::transform(values.begin(), values.end(), halves.begin(), float_to_f16);
  return halves;
}

std::vector<DataId> as_data_ids(std::span<const Uuid> uuids) {
  std::vector<DataId> ids;
  ids.reserve(uuids.size());
  for (const Uuid& uuid : uuids)
    ids.push_back({uuid});
  return ids;
}

// The rows of `vectors` whose id is in `keep`, a subsequence of `ids`.
Result<void> upsert_kept(vectors::VectorIndex& index, std::span<const Uuid> ids, std::span<const std::uint16_t> vectors,
                         std::span<const DataId> keep) {
  const std::size_t dimension = index.dimension();
  std::vector<Uuid> kept_ids;
  std::vector<std::uint16_t> kept_vectors;
  auto wanted = keep.begin();
  for (std::size_t i = 0; i < ids.size() && wanted != keep.end(); ++i) {
    if (wanted->uuid != ids[i]) continue;
    ++wanted;
    kept_ids.push_back(ids[i]);
    const auto row = vectors.subspan(i * dimension, dimension);
    kept_vectors.insert(kept_vectors.end(), row.begin(), row.end());
  }
  return index.upsert(kept_ids, kept_vectors);
}

}  // namespace

VectorCollections::VectorCollections(std::filesystem::path folder, std::string backend, store::Database& database)
    : folder_(std::move(folder)), backend_(std::move(backend)), database_(database) {}

std::filesystem::path VectorCollections::path_of(DatalakeId datalake) const { return folder_ / (to_string(datalake) + ".vectors"); }

Result<std::shared_ptr<VectorCollections::Collection>> VectorCollections::open(DatalakeId datalake) {
  const std::scoped_lock lock(mutex_);
  if (const auto place = open_collections_.find(datalake); place != open_collections_.end()) return place->second;
  const auto search = TRY(database_.read([&](store::Connection& c) { return store::visual_search_of(c, datalake); }));
  if (search.state == VisualSearchState::inactive || search.state == VisualSearchState::deactivating) {
    return conflict(
        "Visual search is not active on this datalake",
        "Activate it first: POST /api/visual-search/datalake/" + to_string(datalake) + ", or Settings, Visual Search in the web app.");
  }
  const auto bytes = TRY(database_.read([&](store::Connection& c) { return store::committed_vector_bytes(c, datalake); }));
  const auto dimension = static_cast<std::size_t>(search.dimension);
  auto collection = std::make_shared<Collection>(TRY(vectors::VectorFile::open(path_of(datalake), dimension, bytes)),
                                                 TRY(vectors::make_vector_index(backend_, dimension)));
  TRY(fill(*collection, bytes));
  open_collections_.emplace(datalake, collection);
  return collection;
}

Result<void> VectorCollections::fill(Collection& collection, std::uint64_t committed_bytes) {
  const auto visit = [&](std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) -> Result<void> {
    for (std::size_t begin = 0; begin < ids.size(); begin += kIdsPerLookUp) {
      const std::size_t count = std::min(kIdsPerLookUp, ids.size() - begin);
      const auto some_ids = ids.subspan(begin, count);
      const std::vector<DataId> asked = as_data_ids(some_ids);
      const auto done = TRY(database_.read([&](store::Connection& c) { return store::done_among(c, asked); }));
      TRY(upsert_kept(*collection.index, some_ids, vectors.subspan(begin * collection.index->dimension()), done));
    }
    return {};
  };
  return collection.file.read(committed_bytes, visit);
}

Result<std::shared_ptr<vectors::VectorIndex>> VectorCollections::index_of(DatalakeId datalake) { return TRY(open(datalake))->index; }

Result<void> VectorCollections::store_batch(DatalakeId datalake, std::span<const DataId> done, std::span<const float> vectors,
                                            std::span<const store::FailedItem> failed) {
  const std::shared_ptr<Collection> collection = TRY(open(datalake));
  const std::scoped_lock lock(collection->writing);
  std::vector<Uuid> ids;
  ids.reserve(done.size());
  for (const DataId id : done)
    ids.push_back(id.uuid);
  const std::vector<std::uint16_t> halves = to_f16(vectors);
  std::uint64_t length = TRY(database_.read([&](store::Connection& c) { return store::committed_vector_bytes(c, datalake); }));
  if (!ids.empty()) length = TRY(collection->file.append(ids, halves));
  const auto kept = TRY(database_.write([&](store::Connection& c) -> Result<std::vector<DataId>> {
    TRY(store::store_embedding_results(c, datalake, done, failed, length));
    return store::done_among(c, done);  // some may have been deleted while they were embedded
  }));
  return upsert_kept(*collection->index, ids, halves, kept);
}

Result<void> VectorCollections::remove(DatalakeId datalake, std::span<const DataId> ids) {
  const Result<std::shared_ptr<Collection>> collection = open(datalake);
  if (!collection) return {};  // not active: there is no vector to remove
  const std::scoped_lock lock((*collection)->writing);
  std::vector<Uuid> uuids;
  uuids.reserve(ids.size());
  for (const DataId id : ids)
    uuids.push_back(id.uuid);
  return (*collection)->index->remove(uuids);
}

Result<void> VectorCollections::drop(DatalakeId datalake) {
  const std::scoped_lock lock(mutex_);
  open_collections_.erase(datalake);
  std::error_code failure;
  std::filesystem::remove(path_of(datalake), failure);
  if (failure) return unavailable("Cannot delete '" + path_of(datalake).string() + "': " + failure.message());
  return sync_folder(folder_);
}

}  // namespace kindred::usecases
