#include "usecases/vector_collections.h"

#include <algorithm>

#include "base/float16.h"
#include "base/log.h"
#include "store/embeddings.h"
#include "vectors/backends.h"
#include "vectors/check.h"
#include "vectors/vector_block.h"

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

VectorCollections::VectorCollections(std::filesystem::path folder, std::string backend, std::shared_ptr<vectors::QdrantServer> qdrant,
                                     store::Database& database)
    : folder_(std::move(folder)), backend_(std::move(backend)), qdrant_(std::move(qdrant)), database_(database) {}

vectors::IndexOptions VectorCollections::options_of(const EmbeddingScope& scope, const VisualSearch& search) const {
  return {.dimension = static_cast<std::size_t>(search.dimension),
          .collection = to_string(scope.id) + (scope.kind == EmbeddingKind::shapes ? "-shapes" : "-images"),
          .model_key = search.model_key,
          .qdrant = qdrant_};
}

std::filesystem::path VectorCollections::path_of(const EmbeddingScope& scope) const {
  return folder_ / (to_string(scope.id) + (scope.kind == EmbeddingKind::shapes ? "-shapes" : "") + ".vectors");
}

Result<std::shared_ptr<VectorCollections::Collection>> VectorCollections::open(const EmbeddingScope& scope) {
  const std::scoped_lock lock(mutex_);
  if (const auto place = open_collections_.find(scope); place != open_collections_.end()) return place->second;
  const auto search = TRY(database_.read([&](Connection& c) { return store::visual_search_of(c, scope); }));
  if (search.state == VisualSearchState::inactive || search.state == VisualSearchState::deactivating) return not_active(scope);
  const auto bytes = TRY(database_.read([&](Connection& c) { return store::committed_vector_bytes(c, scope); }));
  const vectors::IndexOptions options = options_of(scope, search);
  if (bytes == 0) TRY(vectors::drop_vector_index(backend_, options));  // what an earlier activation may have left behind
  auto collection = std::make_shared<Collection>(TRY(vectors::VectorFile::open(path_of(scope), options.dimension, bytes)),
                                                 TRY(vectors::make_vector_index(backend_, options)));
  const std::uint64_t told = collection->index->settled();
  TRY(fill(*collection, scope.kind, told <= bytes ? told : 0, bytes));
  TRY(mend(*collection, scope, bytes));
  TRY(collection->index->settle(bytes));
  open_collections_.emplace(scope, collection);
  return collection;
}

Result<void> VectorCollections::fill(Collection& collection, EmbeddingKind kind, std::uint64_t from, std::uint64_t committed_bytes) {
  if (from == committed_bytes) return {};
  const auto done_among = kind == EmbeddingKind::shapes ? store::done_shapes_among : done_images_among;
  const std::size_t dimension = collection.index->dimension();
  std::uint64_t end_of_block = 0;
  const auto visit = [&](std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) -> Result<void> {
    end_of_block += vectors::block_layout(static_cast<std::uint32_t>(dimension), static_cast<std::uint32_t>(ids.size())).bytes;
    if (end_of_block <= from) return {};
    for (std::size_t begin = 0; begin < ids.size(); begin += kIdsPerLookUp) {
      const auto some = ids.subspan(begin, std::min(kIdsPerLookUp, ids.size() - begin));
      const auto done = TRY(database_.read([&](Connection& c) { return done_among(c, some); }));
      TRY(upsert_kept(*collection.index, some, vectors.subspan(begin * dimension), done));
    }
    return {};
  };
  return collection.file.read(committed_bytes, visit);
}

// Numbers tell: what is DONE is in the file, and an index that was told all of the file holds at least that.
Result<void> VectorCollections::mend(Collection& collection, const EmbeddingScope& scope, std::uint64_t committed_bytes) {
  const std::size_t done = TRY(count_done(scope));
  if (TRY(collection.index->count()) == done) return {};
  TRY(remove_what_is_not_done(collection, scope.kind));
  if (TRY(collection.index->count()) == done) return {};
  log_warning("the index of " + to_string(scope.id) + " is not what its vector file says: it is told all of it again");
  return fill(collection, scope.kind, 0, committed_bytes);
}

Result<std::size_t> VectorCollections::count_done(const EmbeddingScope& scope) {
  const EmbeddingCounts counts = TRY(database_.read([&](Connection& c) {
    return scope.kind == EmbeddingKind::shapes ? store::shape_embedding_counts(c, DatasetVersionId{scope.id})
                                               : store::embedding_counts(c, DatalakeId{scope.id});
  }));
  return static_cast<std::size_t>(counts.done);
}

Result<void> VectorCollections::remove_what_is_not_done(Collection& collection, EmbeddingKind kind) {
  const auto done_among = kind == EmbeddingKind::shapes ? store::done_shapes_among : done_images_among;
  std::optional<Uuid> from;
  do {
    const vectors::ScrollPage page = TRY(collection.index->scroll(from, kIdsPerLookUp));
    auto done = TRY(database_.read([&](Connection& c) { return done_among(c, page.ids); }));
    std::ranges::sort(done);
    std::vector<Uuid> others;
    std::ranges::copy_if(page.ids, std::back_inserter(others), [&](const Uuid& id) { return !std::ranges::binary_search(done, id); });
    if (!others.empty()) TRY(collection.index->remove(others));
    from = page.next;
  } while (from);
  return {};
}

// Called with `collection.writing` held.
Result<void> VectorCollections::keep_in_step(const EmbeddingScope& scope, Collection& collection, Result<void> change) {
  if (change) return {};
  collection.missed_a_change = true;
  const std::scoped_lock lock(mutex_);
  const auto place = open_collections_.find(scope);
  if (place != open_collections_.end() && place->second.get() == &collection) open_collections_.erase(place);
  return change;
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
    TRY(keep_in_step(shapes_of(version), collection, collection.index->remove(stale.ids)));
  } while (stale.more);
  return {};
}

Result<void> VectorCollections::store(const EmbeddingScope& scope, std::span<const Uuid> ids, std::span<const float> vectors,
                                      const Commit& commit) {
  const std::shared_ptr<Collection> collection = TRY(open(scope));
  const std::scoped_lock lock(collection->writing);
  if (collection->missed_a_change) return unavailable("The vector index could not be reached: try again");
  const std::vector<std::uint16_t> halves = to_f16(vectors);
  TRY(vectors::check_vectors(ids, halves, collection->index->dimension()));  // before the file: it can't be unmade there
  std::uint64_t length = TRY(database_.read([&](Connection& c) { return store::committed_vector_bytes(c, scope); }));
  if (!ids.empty()) length = TRY(collection->file.append(ids, halves));
  const auto kept = TRY(database_.write([&](Connection& c) { return commit(c, length); }));
  TRY(keep_in_step(scope, *collection, upsert_kept(*collection->index, ids, halves, kept)));
  return keep_in_step(scope, *collection, collection->index->settle(length));
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

// One that is not open is compared with what is DONE when it's opened.
Result<void> VectorCollections::remove(DatalakeId datalake, std::span<const DataId> ids) {
  std::shared_ptr<Collection> collection;
  {
    const std::scoped_lock lock(mutex_);
    const auto place = open_collections_.find(datalake);
    if (place == open_collections_.end()) return {};
    collection = place->second;
  }
  const std::scoped_lock lock(collection->writing);
  const auto removed = keep_in_step(datalake, *collection, collection->index->remove(uuids_of(ids)));
  if (!removed)
    log_warning("vectors of deleted images are still in the index, and are removed at its next use: " + removed.error().message);
  return {};
}

Result<void> VectorCollections::drop_index(const EmbeddingScope& scope) {
  const auto search = TRY(database_.read([&](Connection& c) { return store::visual_search_of(c, scope); }));
  const std::scoped_lock lock(mutex_);
  open_collections_.erase(scope);
  return vectors::drop_vector_index(backend_, options_of(scope, search));
}

Result<void> VectorCollections::drop(const EmbeddingScope& scope) {
  // Whoever switches visual search off is not to wait for a server that is down: what is left there is dropped at the next activation.
  const auto dropped = drop_index(scope);
  if (!dropped) log_warning("the index of " + to_string(scope.id) + " is not deleted: " + dropped.error().message);
  const std::filesystem::path path = path_of(scope);
  std::error_code failure;
  std::filesystem::remove(path, failure);
  if (failure) return unavailable("Cannot delete '" + path.string() + "': " + failure.message());
  return sync_folder(folder_);
}

}  // namespace kindred::usecases
