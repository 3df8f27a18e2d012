#include "usecases/vector_collections.h"

#include <algorithm>

#include "base/float16.h"
#include "store/embeddings.h"
#include "vectors/backends.h"
#include "vectors/check.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kIdsPerLookUp = store::kMaxListSize;

std::vector<std::uint16_t> to_f16(std::span<const float> values) {
  std::vector<std::uint16_t> halves(values.size());
  std::transform(values.begin(), values.end(), halves.begin(), float_to_f16);
  return halves;
}

std::vector<Uuid> uuids_of(std::span<const DataId> ids) {
  std::vector<Uuid> uuids;
  uuids.reserve(ids.size());
  for (const DataId id : ids)
    uuids.push_back(id.uuid);
  return uuids;
}

Result<std::vector<Uuid>> done_images_among(Connection& c, std::span<const Uuid> uuids) {
  std::vector<DataId> ids;
  ids.reserve(uuids.size());
  for (const Uuid& uuid : uuids)
    ids.push_back({uuid});
  return uuids_of(TRY(store::done_among(c, ids)));
}

// The rows of `vectors` whose id is in `keep`, a subsequence of `ids`.
Result<void> upsert_kept(vectors::VectorIndex& index, std::span<const Uuid> ids, std::span<const std::uint16_t> vectors,
                         std::span<const Uuid> keep) {
  const std::size_t dimension = index.dimension();
  std::vector<Uuid> kept_ids;
  std::vector<std::uint16_t> kept_vectors;
  auto wanted = keep.begin();
  for (std::size_t i = 0; i < ids.size() && wanted != keep.end(); ++i) {
    if (*wanted != ids[i]) continue;
    ++wanted;
    kept_ids.push_back(ids[i]);
    const auto row = vectors.subspan(i * dimension, dimension);
    kept_vectors.insert(kept_vectors.end(), row.begin(), row.end());
  }
  return index.upsert(kept_ids, kept_vectors);
}

Error not_active(const EmbeddingScope& scope) {
  if (scope.kind == EmbeddingKind::shapes) {
    return conflict("Visual search is not active on the shapes of this version",
                    "Activate it first: POST /api/dataset/version/" + to_string(scope.id) +
                        "/embeddings/shapes, or the version's Settings, Visual Search in the web app.");
  }
  return conflict("Visual search is not active on this datalake", "Activate it first: POST /api/visual-search/datalake/" +
                                                                      to_string(scope.id) + ", or Settings, Visual Search in the web app.");
}

}  // namespace

VectorCollections::VectorCollections(std::filesystem::path folder, std::string backend, store::Database& database)
    : folder_(std::move(folder)), backend_(std::move(backend)), database_(database) {}

std::filesystem::path VectorCollections::path_of(const EmbeddingScope& scope) const {
  return folder_ / (to_string(scope.id) + (scope.kind == EmbeddingKind::shapes ? "-shapes" : "") + ".vectors");
}

Result<std::shared_ptr<VectorCollections::Collection>> VectorCollections::open(const EmbeddingScope& scope) {
  const std::scoped_lock lock(mutex_);
  if (const auto place = open_collections_.find(scope); place != open_collections_.end()) return place->second;
  const auto search = TRY(database_.read([&](Connection& c) { return store::visual_search_of(c, scope); }));
  if (search.state == VisualSearchState::inactive || search.state == VisualSearchState::deactivating) return not_active(scope);
  const auto bytes = TRY(database_.read([&](Connection& c) { return store::committed_vector_bytes(c, scope); }));
  const auto dimension = static_cast<std::size_t>(search.dimension);
  auto collection = std::make_shared<Collection>(TRY(vectors::VectorFile::open(path_of(scope), dimension, bytes)),
                                                 TRY(vectors::make_vector_index(backend_, {.dimension = dimension})));
  TRY(fill(*collection, scope.kind, bytes));
  open_collections_.emplace(scope, collection);
  return collection;
}

Result<void> VectorCollections::fill(Collection& collection, EmbeddingKind kind, std::uint64_t committed_bytes) {
  const auto done_among = kind == EmbeddingKind::shapes ? store::done_shapes_among : done_images_among;
  const auto visit = [&](std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) -> Result<void> {
    for (std::size_t begin = 0; begin < ids.size(); begin += kIdsPerLookUp) {
      const auto some = ids.subspan(begin, std::min(kIdsPerLookUp, ids.size() - begin));
      const auto done = TRY(database_.read([&](Connection& c) { return done_among(c, some); }));
      TRY(upsert_kept(*collection.index, some, vectors.subspan(begin * collection.index->dimension()), done));
    }
    return {};
  };
  return collection.file.read(committed_bytes, visit);
}

Result<std::shared_ptr<vectors::VectorIndex>> VectorCollections::index_of(DatalakeId datalake) { return TRY(open(datalake))->index; }

Result<std::shared_ptr<vectors::VectorIndex>> VectorCollections::index_of_shapes(DatasetVersionId version) {
  const std::shared_ptr<Collection> collection = TRY(open(shapes_of(version)));
  if (TRY(database_.read([&](Connection& c) { return store::has_stale_shapes(c, version); }))) TRY(take_out_stale(*collection, version));
  return collection->index;
}

// What is named stale here was so when the writing transaction ran, and no batch can come between that and the removal.
Result<void> VectorCollections::take_out_stale(Collection& collection, DatasetVersionId version) {
  const std::scoped_lock lock(collection.writing);
  store::StaleShapes stale;
  do {
    stale = TRY(database_.write([&](Connection& c) { return store::take_stale_shapes(c, version, kIdsPerLookUp); }));
    TRY(collection.index->remove(stale.ids));
  } while (stale.more);
  return {};
}

Result<void> VectorCollections::store(const EmbeddingScope& scope, std::span<const Uuid> ids, std::span<const float> vectors,
                                      const Commit& commit) {
  const std::shared_ptr<Collection> collection = TRY(open(scope));
  const std::scoped_lock lock(collection->writing);
  const std::vector<std::uint16_t> halves = to_f16(vectors);
  TRY(vectors::check_vectors(ids, halves, collection->index->dimension()));  // before the file: it can't be unmade there
  std::uint64_t length = TRY(database_.read([&](Connection& c) { return store::committed_vector_bytes(c, scope); }));
  if (!ids.empty()) length = TRY(collection->file.append(ids, halves));
  const auto kept = TRY(database_.write([&](Connection& c) { return commit(c, length); }));
  return upsert_kept(*collection->index, ids, halves, kept);
}

Result<void> VectorCollections::store_batch(DatalakeId datalake, std::span<const DataId> done, std::span<const float> vectors,
                                            std::span<const store::FailedItem> failed) {
  const std::vector<Uuid> ids = uuids_of(done);
  return store(datalake, ids, vectors, [&](Connection& c, std::uint64_t length) -> Result<std::vector<Uuid>> {
    TRY(store::store_embedding_results(c, datalake, done, failed, length));
    return done_images_among(c, ids);  // some may have been deleted while they were embedded
  });
}

Result<void> VectorCollections::store_batch(DatasetVersionId version, std::span<const store::ShapeResult> results,
                                            std::span<const float> vectors) {
  std::vector<Uuid> ids;
  for (const store::ShapeResult& result : results)
    if (result.status == EmbeddingStatus::done) ids.push_back(result.id.uuid);
  return store(shapes_of(version), ids, vectors,
               [&](Connection& c, std::uint64_t length) { return store::store_shape_results(c, version, results, length); });
}

Result<void> VectorCollections::remove(DatalakeId datalake, std::span<const DataId> ids) {
  const Result<std::shared_ptr<Collection>> collection = open(datalake);
  if (!collection) return {};  // not active: there is no vector to remove
  const std::scoped_lock lock((*collection)->writing);
  return (*collection)->index->remove(uuids_of(ids));
}

Result<void> VectorCollections::drop(const EmbeddingScope& scope) {
  const std::scoped_lock lock(mutex_);
  open_collections_.erase(scope);
  const std::filesystem::path path = path_of(scope);
  std::error_code failure;
  std::filesystem::remove(path, failure);
  if (failure) return unavailable("Cannot delete '" + path.string() + "': " + failure.message());
  return sync_folder(folder_);
}

}  // namespace kindred::usecases
