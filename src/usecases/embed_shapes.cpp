// The work of an embed_shapes Job: whatever shape of a version is PENDING becomes DONE, ERROR or UNSUPPORTED. Shapes go by
// their pictures, so that each picture is decoded once for all of its shapes.
#include <deque>
#include <mutex>
#include <unordered_map>

#include "store/assets.h"
#include "store/shapes.h"
#include "usecases/embed_pipeline.h"
#include "usecases/embedding_jobs.h"
#include "usecases/shape_crop.h"
#include "usecases/shape_embeddings.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kRowsPerRead = 512;
constexpr std::size_t kShapesPerRead = 256;
constexpr std::size_t kRowsPerWrite = 2'000;

// What is on its way through the line: which shape a key stands for, and which pictures have a shape among them.
// Thread-safety: all members, any thread.
class UnderWay {
 public:
  // False when the picture is on its way already: all its shapes are.
  bool begin(AssetId asset) {
    const std::scoped_lock lock(mutex_);
    return open_.try_emplace(asset, 1).second;
  }
  std::uint64_t add(AssetId asset, const Shape& shape) {
    const std::scoped_lock lock(mutex_);
    ++open_.at(asset);
    const std::uint64_t key = ++last_key_;
    keys_.emplace(key, Item{asset, {.id = shape.id, .row_number = shape.row_number, .revision = shape.revision}});
    return key;
  }
  [[nodiscard]] store::ShapeResult result_of(std::uint64_t key) const {
    const std::scoped_lock lock(mutex_);
    return keys_.at(key).result;
  }
  void stored(std::uint64_t key) {
    const std::scoped_lock lock(mutex_);
    const auto item = keys_.extract(key);
    release(item.mapped().asset);
  }
  // All shapes of the picture were added.
  void end(AssetId asset) {
    const std::scoped_lock lock(mutex_);
    release(asset);
  }

 private:
  struct Item {
    AssetId asset;
    store::ShapeResult result;
  };
  void release(AssetId asset) {
    const auto place = open_.find(asset);
    if (--place->second == 0) open_.erase(place);
  }

  mutable std::mutex mutex_;
  std::uint64_t last_key_ = 0;
  std::unordered_map<std::uint64_t, Item> keys_;
  std::unordered_map<AssetId, std::size_t> open_;  // shapes not stored yet, and one more until all were added
};

class EmbedShapes {
 public:
  EmbedShapes(Workspace& workspace, jobs::Context& job, DatasetVersionId version) : workspace_(workspace), job_(job), version_(version) {}

  Result<std::string> run() {
    search_ = TRY(workspace_.database().read([&](Connection& c) { return store::visual_search_of(c, shapes_of(version_)); }));
    // Once it was ACTIVE, triggers give each new shape its row: looking at every shape again would make one more cost as much as all.
    if (search_.state == VisualSearchState::activating) TRY(add_pending());
    TRY(reset_for_retry());
    TRY(reuse_copies());
    embedder_ = TRY(workspace_.models().open(search_.model_key));
    do {
      TRY(embed_pending());
    } while (!TRY(finish()));
    return summary_of(TRY(counts()));
  }

 private:
  Result<EmbeddingCounts> counts() {
    return workspace_.database().read([&](Connection& c) { return store::shape_embedding_counts(c, version_); });
  }

  Result<void> show_progress() {
    const EmbeddingCounts now = TRY(counts());
    job_.progress(now.total() - now.pending, now.total(), "embedding shapes");
    return {};
  }

  // Rows for shapes that have none.
  Result<void> add_pending() {
    std::optional<std::uint32_t> from = 0;
    do {
      TRY(job_.stop().check());
      from = TRY(workspace_.database().write([&](Connection& c) {
               return store::add_pending_shapes(c, version_, *from, kRowsPerWrite);
             })).next;
    } while (from);
    return {};
  }

  // For a retry, the shapes of the asked status once more.
  Result<void> reset_for_retry() {
    const auto retry = TRY(status_to_retry(job_.job()));
    if (!retry) return {};
    while (TRY(workspace_.database().write(
               [&](Connection& c) { return store::reset_some_shapes_to_pending(c, version_, *retry, kRowsPerWrite); })) > 0) {
      TRY(job_.stop().check());
    }
    return forget_retry(workspace_, job_.job().id);
  }

  // Shapes that were copied from another version have its vectors.
  Result<void> reuse_copies() {
    if (TRY(status_to_retry(job_.job()))) return {};
    std::optional<std::uint32_t> from = 0;
    do {
      TRY(job_.stop().check());
      const auto some =
          TRY(workspace_.database().read([&](Connection& c) { return store::find_reusable_shapes(c, version_, *from, kRowsPerRead); }));
      TRY(store_copies(some.shapes));
      from = some.next;
    } while (from);
    return {};
  }

  Result<void> store_copies(const std::vector<store::ReusableShape>& shapes) {
    std::vector<store::ShapeResult> results;
    std::vector<float> vectors;
    for (const store::ReusableShape& shape : shapes) {
      const auto index = workspace_.vectors().index_of_shapes(shape.from_version);
      const auto vector = index ? (*index)->vector_of(shape.from.uuid) : Result<std::vector<float>>(index.error());
      if (!vector) continue;  // it was deactivated, edited or deleted since: this one is embedded as any other
      results.push_back({.id = shape.id, .row_number = shape.row_number, .revision = shape.revision});
      vectors.insert(vectors.end(), vector->begin(), vector->end());
    }
    if (results.empty()) return {};
    TRY(workspace_.vectors().store_batch(version_, results, vectors));
    return show_progress();
  }

  Result<void> embed_pending() {
    next_row_ = 0;
    PipelineOptions options;
    options.prepare_threads = workspace_.options().decode_threads;
    return run_embed_pipeline(
        *embedder_, options, [this] { return next(); }, [this](const EmbeddedBatch& batch) { return store_batch(batch); }, job_.stop());
  }

  Result<std::optional<PipelineItem>> next() {
    while (true) {
      if (waiting_.empty()) {
        const auto rows = TRY(
            workspace_.database().read([&](Connection& c) { return store::next_pending_shapes(c, version_, next_row_, kRowsPerRead); }));
        if (rows.empty()) return std::optional<PipelineItem>{};
        next_row_ = rows.back().row_number + 1;
        waiting_.assign(rows.begin(), rows.end());
      }
      const AssetId asset = waiting_.front().asset_id;
      waiting_.pop_front();
      if (!under_way_.begin(asset)) continue;
      return std::optional<PipelineItem>([this, asset](const Emit& emit) -> Result<void> {
        Result<void> emitted = emit_shapes(asset, emit);
        under_way_.end(asset);
        return emitted;
      });
    }
  }

  Result<void> emit_shapes(AssetId asset, const Emit& emit) {
    std::optional<Result<images::Image>> picture;  // decoded when the first shape needs it
    std::uint32_t from = 0;
    while (true) {
      const auto shapes = TRY(read_shapes(asset, from));
      if (shapes.empty()) return {};
      from = shapes.back().row_number + 1;
      for (const Shape& shape : shapes) {
        if (!emit(under_way_.add(asset, shape), pixels_of(asset, shape, picture))) return {};
      }
    }
  }

  Result<std::vector<Shape>> read_shapes(AssetId asset, std::uint32_t from) {
    return workspace_.database().read([&](Connection& c) -> Result<std::vector<Shape>> {
      const auto rows = TRY(store::pending_shapes_of_asset(c, version_, asset, from, kShapesPerRead));
      return store::shapes_by_row_number(c, version_, rows);
    });
  }

  Result<embed::Pixels> pixels_of(AssetId asset, const Shape& shape, std::optional<Result<images::Image>>& picture) {
    TRY(check_has_embedding(kind_of(shape.geometry)));
    if (!picture) picture = decode(asset);
    if (!*picture) return picture->error();
    return embedder_->preprocess(TRY(cut_out(**picture, shape.geometry, search_.crops)));
  }

  // Always in full: crops need the pixels that a fast decode leaves out.
  Result<images::Image> decode(AssetId asset) {
    const Data data = TRY(workspace_.database().read([&](Connection& c) { return store::find_asset(c, asset); })).data;
    if (data.type == DataType::video) return unsupported("Videos have no embedding");
    const MappedFile file = TRY(workspace_.objects().open(data.sha256));
    images::DecodeOptions options;
    options.max_pixels = workspace_.options().max_pixels;
    return workspace_.pictures().decode(file.bytes(), options);
  }

  Result<void> store_batch(const EmbeddedBatch& batch) {
    std::vector<store::ShapeResult> results;
    for (const std::uint64_t key : batch.done)
      results.push_back(under_way_.result_of(key));
    for (const auto& item : batch.failed) {
      store::ShapeResult result = under_way_.result_of(item.key);
      result.status = item.error.kind == ErrorKind::unsupported ? EmbeddingStatus::unsupported : EmbeddingStatus::error;
      result.reason = item.error.message;
      results.push_back(std::move(result));
    }
    TRY(workspace_.vectors().store_batch(version_, results, batch.vectors));
    for (const std::uint64_t key : batch.done)
      under_way_.stored(key);
    for (const auto& item : batch.failed)
      under_way_.stored(item.key);
    return show_progress();
  }

  // True when nothing is PENDING any more and the state says so, in one transaction: shapes that change later queue a new job.
  Result<bool> finish() {
    return workspace_.database().write([&](Connection& c) -> Result<bool> {
      if (TRY(store::has_pending_shapes(c, version_))) return false;
      VisualSearch search = TRY(store::visual_search_of(c, shapes_of(version_)));
      search.state = VisualSearchState::active;
      search.job_id.reset();
      TRY(store::set_visual_search(c, shapes_of(version_), search));
      return true;
    });
  }

  Workspace& workspace_;
  jobs::Context& job_;
  DatasetVersionId version_;
  VisualSearch search_;
  std::shared_ptr<embed::Embedder> embedder_;
  UnderWay under_way_;

  // Used by next() alone.
  std::deque<store::PendingShape> waiting_;
  std::uint32_t next_row_ = 0;
};

}  // namespace

Result<std::string> embed_shapes(Workspace& workspace, jobs::Context& job) {
  const DatasetVersionId version = TRY(DatasetVersionId::parse(job.job().target));
  return EmbedShapes(workspace, job, version).run();
}

}  // namespace kindred::usecases
