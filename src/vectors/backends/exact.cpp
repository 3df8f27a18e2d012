// The exact scan: every vector is compared with the query, at the speed of memory. Nothing is kept on the disk.
#include <algorithm>
#include <iterator>

#include "base/float16.h"
#include "vectors/backends.h"
#include "vectors/check.h"
#include "vectors/scan_rows.h"
#include "vectors/versioned_rows.h"

namespace kindred::vectors {
namespace {

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
      hits.push_back(scan_rows(rows_, dimension_, query));
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

  const std::size_t dimension_;
  VersionedRows rows_;
};

}  // namespace

Result<std::unique_ptr<VectorIndex>> make_exact_index(const IndexOptions& options) {
  TRY(check_dimension(options.dimension));
  return std::unique_ptr<VectorIndex>(std::make_unique<ExactIndex>(options.dimension));
}

}  // namespace kindred::vectors
