// The index that lives in this process: sealed segments with graphs, mapped from files, and a small part of new rows that is scanned.
//
// New vectors go to rows in memory (versioned_rows.h) and are searched exactly at once. When kSealRows have come together, a thread of low
// priority makes them a segment, together with segments that are not more than twice as large as what it has so far, so that there are never
// many. What is removed or replaced is marked. A search asks each part and merges; a segment takes the cheapest of three ways
// (search_plan.h). docs/vectors.md tells the files and the rules.
//
// Errors: `corrupt` for files that are damaged, which the maker answers by an empty index to be filled anew. A segment that can't be written
// is a line in the log: its rows stay in memory and are searched there. Thread-safety: as VectorIndex.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/stop_flag.h"
#include "vectors/backends.h"
#include "vectors/manifest.h"
#include "vectors/segment.h"
#include "vectors/versioned_rows.h"

namespace kindred::vectors {

class EmbeddedIndex final : public VectorIndex {
 public:
  static constexpr std::size_t kSealRows = 8192;

  // Opens what is in options.folder; makes it when it is not there. Without a folder nothing is sealed.
  static Result<std::unique_ptr<EmbeddedIndex>> open(const IndexOptions& options, std::size_t seal_rows = kSealRows);
  ~EmbeddedIndex() override;
  EmbeddedIndex(const EmbeddedIndex&) = delete;
  EmbeddedIndex& operator=(const EmbeddedIndex&) = delete;

  [[nodiscard]] std::size_t dimension() const override { return dimension_; }
  Result<void> upsert(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) override;
  Result<void> remove(std::span<const Uuid> ids) override;
  [[nodiscard]] Result<std::vector<std::vector<Hit>>> search_all(std::span<const Query> queries) const override;
  [[nodiscard]] Result<std::vector<std::optional<std::vector<float>>>> vectors_of(std::span<const Uuid> ids) const override;
  [[nodiscard]] Result<ScrollPage> scroll(std::optional<Uuid> from, std::size_t limit) const override;
  [[nodiscard]] Result<std::size_t> count() const override;
  Result<void> settle(std::uint64_t file_bytes) override;
  [[nodiscard]] std::uint64_t settled() const override;

  // Returns when no segment is being made and none is due.
  void wait_for_merges() const;
  // The sealed part, for benchmarks and tests.
  [[nodiscard]] std::vector<std::shared_ptr<Segment>> segments() const;

 private:
  struct Parts {
    std::vector<std::shared_ptr<Segment>> sealed;        // the older first
    std::vector<std::shared_ptr<VersionedRows>> frozen;  // being sealed: nothing is added
    std::shared_ptr<VersionedRows> fresh;
  };
  struct Merge;

  EmbeddedIndex(const IndexOptions& options, std::size_t seal_rows);
  Result<void> load();
  [[nodiscard]] std::shared_ptr<const Parts> parts() const;
  void publish(Parts parts);
  [[nodiscard]] Result<std::vector<Hit>> search_one(const Query& query) const;
  static void remove_from_older(const Parts& parts, std::span<const Uuid> ids);
  [[nodiscard]] std::vector<std::uint16_t> halves_of(const Parts& parts, const Uuid& id) const;
  [[nodiscard]] Manifest manifest_of(const std::vector<std::shared_ptr<Segment>>& sealed, std::uint64_t file_bytes) const;
  void start_merging_if_due();
  void merge_until_nothing_is_due();
  Result<void> merge_once();
  Merge begin_merge();
  Result<void> end_merge(const Merge& merge, const std::shared_ptr<Segment>& segment);

  const std::size_t dimension_;
  const std::filesystem::path folder_;
  const std::size_t seal_rows_;

  mutable std::mutex writing_;      // guards what follows, up to the other mutex; held by whoever changes parts or what is in them
  std::uint64_t told_bytes_ = 0;    // of the vector file: by the last settle()
  std::uint64_t sealed_bytes_ = 0;  // that segments hold
  std::uint64_t next_number_ = 1;
  bool removed_since_manifest_ = false;
  bool merging_ = false;
  std::size_t due_rows_;  // how many fresh rows are to be sealed: more after a failure
  mutable std::condition_variable merged_;

  mutable std::mutex publishing_;  // guards parts_; held for a copy of the pointer only
  std::shared_ptr<const Parts> parts_;

  StopFlag stop_;
  std::jthread merger_;
};

}  // namespace kindred::vectors
