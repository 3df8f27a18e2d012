// How an embedded index is kept on the disk: opening it, sealing new rows, merging segments.
#include <algorithm>
#include <string>

#include "base/log.h"
#include "base/threads.h"
#include "vectors/check.h"
#include "vectors/dot.h"
#include "vectors/embedded_index.h"

namespace kindred::vectors {
namespace {

constexpr const char* kManifestName = "manifest";
constexpr const char* kSegmentEnding = ".segment";

std::filesystem::path segment_path(const std::filesystem::path& folder, std::uint64_t number) {
  return folder / (std::to_string(number) + kSegmentEnding);
}
std::uint64_t number_of(const Segment& segment) { return std::stoull(segment.path().stem().string()); }

// What a crash has left, and what merges have replaced.
Result<void> delete_others(const std::filesystem::path& folder, const Manifest& manifest) {
  std::error_code failure;
  std::vector<std::filesystem::path> others;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    const auto& path = entry.path();
    const bool kept = path.filename() == kManifestName || std::ranges::any_of(manifest.parts, [&](const Manifest::Part& part) {
                        return path == segment_path(folder, part.number);
                      });
    if (!kept) others.push_back(path);
  }
  for (const auto& path : others)
    if (!failure) std::filesystem::remove(path, failure);
  if (failure) return unavailable("Cannot tidy the folder '" + folder.string() + "' of an index: " + failure.message());
  return {};
}

}  // namespace

// What is made one segment: rows as they were when the merge began.
struct EmbeddedIndex::Merge {
  std::uint64_t number = 0;
  std::uint64_t file_bytes = 0;
  std::vector<std::shared_ptr<Segment>> segments;
  std::vector<std::shared_ptr<VersionedRows>> frozen;
  std::vector<std::shared_ptr<const RowSnapshot>> snapshots;  // they keep the rows where they are
  std::vector<Segment::Source> sources;                       // in increasing order of ids
};

Result<std::unique_ptr<EmbeddedIndex>> EmbeddedIndex::open(const IndexOptions& options, std::size_t seal_rows) {
  TRY(check_dimension(options.dimension));
  std::unique_ptr<EmbeddedIndex> index(new EmbeddedIndex(options, seal_rows));
  if (!options.folder.empty()) TRY(index->load());
  return index;
}

Result<void> EmbeddedIndex::load() {
  TRY(make_folders_durably(folder_));
  Manifest manifest;
  std::error_code failure;
  if (std::filesystem::exists(folder_ / kManifestName, failure)) {
    manifest = TRY(read_manifest(folder_ / kManifestName));
    if (manifest.dimension != dimension_) {
      return corrupt("The index in '" + folder_.string() + "' has " + std::to_string(manifest.dimension) + " dimensions instead of " +
                     std::to_string(dimension_));
    }
  }
  Parts parts{{}, {}, std::make_shared<VersionedRows>(dimension_)};
  for (const Manifest::Part& part : manifest.parts) {
    if (!std::filesystem::exists(segment_path(folder_, part.number), failure))
      return corrupt("The segment '" + segment_path(folder_, part.number).string() + "' of an index is missing");
    const auto segment = TRY(Segment::open(segment_path(folder_, part.number), dimension_));
    segment->remove(part.removed);
    parts.sealed.push_back(segment);
    next_number_ = std::max(next_number_, part.number + 1);
  }
  TRY(delete_others(folder_, manifest));
  told_bytes_ = sealed_bytes_ = manifest.file_bytes;
  publish(std::move(parts));
  return {};
}

Manifest EmbeddedIndex::manifest_of(const std::vector<std::shared_ptr<Segment>>& sealed, std::uint64_t file_bytes) const {
  Manifest manifest;
  manifest.dimension = static_cast<std::uint32_t>(dimension_);
  manifest.file_bytes = file_bytes;
  for (const auto& segment : sealed)
    manifest.parts.push_back({number_of(*segment), segment->removed()});
  return manifest;
}

Result<void> EmbeddedIndex::settle(std::uint64_t file_bytes) {
  const std::scoped_lock lock(writing_);
  told_bytes_ = file_bytes;
  const auto now = parts();
  if (folder_.empty() || !removed_since_manifest_ || now->sealed.empty()) return {};
  TRY(write_manifest(folder_ / kManifestName, manifest_of(now->sealed, sealed_bytes_)));
  removed_since_manifest_ = false;
  return {};
}

std::uint64_t EmbeddedIndex::settled() const {
  const std::scoped_lock lock(writing_);
  return sealed_bytes_;
}

// Called with writing_ held.
void EmbeddedIndex::start_merging_if_due() {
  if (folder_.empty() || merging_ || parts()->fresh->snapshot()->alive < due_rows_) return;
  merging_ = true;
  merger_ = std::jthread([this] {  // the one before has ended, or is about to without wanting anything more
    name_this_thread("index-merge");
    lower_this_threads_priority();
    merge_until_nothing_is_due();
  });
}

void EmbeddedIndex::merge_until_nothing_is_due() {
  for (;;) {
    const Result<void> merged = merge_once();
    const std::scoped_lock lock(writing_);
    const std::size_t waiting = parts()->fresh->snapshot()->alive;
    if (!merged && merged.error().kind != ErrorKind::stopped) {
      log_warning("New vectors stay in memory: they could not be made a segment of the index. " + merged.error().message);
    }
    due_rows_ = merged ? seal_rows_ : waiting + seal_rows_;
    if (merged && waiting >= due_rows_) continue;
    merging_ = false;
    merged_.notify_all();
    return;
  }
}

Result<void> EmbeddedIndex::merge_once() {
  const Merge merge = begin_merge();
  std::shared_ptr<Segment> segment;
  if (!merge.sources.empty()) {
    segment = TRY(Segment::write(segment_path(folder_, merge.number), dimension_, merge.sources, usable_cpus(), stop_));
  }
  return end_merge(merge, segment);
}

EmbeddedIndex::Merge EmbeddedIndex::begin_merge() {
  const std::scoped_lock lock(writing_);
  Parts now = *parts();
  now.frozen.push_back(now.fresh);
  now.fresh = std::make_shared<VersionedRows>(dimension_);
  publish(now);
  Merge merge{next_number_++, told_bytes_, {}, now.frozen, {}, {}};
  std::size_t rows = 0;
  for (const auto& frozen : merge.frozen) {
    merge.snapshots.push_back(frozen->snapshot());
    rows += merge.snapshots.back()->alive;
  }
  std::vector<std::shared_ptr<Segment>> by_size = now.sealed;
  std::ranges::sort(by_size, {}, &Segment::alive);
  for (const auto& segment : by_size) {
    const bool half_dead = segment->alive() < segment->rows() / 2;
    if (segment->alive() > 2 * rows && !half_dead) continue;
    merge.segments.push_back(segment);
    rows += segment->alive();
  }
  merge.sources.reserve(rows);
  for (const auto& snapshot : merge.snapshots) {
    for (const RowSnapshot::Part& part : snapshot->parts)
      for (std::size_t row = 0; row < part.rows; ++row)
        if (!part.chunk->removed_by(row, snapshot->version)) merge.sources.push_back({part.chunk->id(row), part.chunk->row(row)});
  }
  for (const auto& segment : merge.segments) {
    for (std::size_t row = 0; row < segment->rows(); ++row)
      if (segment->is_alive(row)) merge.sources.push_back({segment->id(row), segment->row(row)});
  }
  std::ranges::sort(merge.sources, {}, &Segment::Source::id);
  return merge;
}

// What was removed or replaced since the merge began is marked in the new segment before anybody sees it.
Result<void> EmbeddedIndex::end_merge(const Merge& merge, const std::shared_ptr<Segment>& segment) {
  const std::scoped_lock lock(writing_);
  Parts now = *parts();
  const auto is_merged = [&](const auto& list, const auto& part) { return std::ranges::find(list, part) != list.end(); };
  std::erase_if(now.sealed, [&](const auto& part) { return is_merged(merge.segments, part); });
  std::erase_if(now.frozen, [&](const auto& part) { return is_merged(merge.frozen, part); });
  if (segment) {
    std::vector<bool> alive(segment->rows());
    std::size_t row = 0;
    for (const Segment::Source& source : merge.sources) {
      alive[row++] = std::ranges::any_of(merge.segments, [&](const auto& part) { return part->find(source.id).has_value(); }) ||
                     std::ranges::any_of(merge.frozen, [&](const auto& part) { return part->has(source.id); });
    }
    for (row = 0; row < alive.size(); ++row)
      if (!alive[row]) segment->remove(row);
    now.sealed.push_back(segment);
  }
  TRY(write_manifest(folder_ / kManifestName, manifest_of(now.sealed, merge.file_bytes)));
  sealed_bytes_ = merge.file_bytes;
  removed_since_manifest_ = false;
  publish(std::move(now));
  return delete_others(folder_, manifest_of(parts()->sealed, sealed_bytes_));
}

}  // namespace kindred::vectors
