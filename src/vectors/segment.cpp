#include "vectors/segment.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/threads.h"
#include "vectors/dot.h"
#include "vectors/padded_query.h"
#include "vectors/parallel_best.h"
#include "vectors/search_plan.h"
#include "vectors/segment_file.h"
#include "vectors/top_hits.h"

namespace kindred::vectors {
namespace {

constexpr std::size_t kRowsAtOnce = 64;
constexpr std::size_t kRowsPerThread = 1 << 15;

}  // namespace

Result<std::shared_ptr<Segment>> Segment::write(const std::filesystem::path& path, std::size_t dimension, std::span<const Source> sources,
                                                std::size_t threads, const StopFlag& stop) {
  std::vector<Uuid> ids;
  std::vector<const std::uint16_t*> rows;
  for (const Source& source : sources) {
    ids.push_back(source.id);
    rows.push_back(source.row);
  }
  TRY(write_segment_file(path, dimension, ids, rows, threads, stop));
  return open(path, dimension);
}

Result<std::shared_ptr<Segment>> Segment::open(const std::filesystem::path& path, std::size_t dimension) {
  std::shared_ptr<Segment> segment(new Segment);
  segment->path_ = path;
  if (Result<void> mapped = segment->map(dimension); !mapped) {
    if (mapped.error().kind != ErrorKind::corrupt) return std::move(mapped).error();
    return corrupt("The segment '" + path.string() + "' of an index is damaged: " + mapped.error().message);
  }
  return segment;
}

Result<void> Segment::map(std::size_t dimension) {
  file_ = TRY(MappedFile::open(path_));
  const SegmentParts parts = TRY(parts_of_segment(file_.bytes(), dimension));
  ids_ = parts.ids;
  table_ = parts.rows;
  stragglers_ = parts.stragglers;
  expansion_ = parts.expansion;
  graph_ = TRY(ProximityGraph::open(parts.graph, table_));
  removed_ = std::vector<std::atomic<std::uint64_t>>((table_.count + 63) / 64);
  return {};
}

bool Segment::is_alive(std::size_t row) const { return (removed_[row / 64].load(std::memory_order_acquire) >> row % 64 & 1) == 0; }

std::size_t Segment::lower_bound(const Uuid& id) const {
  return static_cast<std::size_t>(std::lower_bound(ids_.begin(), ids_.end(), id) - ids_.begin());
}

std::optional<std::size_t> Segment::find(const Uuid& id) const {
  const std::size_t row = lower_bound(id);
  if (row == ids_.size() || ids_[row] != id || !is_alive(row)) return std::nullopt;
  return row;
}

void Segment::remove(std::size_t row) {
  const std::uint64_t bit = std::uint64_t{1} << row % 64;
  if ((removed_[row / 64].fetch_or(bit, std::memory_order_acq_rel) & bit) == 0) removed_count_.fetch_add(1, std::memory_order_acq_rel);
}

void Segment::remove(const Bitmap& rows) {
  rows.for_each([&](Bitmap::Row row) {
    if (row < table_.count) remove(row);
    return true;
  });
}

Bitmap Segment::removed() const {
  std::vector<Bitmap::Row> rows;
  for (std::size_t row = 0; row < table_.count; ++row)
    if (!is_alive(row)) rows.push_back(static_cast<Bitmap::Row>(row));
  return Bitmap::of(rows);
}

Result<std::vector<Hit>> Segment::search(const Query& query) const {
  const std::size_t living = alive();
  if (query.limit == 0 || living == 0) return std::vector<Hit>{};
  const PaddedQuery padded(query.vector);
  const std::size_t allowed = query.allowed == nullptr ? living : std::min(living, query.allowed->count());
  const std::size_t expansion = std::max(expansion_, 2 * query.limit);
  switch (cheapest_plan(table_.count, allowed, expansion, query.allowed != nullptr)) {
    case SearchPlan::look_up: return look_up(query, padded.data());
    case SearchPlan::scan: return scan(query, padded.data());
    case SearchPlan::graph: break;
  }
  return by_graph(query, padded.data(), expansion);
}

std::vector<Hit> Segment::look_up(const Query& query, const float* padded) const {
  TopHits hits(query.limit);
  query.allowed->for_each([&](const Uuid& id) {
    const auto row = find(id);
    if (!row || is_left_out(query, id)) return;
    float score = 0;
    best_dot_kernel().run(padded, table_.row(*row), table_.padded, {&score, 1});
    hits.offer({id, score});
  });
  return hits.take_sorted();
}

std::vector<Hit> Segment::scan(const Query& query, const float* padded) const {
  const std::size_t threads = std::clamp<std::size_t>(table_.count / kRowsPerThread, 1, usable_cpus());
  std::atomic<std::size_t> next = 0;
  const auto work = [&](TopHits& hits) {
    std::array<float, kRowsAtOnce> scores;
    for (std::size_t begin = next.fetch_add(kRowsAtOnce); begin < table_.count; begin = next.fetch_add(kRowsAtOnce)) {
      const std::size_t count = std::min(kRowsAtOnce, table_.count - begin);
      best_dot_kernel().run(padded, table_.row(begin), table_.padded, std::span(scores).first(count));
      for (std::size_t i = 0; i < count; ++i) {
        if (scores[i] < hits.threshold()) continue;
        const Hit hit{ids_[begin + i], scores[i]};
        if (hits.wants(hit) && is_alive(begin + i) && is_allowed(query, hit.id)) hits.offer(hit);
      }
    }
  };
  return best_of_threads(threads, query.limit, work);
}

Result<std::vector<Hit>> Segment::by_graph(const Query& query, const float* padded, std::size_t expansion) const {
  const auto allowed = [&](std::uint32_t row) { return is_alive(row) && is_allowed(query, ids_[row]); };
  TopHits hits(query.limit);
  const auto candidates = TRY(graph_->search(padded, expansion, allowed));
  for (const ProximityGraph::Found& found : candidates)
    hits.offer({ids_[found.row], found.score});
  for (const std::uint32_t row : stragglers_) {
    const bool seen = std::ranges::any_of(candidates, [&](const ProximityGraph::Found& found) { return found.row == row; });
    if (seen || !allowed(row)) continue;
    float score = 0;
    best_dot_kernel().run(padded, table_.row(row), table_.padded, {&score, 1});
    hits.offer({ids_[row], score});
  }
  return hits.take_sorted();
}

}  // namespace kindred::vectors
