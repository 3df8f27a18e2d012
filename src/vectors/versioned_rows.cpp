#include "vectors/versioned_rows.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>

#include "vectors/dot.h"

namespace kindred::vectors {
namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t kHugePage = std::size_t{2} << 20;

// Chunks are scanned from end to end: with huge pages the processor looks up 512 times fewer addresses.
std::uint16_t* allocate_halves(std::size_t count) {
  const std::size_t bytes = (count * sizeof(std::uint16_t) + kHugePage - 1) / kHugePage * kHugePage;
  void* memory = std::aligned_alloc(kHugePage, bytes);
  if (memory == nullptr) throw std::bad_alloc();
  ::madvise(memory, bytes, MADV_HUGEPAGE);  // a wish; a refusal changes only the speed
  return static_cast<std::uint16_t*>(memory);
}

}  // namespace

RowChunk::RowChunk(std::size_t padded_dimension) : padded_(padded_dimension), halves_(allocate_halves(kRows * padded_dimension)) {
  for (auto& version : removed_at_)
    version.store(kNever, std::memory_order_relaxed);
}

VersionedRows::VersionedRows(std::size_t dimension) : dimension_(dimension), padded_(padded_dimension(dimension)) {}

void VersionedRows::upsert(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) {
  const std::scoped_lock lock(writing_);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Place place = add(ids[i], vectors.subspan(i * dimension_, dimension_));
    const auto [entry, is_new] = places_.try_emplace(ids[i], place);
    if (is_new) continue;
    mark_removed(entry->second);
    entry->second = place;
  }
  empty_sparse_chunks();
  publish();
}

void VersionedRows::remove(std::span<const Uuid> ids) {
  const std::scoped_lock lock(writing_);
  for (const Uuid& id : ids) {
    const auto entry = places_.find(id);
    if (entry == places_.end()) continue;
    mark_removed(entry->second);
    places_.erase(entry);
  }
  empty_sparse_chunks();
  publish();
}

std::shared_ptr<const RowSnapshot> VersionedRows::snapshot() const {
  const std::scoped_lock lock(publishing_);
  return published_;
}

std::optional<std::vector<std::uint16_t>> VersionedRows::find(const Uuid& id) const {
  const std::scoped_lock lock(writing_);
  const auto entry = places_.find(id);
  if (entry == places_.end()) return std::nullopt;
  const std::uint16_t* row = entry->second.chunk->row(entry->second.row);
  return std::vector<std::uint16_t>(row, row + dimension_);
}

bool VersionedRows::has(const Uuid& id) const {
  const std::scoped_lock lock(writing_);
  return places_.contains(id);
}

void VersionedRows::visit(std::span<const Uuid> ids, const std::function<void(const Uuid& id, const std::uint16_t* row)>& visit) const {
  const std::scoped_lock lock(writing_);
  for (const Uuid& id : ids) {
    const auto entry = places_.find(id);
    if (entry != places_.end()) visit(id, entry->second.chunk->row(entry->second.row));
  }
}

std::vector<Uuid> VersionedRows::ids_from(const Uuid& from, std::size_t limit) const {
  std::vector<Uuid> ids;
  {
    const std::scoped_lock lock(writing_);
    for (const auto& [id, place] : places_)
      if (!(id < from)) ids.push_back(id);
  }
  const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(limit, ids.size()));
  std::partial_sort(ids.begin(), end, ids.end());
  ids.erase(end, ids.end());
  return ids;
}

VersionedRows::Place VersionedRows::add(const Uuid& id, std::span<const std::uint16_t> vector) {
  if (chunks_.empty() || chunks_.back()->used_ == RowChunk::kRows) chunks_.push_back(std::make_shared<RowChunk>(padded_));
  RowChunk& chunk = *chunks_.back();
  const std::size_t row = chunk.used_++;
  std::uint16_t* halves = chunk.halves_.get() + row * padded_;
  std::memcpy(halves, vector.data(), vector.size_bytes());
  std::memset(halves + dimension_, 0, (padded_ - dimension_) * sizeof(std::uint16_t));
  chunk.ids_[row] = id;
  return {&chunk, row};
}

void VersionedRows::mark_removed(const Place& place) {
  place.chunk->removed_at_[place.row].store(version_, std::memory_order_relaxed);
  ++place.chunk->removed_;
}

void VersionedRows::empty_sparse_chunks() {
  std::vector<std::shared_ptr<RowChunk>> sparse;
  std::erase_if(chunks_, [&](const std::shared_ptr<RowChunk>& chunk) {
    if (chunk->used_ < RowChunk::kRows || chunk->removed_ <= RowChunk::kRows / 2) return false;
    sparse.push_back(chunk);
    return true;
  });
  for (const auto& chunk : sparse) {
    for (std::size_t row = 0; row < RowChunk::kRows; ++row) {
      if (chunk->removed_by(row, version_)) continue;
      const Uuid& id = chunk->id(row);
      places_.at(id) = add(id, {chunk->row(row), dimension_});
    }
  }
}

// Snapshots before this one end before the rows that were added, and have a lower version than the removals.
void VersionedRows::publish() {
  auto snapshot = std::make_shared<RowSnapshot>();
  snapshot->version = version_++;
  snapshot->alive = places_.size();
  snapshot->parts.reserve(chunks_.size());
  for (const auto& chunk : chunks_)
    snapshot->parts.push_back({chunk, chunk->used_});
  std::shared_ptr<const RowSnapshot> old = std::move(snapshot);
  const std::scoped_lock lock(publishing_);
  published_.swap(old);
}

}  // namespace kindred::vectors
