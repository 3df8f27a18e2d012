// The work of an embed_datalake Job: whatever is PENDING becomes DONE, ERROR or UNSUPPORTED.
#include <deque>
#include <mutex>
#include <unordered_map>

#include "store/embeddings.h"
#include "usecases/embed_pipeline.h"
#include "usecases/embedding_jobs.h"
#include "usecases/visual_search.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kRowsPerRead = 256;
constexpr std::size_t kRowsPerWrite = 2'000;

class EmbedDatalake {
 public:
  EmbedDatalake(Workspace& workspace, jobs::Context& job, DatalakeId datalake) : workspace_(workspace), job_(job), datalake_(datalake) {}

  Result<std::string> run() {
    const VisualSearch search = TRY(workspace_.database().read([&](Connection& c) { return store::visual_search_of(c, datalake_); }));
    // Once it was ACTIVE, whatever comes gets its row with it: looking at every Data again would make one more cost as much as all.
    if (search.state == VisualSearchState::activating) TRY(add_pending());
    TRY(reset_for_retry());
    embedder_ = TRY(workspace_.models().open(search.model_key));
    do {
      TRY(embed_pending());
    } while (!TRY(finish()));
    return summary_of(TRY(counts()));
  }

 private:
  Result<EmbeddingCounts> counts() {
    return workspace_.database().read([&](Connection& c) { return store::embedding_counts(c, datalake_); });
  }

  // Rows for Data that have none.
  Result<void> add_pending() {
    std::optional<DataId> after;
    do {
      TRY(job_.stop().check());
      const auto added =
          TRY(workspace_.database().write([&](Connection& c) { return store::add_pending_chunk(c, datalake_, after, kRowsPerWrite); }));
      after = added.last;
    } while (after);
    return {};
  }

  // For a retry, the items of the asked status once more.
  Result<void> reset_for_retry() {
    const auto retry = TRY(status_to_retry(job_.job()));
    if (!retry) return {};
    if (*retry != EmbeddingStatus::pending) {
      while (TRY(workspace_.database().write(
                 [&](Connection& c) { return store::reset_some_to_pending(c, datalake_, *retry, kRowsPerWrite); })) > 0) {
        TRY(job_.stop().check());
      }
    }
    return forget_retry(workspace_, job_.job().id);
  }

  Result<void> embed_pending() {
    last_read_.reset();
    PipelineOptions options;
    options.prepare_threads = workspace_.options().decode_threads;
    return run_embed_pipeline(
        *embedder_, options, [this] { return next(); }, [this](const EmbeddedBatch& batch) { return store_batch(batch); }, job_.stop());
  }

  Result<std::optional<PipelineItem>> next() {
    if (waiting_.empty()) {
      const auto rows =
          TRY(workspace_.database().read([&](Connection& c) { return store::next_pending(c, datalake_, last_read_, kRowsPerRead); }));
      if (rows.empty()) return std::optional<PipelineItem>{};
      last_read_ = rows.back().id;
      waiting_.assign(rows.begin(), rows.end());
    }
    Data data = std::move(waiting_.front());
    waiting_.pop_front();
    const std::uint64_t key = ++last_key_;
    {
      const std::scoped_lock lock(ids_mutex_);
      ids_.emplace(key, data.id);
    }
    return std::optional(single_vector(key, [this, data = std::move(data)] { return prepare(data); }));
  }

  Result<embed::Pixels> prepare(const Data& data) {
    if (data.type == DataType::video) return unsupported("Videos have no embedding");
    const MappedFile file = TRY(workspace_.objects().open(data.sha256));
    images::DecodeOptions options;
    options.max_pixels = workspace_.options().max_pixels;
    if (workspace_.options().fast_decode) options.fast_shorter_side = embedder_->info().image_size;
    images::Image image = TRY(workspace_.pictures().decode(file.bytes(), options));
    if (!workspace_.thumbnails().contains(data.sha256, Thumbnails::kGridSize)) {
      TRY(workspace_.thumbnails().make(data.sha256, Thumbnails::kGridSize, image));
    }
    return embedder_->preprocess(std::move(image));
  }

  Result<void> store_batch(const EmbeddedBatch& batch) {
    std::vector<DataId> done;
    std::vector<store::FailedItem> failed;
    {
      const std::scoped_lock lock(ids_mutex_);
      for (const std::uint64_t key : batch.done)
        done.push_back(take_id(key));
      for (const auto& item : batch.failed) {
        const bool is_unsupported = item.error.kind == ErrorKind::unsupported;
        failed.push_back({take_id(item.key), is_unsupported ? EmbeddingStatus::unsupported : EmbeddingStatus::error, item.error.message});
      }
    }
    TRY(workspace_.vectors().store_batch(datalake_, done, batch.vectors, failed));
    const EmbeddingCounts now = TRY(counts());
    job_.progress(now.total() - now.pending, now.total(), "embedding");
    return {};
  }

  DataId take_id(std::uint64_t key) {
    const auto node = ids_.extract(key);
    return node.mapped();
  }

  // True when nothing is PENDING any more and the state says so, in one transaction: Data that arrive later queue a new job.
  Result<bool> finish() {
    return workspace_.database().write([&](Connection& c) -> Result<bool> {
      if (!TRY(store::next_pending(c, datalake_, std::nullopt, 1)).empty()) return false;
      VisualSearch search = TRY(store::visual_search_of(c, datalake_));
      search.state = VisualSearchState::active;
      search.job_id.reset();
      TRY(store::set_visual_search(c, datalake_, search));
      return true;
    });
  }

  Workspace& workspace_;
  jobs::Context& job_;
  DatalakeId datalake_;
  std::shared_ptr<embed::Embedder> embedder_;

  // Used by next() alone.
  std::deque<Data> waiting_;
  std::optional<DataId> last_read_;
  std::uint64_t last_key_ = 0;

  std::mutex ids_mutex_;
  std::unordered_map<std::uint64_t, DataId> ids_;
};

}  // namespace

Result<std::string> embed_datalake(Workspace& workspace, jobs::Context& job) {
  const DatalakeId datalake = TRY(DatalakeId::parse(job.job().target));
  return EmbedDatalake(workspace, job, datalake).run();
}

}  // namespace kindred::usecases
