// Vectors in a Qdrant server: one collection for each of ours, in it one named vector, the model's.
//
// The vector file stays the truth; Qdrant holds the index, and a mark of how much of the file it has been told (qdrant/server.h). All of it is
// remote: nothing is kept here, and every call may fail.
#include <algorithm>
#include <atomic>
#include <map>

#include "vectors/backends.h"
#include "vectors/check.h"
#include "vectors/qdrant/search_plan.h"
#include "vectors/qdrant/server.h"
#include "vectors/qdrant/vector_name.h"

namespace kindred::vectors {
namespace {

class QdrantIndex final : public VectorIndex {
 public:
  QdrantIndex(std::shared_ptr<QdrantServer> server, QdrantSpace space, std::uint64_t settled)
      : server_(std::move(server)), space_(std::move(space)), settled_(settled) {}

  [[nodiscard]] std::size_t dimension() const override { return space_.dimension; }

  Result<void> upsert(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) override {
    TRY(check_vectors(ids, vectors, space_.dimension));
    return server_->upsert(space_, ids, vectors);
  }

  Result<void> remove(std::span<const Uuid> ids) override { return server_->remove(space_, ids); }

  [[nodiscard]] Result<std::vector<std::vector<Hit>>> search_all(std::span<const Query> queries) const override {
    std::vector<SearchPlan> plans;
    plans.reserve(queries.size());
    const std::size_t stored = TRY(guess_stored(queries));
    for (const Query& query : queries) {
      TRY(check_query(query, space_.dimension));
      plans.emplace_back(query, stored);
    }
    TRY(carry_out(plans, queries));
    std::vector<std::vector<Hit>> all;
    for (SearchPlan& plan : plans)
      all.push_back(plan.take_hits());
    return all;
  }

  [[nodiscard]] Result<std::vector<std::optional<std::vector<float>>>> vectors_of(std::span<const Uuid> ids) const override {
    std::map<Uuid, std::vector<float>> found;
    auto records = TRY(server_->retrieve(space_, ids));
    for (QdrantRecord& record : records) {
      if (!record.vector.empty()) found.insert_or_assign(record.id, std::move(record.vector));
    }
    std::vector<std::optional<std::vector<float>>> vectors(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (const auto place = found.find(ids[i]); place != found.end()) vectors[i] = place->second;
    }
    return vectors;
  }

  [[nodiscard]] Result<ScrollPage> scroll(std::optional<Uuid> from, std::size_t limit) const override {
    TRY(check_scroll(limit));
    const QdrantPage page = TRY(server_->scroll(space_, from, limit));
    ScrollPage scrolled;
    for (const QdrantRecord& record : page.records) {
      if (record.vector.empty()) return corrupt("The point " + to_string(record.id) + " in Qdrant has no vector of this model");
      scrolled.ids.push_back(record.id);
      scrolled.vectors.insert(scrolled.vectors.end(), record.vector.begin(), record.vector.end());
    }
    scrolled.next = page.next;
    return scrolled;
  }

  [[nodiscard]] Result<std::size_t> count() const override { return std::size_t{TRY(server_->count(space_, true))}; }

  Result<void> settle(std::uint64_t file_bytes) override {
    if (file_bytes == settled_) return {};
    TRY(server_->put_mark(space_, file_bytes));
    settled_ = file_bytes;
    return {};
  }
  [[nodiscard]] std::uint64_t settled() const override { return settled_; }

 private:
  // Only predicates need it, to guess how many of the best hold enough that are allowed.
  [[nodiscard]] Result<std::size_t> guess_stored(std::span<const Query> queries) const {
    const bool needed = std::ranges::any_of(queries, [](const Query& query) { return query.allowed != nullptr; });
    return needed ? std::size_t{TRY(server_->count(space_, false))} : std::size_t{0};
  }

  // In rounds: the next questions of all plans go together.
  Result<void> carry_out(std::vector<SearchPlan>& plans, std::span<const Query> queries) const {
    for (;;) {
      std::vector<Question> questions;
      std::vector<std::span<const float>> vectors;
      std::vector<SearchPlan*> asking;
      for (std::size_t i = 0; i < plans.size(); ++i) {
        const auto question = plans[i].next();
        if (!question) continue;
        questions.push_back(*question);
        vectors.push_back(queries[i].vector);
        asking.push_back(&plans[i]);
      }
      if (asking.empty()) return {};
      const auto answers = TRY(server_->search(space_, questions, vectors));
      for (std::size_t i = 0; i < asking.size(); ++i)
        asking[i]->answer(answers[i]);
    }
  }

  const std::shared_ptr<QdrantServer> server_;
  const QdrantSpace space_;
  std::atomic<std::uint64_t> settled_;
};

Result<QdrantSpace> space_of(const QdrantServer& server, const IndexOptions& options) {
  return QdrantSpace{server.settings().prefix + options.collection, TRY(vector_name_of(options.model_key)), options.dimension};
}

}  // namespace

Result<std::unique_ptr<VectorIndex>> make_qdrant_index(const IndexOptions& options) {
  TRY(check_dimension(options.dimension));
  if (!options.qdrant) return invalid("The vectors are to be in Qdrant, but it is not said where: give --qdrant-url");
  QdrantSpace space = TRY(space_of(*options.qdrant, options));
  TRY(options.qdrant->check());
  TRY(options.qdrant->ensure(space));
  const std::uint64_t settled = TRY(options.qdrant->mark_of(space));
  return std::unique_ptr<VectorIndex>(std::make_unique<QdrantIndex>(options.qdrant, std::move(space), settled));
}

Result<void> drop_qdrant_index(const IndexOptions& options) {
  if (!options.qdrant) return {};
  return options.qdrant->drop(options.qdrant->settings().prefix + options.collection);
}

}  // namespace kindred::vectors
