// The exact scan: every vector is compared with the query, at the speed of memory.
//
// A scan reads a snapshot (versioned_rows.h), so searches and changes don't wait for each other. Large sets are divided among
// threads chunk by chunk; the answer doesn't depend on the division (top_hits.h).
#include <atomic>
#include <cmath>
#include <cstring>
#include <string>
#include <thread>

#include "base/float16.h"
#include "base/threads.h"
#include "vectors/dot.h"
#include "vectors/top_hits.h"
#include "vectors/vector_block.h"
#include "vectors/vector_index.h"
#include "vectors/versioned_rows.h"

namespace kindred::vectors {
namespace {

constexpr std::size_t kRowsAtOnce = 64;
// Starting a thread costs tens of microseconds: each is to have some milliseconds of work.
constexpr std::size_t kBytesPerThread = std::size_t{16} << 20;

// The query as the kernel wants it: padded with zeros and aligned to lines.
class PaddedQuery {
 public:
  explicit PaddedQuery(std::span<const float> vector) : lines_(padded_dimension(vector.size()) * sizeof(float) / sizeof(BlockLine)) {
    std::memcpy(lines_.data(), vector.data(), vector.size_bytes());
  }
  [[nodiscard]] const float* data() const { return reinterpret_cast<const float*>(lines_.data()); }

 private:
  std::vector<BlockLine> lines_;
};

Result<void> check_query(const Query& query, std::size_t dimension) {
  if (query.vector.size() != dimension) {
    return invalid("The query has " + std::to_string(query.vector.size()) + " dimensions, the index has " + std::to_string(dimension));
  }
  if (query.limit > kMaxLimit) {
    return invalid(std::to_string(query.limit) + " results were asked for: at most " + std::to_string(kMaxLimit) + " are given");
  }
  for (const float value : query.vector) {
    if (!std::isfinite(value)) return invalid("The query has a value that is not a finite number");
  }
  return {};
}

bool is_finite_f16(std::uint16_t half) { return (half & 0x7C00) != 0x7C00; }

class ExactIndex final : public VectorIndex {
 public:
  explicit ExactIndex(std::size_t dimension) : dimension_(dimension), rows_(dimension) {}

  [[nodiscard]] std::size_t dimension() const override { return dimension_; }
  [[nodiscard]] std::size_t size() const override { return rows_.snapshot()->alive; }

  Result<void> upsert(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) override {
    if (vectors.size() != ids.size() * dimension_) {
      return invalid(std::to_string(ids.size()) + " ids came with " + std::to_string(vectors.size()) + " numbers instead of " +
                     std::to_string(ids.size() * dimension_));
    }
    for (std::size_t i = 0; i < vectors.size(); ++i) {
      if (!is_finite_f16(vectors[i]))
        return invalid("The vector of " + to_string(ids[i / dimension_]) + " has a value that is not a finite number");
    }
    rows_.upsert(ids, vectors);
    return {};
  }

  Result<void> remove(std::span<const Uuid> ids) override {
    rows_.remove(ids);
    return {};
  }

  [[nodiscard]] Result<std::vector<Hit>> search(const Query& query) const override {
    TRY(check_query(query, dimension_));
    const std::shared_ptr<const RowSnapshot> rows = rows_.snapshot();
    if (query.limit == 0 || rows->alive == 0) return std::vector<Hit>{};
    return scan(*rows, query);
  }

  [[nodiscard]] Result<std::vector<float>> vector_of(const Uuid& id) const override {
    const auto halves = rows_.find(id);
    if (!halves) return not_found("There is no vector of " + to_string(id));
    std::vector<float> vector(dimension_);
    std::transform(halves->begin(), halves->end(), vector.begin(), f16_to_float);
    return vector;
  }

 private:
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
        if (!query.allowed || query.allowed(hit.id)) hits.offer(hit);
      }
    }
  }

  const std::size_t dimension_;
  VersionedRows rows_;
};

}  // namespace

Result<std::unique_ptr<VectorIndex>> make_exact_index(std::size_t dimension) {
  if (dimension == 0 || dimension > kMaxDimension) {
    return invalid("An index of " + std::to_string(dimension) + " dimensions can't be made: from 1 to " + std::to_string(kMaxDimension) +
                   " can");
  }
  return std::unique_ptr<VectorIndex>(std::make_unique<ExactIndex>(dimension));
}

}  // namespace kindred::vectors
