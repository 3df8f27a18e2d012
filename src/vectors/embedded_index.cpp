#include "vectors/embedded_index.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "base/files.h"
#include "base/float16.h"
#include "base/log.h"
#include "vectors/check.h"
#include "vectors/dot.h"
#include "vectors/scan_rows.h"
#include "vectors/top_hits.h"

namespace kindred::vectors {
namespace {

// A merge may change the parts while a search goes through them; the search then begins again. Merges take seconds, searches milliseconds.
constexpr int kAttempts = 8;

std::vector<float> floats_of(const std::uint16_t* row, std::size_t dimension) {
  std::vector<float> floats(dimension);
  std::transform(row, row + dimension, floats.begin(), f16_to_float);
  return floats;
}

// Of an id that was replaced meanwhile the newer hit counts: `lists` are in the order in which parts are looked at, the newest last.
std::vector<Hit> merged(std::vector<std::vector<Hit>> lists, std::size_t limit) {
  if (lists.size() == 1) return std::move(lists.front());
  std::vector<Hit> hits;
  std::unordered_set<Uuid> seen;
  for (auto list = lists.rbegin(); list != lists.rend(); ++list)
    for (const Hit& hit : *list)
      if (seen.insert(hit.id).second) hits.push_back(hit);
  std::sort(hits.begin(), hits.end(), better);
  if (hits.size() > limit) hits.resize(limit);
  return hits;
}

}  // namespace

EmbeddedIndex::EmbeddedIndex(const IndexOptions& options, std::size_t seal_rows)
    : dimension_(options.dimension), folder_(options.folder), seal_rows_(seal_rows), due_rows_(seal_rows) {
  publish({{}, {}, std::make_shared<VersionedRows>(dimension_)});
}

EmbeddedIndex::~EmbeddedIndex() { stop_.request(); }

std::shared_ptr<const EmbeddedIndex::Parts> EmbeddedIndex::parts() const {
  const std::scoped_lock lock(publishing_);
  return parts_;
}

void EmbeddedIndex::publish(Parts parts) {
  std::shared_ptr<const Parts> fresh = std::make_shared<Parts>(std::move(parts));
  const std::scoped_lock lock(publishing_);
  parts_.swap(fresh);
}

// Added first, then taken out of older parts: a search goes from older parts to newer ones, so it finds one of the two.
Result<void> EmbeddedIndex::upsert(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) {
  TRY(check_vectors(ids, vectors, dimension_));
  const std::scoped_lock lock(writing_);
  const auto now = parts();
  now->fresh->upsert(ids, vectors);
  remove_from_older(*now, ids);
  start_merging_if_due();
  return {};
}

Result<void> EmbeddedIndex::remove(std::span<const Uuid> ids) {
  const std::scoped_lock lock(writing_);
  const auto now = parts();
  now->fresh->remove(ids);
  remove_from_older(*now, ids);
  removed_since_manifest_ = removed_since_manifest_ || !ids.empty();
  return {};
}

void EmbeddedIndex::remove_from_older(const Parts& parts, std::span<const Uuid> ids) {
  for (const auto& rows : parts.frozen)
    rows->remove(ids);
  for (const auto& segment : parts.sealed) {
    for (const Uuid& id : ids)
      if (const auto row = segment->find(id)) segment->remove(*row);
  }
}

Result<std::vector<std::vector<Hit>>> EmbeddedIndex::search_all(std::span<const Query> queries) const {
  for (const Query& query : queries)
    TRY(check_query(query, dimension_));
  std::vector<std::vector<Hit>> hits;
  hits.reserve(queries.size());
  for (const Query& query : queries)
    hits.push_back(TRY(search_one(query)));
  return hits;
}

Result<std::vector<Hit>> EmbeddedIndex::search_one(const Query& query) const {
  std::vector<std::vector<Hit>> lists;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    lists.clear();
    const auto now = parts();
    for (const auto& segment : now->sealed)
      lists.push_back(TRY(segment->search(query)));
    for (const auto& rows : now->frozen)
      lists.push_back(scan_rows(*rows, dimension_, query));
    lists.push_back(scan_rows(*now->fresh, dimension_, query));
    if (parts() == now) break;
  }
  return merged(std::move(lists), query.limit);
}

// Waits for a change that is being made, and so is of one state.
Result<std::vector<std::optional<std::vector<float>>>> EmbeddedIndex::vectors_of(std::span<const Uuid> ids) const {
  const std::scoped_lock lock(writing_);
  const auto now = parts();
  std::vector<std::optional<std::vector<float>>> vectors;
  vectors.reserve(ids.size());
  for (const Uuid& id : ids) {
    const std::vector<std::uint16_t> halves = halves_of(*now, id);
    vectors.push_back(halves.empty() ? std::nullopt : std::optional(floats_of(halves.data(), dimension_)));
  }
  return vectors;
}

// Empty when it isn't there.
std::vector<std::uint16_t> EmbeddedIndex::halves_of(const Parts& parts, const Uuid& id) const {
  if (auto halves = parts.fresh->find(id)) return std::move(*halves);
  for (const auto& rows : parts.frozen)
    if (auto halves = rows->find(id)) return std::move(*halves);
  for (const auto& segment : parts.sealed) {
    if (const auto row = segment->find(id)) return {segment->row(*row), segment->row(*row) + dimension_};
  }
  return {};
}

Result<ScrollPage> EmbeddedIndex::scroll(std::optional<Uuid> from, std::size_t limit) const {
  TRY(check_scroll(limit));
  const Uuid begin = from.value_or(Uuid{});
  const std::scoped_lock lock(writing_);
  const auto now = parts();
  std::vector<Uuid> ids = now->fresh->ids_from(begin, limit + 1);
  for (const auto& rows : now->frozen) {
    const std::vector<Uuid> some = rows->ids_from(begin, limit + 1);
    ids.insert(ids.end(), some.begin(), some.end());
  }
  for (const auto& segment : now->sealed) {
    std::size_t found = 0;
    for (std::size_t row = segment->lower_bound(begin); row < segment->rows() && found <= limit; ++row) {
      if (!segment->is_alive(row)) continue;
      ids.push_back(segment->id(row));
      ++found;
    }
  }
  std::sort(ids.begin(), ids.end());
  ScrollPage page;
  if (ids.size() > limit) page.next = ids[limit];
  ids.resize(std::min(ids.size(), limit));
  for (const Uuid& id : ids) {
    const std::vector<std::uint16_t> halves = halves_of(*now, id);
    page.ids.push_back(id);
    std::transform(halves.begin(), halves.end(), std::back_inserter(page.vectors), f16_to_float);
  }
  return page;
}

Result<std::size_t> EmbeddedIndex::count() const {
  const std::scoped_lock lock(writing_);
  const auto now = parts();
  std::size_t count = now->fresh->snapshot()->alive;
  for (const auto& rows : now->frozen)
    count += rows->snapshot()->alive;
  for (const auto& segment : now->sealed)
    count += segment->alive();
  return count;
}

void EmbeddedIndex::wait_for_merges() const {
  std::unique_lock lock(writing_);
  merged_.wait(lock, [&] { return !merging_; });
}

std::vector<std::shared_ptr<Segment>> EmbeddedIndex::segments() const { return parts()->sealed; }

Result<std::unique_ptr<VectorIndex>> make_embedded_index(const IndexOptions& options) {
  auto index = EmbeddedIndex::open(options);
  if (!index && index.error().kind == ErrorKind::corrupt && !options.folder.empty()) {
    log_warning("An index is made anew of its vector file. " + index.error().message);
    std::error_code failure;
    std::filesystem::remove_all(options.folder, failure);
    if (failure) return unavailable("Cannot delete '" + options.folder.string() + "': " + failure.message());
    index = EmbeddedIndex::open(options);
  }
  return std::unique_ptr<VectorIndex>(TRY(std::move(index)));
}

}  // namespace kindred::vectors
