// Pictures to vectors as a line of threads: some prepare (read, decode, cut out, resize), some run the model in batches, one at a
// time stores. A picture gives one vector, or one for each of its shapes. Queues between the threads are bounded, so memory is
// too: at most kPreparedPerStream batches of pixels a stream wait, and one decoded picture a preparing thread, however many shapes
// it has.
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

// What a picture gives, as it is prepared: the pixels of one vector, or why there are none. `key` is the caller's name for the vector.
// Waits for room in the queue. False when the run is ending: nothing more is wanted.
using Emit = std::function<bool(std::uint64_t key, Result<embed::Pixels> pixels)>;

// One picture. Called once, from a preparing thread; names each of its vectors once. An Error ends the run.
using PipelineItem = std::function<Result<void>(const Emit& emit)>;

// A picture with one vector.
PipelineItem single_vector(std::uint64_t key, std::function<Result<embed::Pixels>()> prepare);

// What became of some vectors, in no special order.
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

// The next picture, nothing at the end. Called from several threads, one at a time.
using NextItem = std::function<Result<std::optional<PipelineItem>>()>;
// Called from several threads, one at a time.
using StoreBatch = std::function<Result<void>(const EmbeddedBatch&)>;

// The first Error of `next`, an item, `store` or the model ends the run; `stopped` when asked to. What was handed to `store` before stays.
Result<void> run_embed_pipeline(embed::Embedder& embedder, const PipelineOptions& options, const NextItem& next, const StoreBatch& store,
                                const StopFlag& stop);

}  // namespace kindred::usecases
