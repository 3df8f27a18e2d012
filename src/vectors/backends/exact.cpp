// The exact scan: every vector is compared with the query, at the speed of memory.
//
// A scan reads a snapshot (versioned_rows.h), so searches and changes don't wait for each other. Large sets are divided among
// threads chunk by chunk; the answer doesn't depend on the division (top_hits.h).
#include <algorithm>
#include <array>
#include <atomic>
#include <iterator>
#include <thread>

#include "base/float16.h"
#include "base/threads.h"
#include "vectors/backends.h"
#include "vectors/check.h"
#include "vectors/dot.h"
#include "vectors/padded_query.h"
#include "vectors/top_hits.h"
#include "vectors/versioned_rows.h"

namespace kindred::vectors {
namespace {

constexpr std::size_t kRowsAtOnce = 64;
// Starting a thread costs tens of microseconds: each is to have some milliseconds of work.
constexpr std::size_t kBytesPerThread = std::size_t{16} << 20;
// How many rows are scanned in the time that one id is looked up and its row read.
constexpr std::size_t kLookUpCost = 8;

class ExactIndex final : public VectorIndex {
 public:
  explicit ExactIndex(std::size_t dimension) : dimension_(dimension), rows_(dimension) {}

  [[nodiscard]] std::size_t dimension() const override { return dimension_; }

  Result<void> upsert(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) override {
    TRY(check_vectors(ids, vectors, dimension_));
    rows_.upsert(ids, vectors);
    return {};
  }

  Result<void> remove(std::span<const Uuid> ids) override {
    rows_.remove(ids);
    return {};
  }

  [[nodiscard]] Result<std::vector<std::vector<Hit>>> search_all(std::span<const Query> queries) const override {
    for (const Query& query : queries)
      TRY(check_query(query, dimension_));
    std::vector<std::vector<Hit>> hits;
    hits.reserve(queries.size());
    for (const Query& query : queries)
      hits.push_back(search_one(query));
    return hits;
  }

  [[nodiscard]] Result<std::vector<std::optional<std::vector<float>>>> vectors_of(std::span<const Uuid> ids) const override {
    std::vector<std::optional<std::vector<float>>> vectors;
    vectors.reserve(ids.size());
    for (const Uuid& id : ids) {
      const auto halves = rows_.find(id);
      vectors.push_back(halves ? std::optional(floats_of(*halves)) : std::nullopt);
    }
    return vectors;
  }

  [[nodiscard]] Result<ScrollPage> scroll(std::optional<Uuid> from, std::size_t limit) const override {
    TRY(check_scroll(limit));
    std::vector<Uuid> ids = rows_.ids_from(from.value_or(Uuid{}), limit + 1);
    ScrollPage page;
    if (ids.size() > limit) {
      page.next = ids.back();
      ids.pop_back();
    }
    rows_.visit(ids, [&](const Uuid& id, const std::uint16_t* row) {
      page.ids.push_back(id);
      std::transform(row, row + dimension_, std::back_inserter(page.vectors), f16_to_float);
    });
    return page;
  }

  [[nodiscard]] Result<std::size_t> count() const override { return rows_.snapshot()->alive; }

  Result<void> settle(std::uint64_t) override { return {}; }
  [[nodiscard]] std::uint64_t settled() const override { return 0; }

 private:
  static std::vector<float> floats_of(std::span<const std::uint16_t> halves) {
    std::vector<float> floats(halves.size());
    std::transform(halves.begin(), halves.end(), floats.begin(), f16_to_float);
    return floats;
  }

  [[nodiscard]] std::vector<Hit> search_one(const Query& query) const {
    const std::shared_ptr<const RowSnapshot> rows = rows_.snapshot();
    if (query.limit == 0 || rows->alive == 0) return {};
    if (query.allowed != nullptr && query.allowed->count() < rows->alive / kLookUpCost) return look_up(query);
    return scan(*rows, query);
  }

  // Only what is allowed is looked at.
  [[nodiscard]] std::vector<Hit> look_up(const Query& query) const {
    std::vector<Uuid> ids;
    query.allowed->for_each([&](const Uuid& id) { ids.push_back(id); });
    const PaddedQuery padded(query.vector);
    TopHits hits(query.limit);
    rows_.visit(ids, [&](const Uuid& id, const std::uint16_t* row) {
      if (is_left_out(query, id)) return;
      float score = 0;
      best_dot_kernel().run(padded.data(), row, padded_dimension(dimension_), {&score, 1});
      hits.offer({id, score});
    });
    return hits.take_sorted();
  }

  [[nodiscard]] std::vector<Hit> scan(const RowSnapshot& rows, const Query& query) const {
    const std::size_t bytes = rows.parts.size() * RowChunk::kRows * padded_dimension(dimension_) * sizeof(std::uint16_t);
    const std::size_t threads = std::clamp<std::size_t>(bytes / kBytesPerThread, 1, usable_cpus());
    const PaddedQuery padded(query.vector);
    std::vector<TopHits> best(threads, TopHits(query.limit));
    std::atomic<std::size_t> next = 0;
    const auto work = [&](TopHits& hits) {
      for (std::size_t i = next++; i < rows.parts.size(); i = next++)
        scan_part(rows.parts[i], rows.version, padded, query, hits);
    };
    {
      std::vector<std::jthread> helpers;
      for (std::size_t i = 1; i < threads; ++i)
        helpers.emplace_back([&, i] { work(best[i]); });
      work(best[0]);
    }
    for (std::size_t i = 1; i < threads; ++i)
      best[0].merge(best[i]);
    return best[0].take_sorted();
  }

  void scan_part(const RowSnapshot::Part& part, std::uint64_t version, const PaddedQuery& padded, const Query& query, TopHits& hits) const {
    const DotRows dot_rows = best_dot_kernel().run;
    std::array<float, kRowsAtOnce> scores;
    for (std::size_t begin = 0; begin < part.rows; begin += kRowsAtOnce) {
      const std::size_t count = std::min(kRowsAtOnce, part.rows - begin);
      dot_rows(padded.data(), part.chunk->row(begin), padded_dimension(dimension_), std::span(scores).first(count));
      for (std::size_t i = 0; i < count; ++i) {
        if (scores[i] < hits.threshold()) continue;
        const Hit hit{part.chunk->id(begin + i), scores[i]};
        if (!hits.wants(hit) || part.chunk->removed_by(begin + i, version)) continue;
        if (!is_left_out(query, hit.id) && (query.allowed == nullptr || query.allowed->contains(hit.id))) hits.offer(hit);
      }
    }
  }

  const std::size_t dimension_;
  VersionedRows rows_;
};

}  // namespace

Result<std::unique_ptr<VectorIndex>> make_exact_index(const IndexOptions& options) {
  TRY(check_dimension(options.dimension));
  return std::unique_ptr<VectorIndex>(std::make_unique<ExactIndex>(options.dimension));
}

}  // namespace kindred::vectors
