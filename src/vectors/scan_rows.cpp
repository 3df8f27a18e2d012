#include "vectors/scan_rows.h"

#include <algorithm>
#include <array>
#include <atomic>

#include "base/threads.h"
#include "vectors/dot.h"
#include "vectors/padded_query.h"
#include "vectors/parallel_best.h"
#include "vectors/top_hits.h"

namespace kindred::vectors {
namespace {

constexpr std::size_t kRowsAtOnce = 64;
// Starting a thread costs tens of microseconds: each is to have some milliseconds of work.
constexpr std::size_t kBytesPerThread = std::size_t{16} << 20;
// How many rows are scanned in the time that one id is looked up and its row read.
constexpr std::size_t kLookUpCost = 8;

// Only what is allowed is looked at.
std::vector<Hit> look_up(const VersionedRows& rows, std::size_t dimension, const Query& query) {
  std::vector<Uuid> ids;
  query.allowed->for_each([&](const Uuid& id) { ids.push_back(id); });
  const PaddedQuery padded(query.vector);
  TopHits hits(query.limit);
  rows.visit(ids, [&](const Uuid& id, const std::uint16_t* row) {
    if (is_left_out(query, id)) return;
    float score = 0;
    best_dot_kernel().run(padded.data(), row, padded_dimension(dimension), {&score, 1});
    hits.offer({id, score});
  });
  return hits.take_sorted();
}

void scan_part(const RowSnapshot::Part& part, std::uint64_t version, std::size_t dimension, const PaddedQuery& padded, const Query& query,
               TopHits& hits) {
  const DotRows dot_rows = best_dot_kernel().run;
  std::array<float, kRowsAtOnce> scores;
  for (std::size_t begin = 0; begin < part.rows; begin += kRowsAtOnce) {
    const std::size_t count = std::min(kRowsAtOnce, part.rows - begin);
    dot_rows(padded.data(), part.chunk->row(begin), padded_dimension(dimension), std::span(scores).first(count));
    for (std::size_t i = 0; i < count; ++i) {
      if (scores[i] < hits.threshold()) continue;
      const Hit hit{part.chunk->id(begin + i), scores[i]};
      if (!hits.wants(hit) || part.chunk->removed_by(begin + i, version)) continue;
      if (is_allowed(query, hit.id)) hits.offer(hit);
    }
  }
}

std::vector<Hit> scan(const RowSnapshot& rows, std::size_t dimension, const Query& query) {
  const std::size_t bytes = rows.parts.size() * RowChunk::kRows * padded_dimension(dimension) * sizeof(std::uint16_t);
  const std::size_t threads = std::clamp<std::size_t>(bytes / kBytesPerThread, 1, usable_cpus());
  const PaddedQuery padded(query.vector);
  std::atomic<std::size_t> next = 0;
  const auto work = [&](TopHits& hits) {
    for (std::size_t i = next++; i < rows.parts.size(); i = next++)
      scan_part(rows.parts[i], rows.version, dimension, padded, query, hits);
  };
  return best_of_threads(threads, query.limit, work);
}

}  // namespace

std::vector<Hit> scan_rows(const VersionedRows& rows, std::size_t dimension, const Query& query) {
  const std::shared_ptr<const RowSnapshot> snapshot = rows.snapshot();
  if (query.limit == 0 || snapshot->alive == 0) return {};
  if (query.allowed != nullptr && query.allowed->count() < snapshot->alive / kLookUpCost) return look_up(rows, dimension, query);
  return scan(*snapshot, dimension, query);
}

}  // namespace kindred::vectors
