// Rows of f16 vectors with their ids that many readers scan while one writer changes them, without waiting for each other.
//
// Rows lie in chunks of contiguous, aligned memory and never move while they are read: growth adds a chunk and copies nothing.
// Each change makes a new version. A reader takes a snapshot, in which a row counts when it was added before and not removed before
// (multi-version concurrency control, with the version of the removal beside each row). Replacing a vector adds a row and removes the
// old one. A full chunk less than half alive is emptied into the newest one, at most one chunk's worth of copying each, and freed
// when its last reader is done. Thread-safety: all members of VersionedRows, any thread; snapshots and chunks are for reading.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/ids.h"

namespace kindred::vectors {

class RowChunk {
 public:
  static constexpr std::size_t kRows = 4096;
  explicit RowChunk(std::size_t padded_dimension);

  [[nodiscard]] const std::uint16_t* row(std::size_t place) const { return halves_.get() + place * padded_; }
  [[nodiscard]] const Uuid& id(std::size_t place) const { return ids_[place]; }
  [[nodiscard]] bool removed_by(std::size_t place, std::uint64_t version) const {
    return removed_at_[place].load(std::memory_order_relaxed) <= version;
  }

 private:
  friend class VersionedRows;
  struct Free {
    void operator()(std::uint16_t* halves) const { std::free(halves); }
  };

  std::size_t padded_;
  std::unique_ptr<std::uint16_t[], Free> halves_;
  std::array<Uuid, kRows> ids_{};
  // Relaxed order is enough: a snapshot is handed over under a mutex, and what is removed after it has a later version.
  std::array<std::atomic<std::uint64_t>, kRows> removed_at_{};
  std::size_t used_ = 0;     // the writer's: rows before this one are filled
  std::size_t removed_ = 0;  // the writer's
};

// The rows of one version. Chunks stay in memory as long as a snapshot has them.
struct RowSnapshot {
  struct Part {
    std::shared_ptr<const RowChunk> chunk;
    std::size_t rows = 0;
  };
  std::uint64_t version = 0;
  std::size_t alive = 0;
  std::vector<Part> parts;
};

class VersionedRows {
 public:
  explicit VersionedRows(std::size_t dimension);

  // `vectors` is ids.size() x dimension. Of an id that comes twice the later vector counts. Seen at once, as one change.
  void upsert(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors);
  void remove(std::span<const Uuid> ids);

  [[nodiscard]] std::shared_ptr<const RowSnapshot> snapshot() const;
  // The vector's halves, without the padding. Waits for a change that is being made.
  [[nodiscard]] std::optional<std::vector<std::uint16_t>> find(const Uuid& id) const;
  [[nodiscard]] bool has(const Uuid& id) const;
  // The rows, padding included, of those of the ids that are there. A change that begins meanwhile waits until the last visit.
  void visit(std::span<const Uuid> ids, const std::function<void(const Uuid& id, const std::uint16_t* row)>& visit) const;
  // At most `limit` ids from `from` on, in increasing order. It looks at all of them.
  [[nodiscard]] std::vector<Uuid> ids_from(const Uuid& from, std::size_t limit) const;

 private:
  struct Place {
    RowChunk* chunk = nullptr;
    std::size_t row = 0;
  };
  Place add(const Uuid& id, std::span<const std::uint16_t> vector);
  void mark_removed(const Place& place);
  void empty_sparse_chunks();
  void publish();

  const std::size_t dimension_;
  const std::size_t padded_;

  mutable std::mutex writing_;  // guards what follows, up to the other mutex
  std::vector<std::shared_ptr<RowChunk>> chunks_;
  std::unordered_map<Uuid, Place> places_;
  std::uint64_t version_ = 1;  // of the change being made

  mutable std::mutex publishing_;  // guards published_; held for a copy of the pointer only
  std::shared_ptr<const RowSnapshot> published_ = std::make_shared<RowSnapshot>();
};

}  // namespace kindred::vectors
