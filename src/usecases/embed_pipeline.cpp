#include "usecases/embed_pipeline.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "base/bounded_queue.h"
#include "base/threads.h"

namespace kindred::usecases {
namespace {

constexpr std::size_t kPreparedPerStream = 3;
constexpr auto kStoreAtLeastEvery = std::chrono::seconds(1);

struct Prepared {
  std::uint64_t key = 0;
  embed::Pixels pixels;
};

class Pipeline {
 public:
  Pipeline(embed::Embedder& embedder, const PipelineOptions& options, const NextItem& next, const StoreBatch& store, const StopFlag& stop)
      : embedder_(embedder),
        options_(options),
        next_(next),
        store_(store),
        stop_(stop),
        prepared_(kPreparedPerStream * embedder.info().streams * embedder.info().batch) {}

  Result<void> run() {
    const std::size_t preparers = options_.prepare_threads != 0 ? options_.prepare_threads : usable_cpus();
    preparing_ = preparers;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < preparers; ++i)
      threads.emplace_back([this] { prepare(); });
    for (std::size_t i = 0; i < embedder_.info().streams; ++i)
      threads.emplace_back([this] { embed(); });
    threads.clear();  // joins
    if (first_error_) return *first_error_;
    TRY(flush());
    return stop_.check();
  }

 private:
  [[nodiscard]] bool ending() const { return failed_.load(std::memory_order_acquire) || stop_.requested(); }

  void fail(Error error) {
    const std::scoped_lock lock(error_mutex_);
    if (!first_error_) first_error_ = std::move(error);
    failed_.store(true, std::memory_order_release);
    prepared_.close();
  }

  void prepare() {
    lower_this_threads_priority();
    name_this_thread("prepare");
    while (!ending()) {
      Result<std::optional<PipelineItem>> item = take_next();
      if (!item) {
        fail(std::move(item).error());
        break;
      }
      if (!*item) break;
      const auto emit = [this](std::uint64_t key, Result<embed::Pixels> pixels) { return take_up(key, std::move(pixels)); };
      if (Result<void> prepared = (**item)(emit); !prepared) fail(std::move(prepared).error());
    }
    if (preparing_.fetch_sub(1) == 1) prepared_.close();  // the last one closes the line
  }

  Result<std::optional<PipelineItem>> take_next() {
    const std::scoped_lock lock(next_mutex_);
    return next_();
  }

  bool take_up(std::uint64_t key, Result<embed::Pixels> pixels) {
    if (ending()) return false;
    if (pixels) return prepared_.push({key, *std::move(pixels)});
    // A full disk or too many open files is no property of the picture: the run ends, and the item stays to be done.
    if (pixels.error().kind == ErrorKind::unavailable) {
      fail(std::move(pixels).error());
      return false;
    }
    EmbeddedBatch failed;
    failed.failed.push_back({key, std::move(pixels).error()});
    add(std::move(failed));
    return true;
  }

  void embed() {
    lower_this_threads_priority();
    name_this_thread("embed");
    const embed::ModelInfo& model = embedder_.info();
    for (auto items = prepared_.pop_batch(model.batch, model.streams); !items.empty() && !ending();
         items = prepared_.pop_batch(model.batch, model.streams)) {
      EmbeddedBatch batch;
      std::vector<std::uint8_t> pixels;
      for (const Prepared& one : items) {
        batch.done.push_back(one.key);
        pixels.insert(pixels.end(), one.pixels.begin(), one.pixels.end());
      }
      Result<std::vector<float>> vectors = embedder_.embed_images(pixels, batch.done.size());
      if (!vectors) {
        fail(std::move(vectors).error());
        return;
      }
      batch.vectors = *std::move(vectors);
      add(std::move(batch));
    }
    if (ending()) prepared_.close();  // whoever waits for room would wait for ever
  }

  // Collects results until there are enough for one durable write.
  void add(EmbeddedBatch batch) {
    const std::scoped_lock lock(store_mutex_);
    collected_.done.insert(collected_.done.end(), batch.done.begin(), batch.done.end());
    collected_.vectors.insert(collected_.vectors.end(), batch.vectors.begin(), batch.vectors.end());
    std::move(batch.failed.begin(), batch.failed.end(), std::back_inserter(collected_.failed));
    const auto now = std::chrono::steady_clock::now();
    // What the model works on at this moment counts as well: so a crash loses no more than store_batch items that were embedded.
    const std::size_t in_flight = (embedder_.info().streams - 1) * embedder_.info().batch;
    if (collected_.size() + in_flight + embedder_.info().batch <= options_.store_batch && now - last_stored_ < kStoreAtLeastEvery) return;
    last_stored_ = now;
    if (Result<void> stored = store_collected(); !stored) fail(std::move(stored).error());
  }

  Result<void> flush() {
    const std::scoped_lock lock(store_mutex_);
    return store_collected();
  }

  Result<void> store_collected() {
    if (collected_.size() == 0 || failed_.load(std::memory_order_acquire)) return {};
    const EmbeddedBatch batch = std::exchange(collected_, {});
    return store_(batch);
  }

  embed::Embedder& embedder_;
  const PipelineOptions& options_;
  const NextItem& next_;
  const StoreBatch& store_;
  const StopFlag& stop_;

  std::mutex next_mutex_;
  std::atomic<std::size_t> preparing_{0};
  BoundedQueue<Prepared> prepared_;

  std::mutex store_mutex_;  // guards the three below
  EmbeddedBatch collected_;
  std::chrono::steady_clock::time_point last_stored_ = std::chrono::steady_clock::now();

  std::mutex error_mutex_;
  std::optional<Error> first_error_;
  std::atomic<bool> failed_{false};
};

}  // namespace

PipelineItem single_vector(std::uint64_t key, std::function<Result<embed::Pixels>()> prepare) {
  return [key, prepare = std::move(prepare)](const Emit& emit) -> Result<void> {
    emit(key, prepare());
    return {};
  };
}

Result<void> run_embed_pipeline(embed::Embedder& embedder, const PipelineOptions& options, const NextItem& next, const StoreBatch& store,
                                const StopFlag& stop) {
  return Pipeline(embedder, options, next, store, stop).run();
}

}  // namespace kindred::usecases
