// One Qdrant server or cluster, and the requests that Kindred makes to it over REST (docs/vectors.md tells the layout).
//
// A request that fails for a reason that may pass is made again, three times in all within some seconds: every one may arrive twice. A change has been
// made and can be searched when its call returns. Errors: as answer.h, and `unavailable` when the server can't be reached in time.
// Thread-safety: all members, any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "http/client.h"
#include "vectors/qdrant/answer.h"
#include "vectors/qdrant/search_plan.h"
#include "vectors/qdrant/settings.h"

namespace kindred::vectors {

// Which vectors of the server are meant.
struct QdrantSpace {
  std::string collection;
  std::string vector_name;
  std::size_t dimension = 0;
};

class QdrantServer {
 public:
  // Asks nothing yet. `invalid` for settings that can't be.
  static Result<std::shared_ptr<QdrantServer>> make(QdrantSettings settings);
  // `unsupported` unless it is a Qdrant of 1.17 to 1.19.
  Result<QdrantVersion> check();

  // Makes the collection unless it is there. `conflict` when it is there with other vectors.
  Result<void> ensure(const QdrantSpace& space);
  // Deletes it; nothing happens when there is none.
  Result<void> drop(const std::string& collection);

  Result<void> upsert(const QdrantSpace& space, std::span<const Uuid> ids, std::span<const std::uint16_t> vectors);
  Result<void> remove(const QdrantSpace& space, std::span<const Uuid> ids);
  Result<std::vector<std::vector<Hit>>> search(const QdrantSpace& space, std::span<const Question> questions,
                                               std::span<const std::span<const float>> vectors);
  Result<std::vector<QdrantRecord>> retrieve(const QdrantSpace& space, std::span<const Uuid> ids);
  // Points that have vectors, by id, from `from` on.
  Result<QdrantPage> scroll(const QdrantSpace& space, std::optional<Uuid> from, std::size_t limit);
  Result<std::uint64_t> count(const QdrantSpace& space, bool exact);
  // A number kept with the collection; 0 before it is first written.
  Result<void> put_mark(const QdrantSpace& space, std::uint64_t mark);
  Result<std::uint64_t> mark_of(const QdrantSpace& space);

  [[nodiscard]] const QdrantSettings& settings() const { return settings_; }

 private:
  QdrantServer(QdrantSettings settings, std::unique_ptr<http::Client> client)
      : settings_(std::move(settings)), client_(std::move(client)) {}
  // The "result" of the answer.
  Result<json::value> ask(std::string_view what, http::Request request);
  Result<void> change(std::string_view what, const QdrantSpace& space, std::string_view method, std::string_view path, std::string body);
  Result<void> check_space(const QdrantSpace& space, const json::value& info) const;

  const QdrantSettings settings_;
  std::unique_ptr<http::Client> client_;
};

}  // namespace kindred::vectors
