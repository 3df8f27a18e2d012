// Pictures to vectors as a line of threads: some prepare (read, decode, resize), some run the model in batches, one at a time
// stores. Queues between them are bounded, so memory is too: at most kPreparedPerStream batches of pixels a stream wait.
//
// Thread-safety: run() is called by one thread and returns when everything is stored, a stop was asked for, or storing or the
// model failed. All its threads have low priority.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "embed/embedder.h"

namespace kindred::usecases {

struct PipelineItem {
  std::uint64_t key = 0;  // the caller's name for it
  // Called once, from a preparing thread.
  std::function<Result<embed::Pixels>()> prepare;
};

// What became of some items, in no special order.
struct EmbeddedBatch {
  std::vector<std::uint64_t> done;
  std::vector<float> vectors;  // done.size() x dimension
  struct Failed {
    std::uint64_t key = 0;
    Error error;
  };
  std::vector<Failed> failed;
  [[nodiscard]] std::size_t size() const { return done.size() + failed.size(); }
};

struct PipelineOptions {
  std::size_t prepare_threads = 0;  // 0: all usable CPUs
  // Results are handed on when this many are there, or after a second: what a crash loses at most, and what one fsync pays for.
  std::size_t store_batch = 64;
};

// The next item, nothing at the end. Called from several threads, one at a time.
using NextItem = std::function<Result<std::optional<PipelineItem>>()>;
// Called from several threads, one at a time.
using StoreBatch = std::function<Result<void>(const EmbeddedBatch&)>;

// The first Error of `next`, `store` or the model ends the run; `stopped` when asked to. What was handed to `store` before stays.
Result<void> run_embed_pipeline(embed::Embedder& embedder, const PipelineOptions& options, const NextItem& next, const StoreBatch& store,
                                const StopFlag& stop);

}  // namespace kindred::usecases
