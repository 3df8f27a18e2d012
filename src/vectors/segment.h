// A sealed part of an index: rows in the order of their ids and the graph over them, in one file that is mapped and never changed.
//
// docs/vectors.md shows the file. What has been removed or replaced since is marked in memory; who owns the segment keeps the marks.
// Errors: `corrupt` names the file; a full disk is `unavailable`, and no file is left. Thread-safety: all members of a segment, any thread; a
// mark is seen by searches that begin after it was set.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/bitmap.h"
#include "base/files.h"
#include "base/ids.h"
#include "base/stop_flag.h"
#include "vectors/proximity_graph.h"
#include "vectors/vector_index.h"

namespace kindred::vectors {

class Segment {
 public:
  struct Source {
    Uuid id;
    const std::uint16_t* row = nullptr;  // padded
  };
  // `sources` in increasing order of ids, at least one. The file is on the disk, whole, when this returns.
  static Result<std::shared_ptr<Segment>> write(const std::filesystem::path& path, std::size_t dimension, std::span<const Source> sources,
                                                std::size_t threads, const StopFlag& stop);
  // Verifies the checksum of the whole file.
  static Result<std::shared_ptr<Segment>> open(const std::filesystem::path& path, std::size_t dimension);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::size_t rows() const { return table_.count; }
  [[nodiscard]] std::size_t alive() const { return table_.count - removed_count_.load(std::memory_order_acquire); }
  [[nodiscard]] const Uuid& id(std::size_t row) const { return ids_[row]; }
  [[nodiscard]] const std::uint16_t* row(std::size_t row) const { return table_.row(row); }
  [[nodiscard]] bool is_alive(std::size_t row) const;
  // The first row whose id is not less; rows() when there is none.
  [[nodiscard]] std::size_t lower_bound(const Uuid& id) const;
  // Of rows that are alive.
  [[nodiscard]] std::optional<std::size_t> find(const Uuid& id) const;
  // Candidates that a search takes where nothing else asks for more: what its build found to give a recall of 0.995.
  [[nodiscard]] std::size_t expansion() const { return expansion_; }
  [[nodiscard]] std::size_t stragglers() const { return stragglers_.size(); }

  // By one thread at a time.
  void remove(std::size_t row);
  void remove(const Bitmap& rows);
  [[nodiscard]] Bitmap removed() const;

  // The best of what is alive and allowed, best first.
  [[nodiscard]] Result<std::vector<Hit>> search(const Query& query) const;

 private:
  Segment() = default;
  Result<void> map(std::size_t dimension);
  [[nodiscard]] std::vector<Hit> look_up(const Query& query, const float* padded) const;
  [[nodiscard]] std::vector<Hit> scan(const Query& query, const float* padded) const;
  [[nodiscard]] Result<std::vector<Hit>> by_graph(const Query& query, const float* padded, std::size_t expansion) const;

  std::filesystem::path path_;
  MappedFile file_;
  std::span<const Uuid> ids_;
  RowTable table_;
  std::span<const std::uint32_t> stragglers_;
  std::optional<ProximityGraph> graph_;
  std::size_t expansion_ = 0;
  std::vector<std::atomic<std::uint64_t>> removed_;  // one bit a row
  std::atomic<std::size_t> removed_count_ = 0;
};

}  // namespace kindred::vectors
