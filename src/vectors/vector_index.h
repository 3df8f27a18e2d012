// Search among the vectors of one collection: the images of a Datalake, or the shapes of a version.
//
// An index is a cache: the truth is the VectorFile it is built from (docs/vector-files.md). Vectors are of unit length, the score
// is the cosine. Results are sorted by score, best first; equal scores by id, so that answers never depend on chance. An index may be in this
// process or behind a network: so each call takes many of what it takes, each can fail, and a predicate can be told as well as asked.
//
// Errors: `invalid` for numbers that are not finite, another dimension, or more results than kMaxLimit; a vector without direction (all
// zeros) is refused where it is stored or looked for; `unavailable` when a remote index can't be reached.
// Thread-safety: all const members from any thread, also beside upsert() and remove(), which may be called from any thread and are seen by
// searches that begin after they return. settle() is called by one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace kindred::vectors {

struct Hit {
  Uuid id;
  float score = 0;  // cosine, in [-1, 1]
  bool operator==(const Hit&) const = default;
};

// Which items may be returned: the set of ids that a selection (a bitmap of rows) stands for. A local index asks contains() for what it
// comes upon; where few ids are allowed every index asks for all of them, and a remote one may also send them. Called from several threads.
class Predicate {
 public:
  virtual ~Predicate() = default;
  // At least as many as for_each() visits; a cost is guessed from it. Some of them may have no vector.
  [[nodiscard]] virtual std::size_t count() const = 0;
  [[nodiscard]] virtual bool contains(const Uuid& id) const = 0;
  // Each id that contains() is true for, once, in any order.
  virtual void for_each(const std::function<void(const Uuid&)>& visit) const = 0;
};

struct Query {
  std::span<const float> vector;       // `dimension` floats, unit length
  std::size_t limit = 20;              // at most kMaxLimit
  const Predicate* allowed = nullptr;  // null: all
  std::span<const Uuid> without = {};  // never returned: the items that are looked for by. A few.
};

inline constexpr std::size_t kMaxLimit = 10'000;
inline constexpr std::size_t kMaxScroll = 10'000;

// Stored vectors in the order of their ids.
struct ScrollPage {
  std::vector<Uuid> ids;
  std::vector<float> vectors;  // ids.size() x dimension
  std::optional<Uuid> next;    // where the next page begins
};

class VectorIndex {
 public:
  virtual ~VectorIndex() = default;
  [[nodiscard]] virtual std::size_t dimension() const = 0;

  // `vectors` is ids.size() x dimension in f16 bits. An id that is there already is replaced; of one that comes twice the later counts.
  virtual Result<void> upsert(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) = 0;
  // Ids that aren't there are ignored.
  virtual Result<void> remove(std::span<const Uuid> ids) = 0;

  // The hits of each query.
  [[nodiscard]] virtual Result<std::vector<std::vector<Hit>>> search_all(std::span<const Query> queries) const = 0;
  // The stored vectors, as floats; nothing for an id that isn't there.
  [[nodiscard]] virtual Result<std::vector<std::optional<std::vector<float>>>> vectors_of(std::span<const Uuid> ids) const = 0;
  // At most `limit` (1 to kMaxScroll) from the id `from` on.
  [[nodiscard]] virtual Result<ScrollPage> scroll(std::optional<Uuid> from, std::size_t limit) const = 0;
  // How many vectors there are.
  [[nodiscard]] virtual Result<std::size_t> count() const = 0;

  // For indexes that outlive the process. settle(n): all changes up to byte n of the vector file were made, and may be kept from now on.
  // settled(): for how many bytes an index that was opened again need not be told what the file holds. What was removed before the last
  // settle() stays removed; a removal after it may be forgotten when the process ends.
  virtual Result<void> settle(std::uint64_t file_bytes) = 0;
  [[nodiscard]] virtual std::uint64_t settled() const = 0;

  // For one at a time.
  [[nodiscard]] Result<std::vector<Hit>> search(const Query& query) const;
  // `not_found` when the id isn't there.
  [[nodiscard]] Result<std::vector<float>> vector_of(const Uuid& id) const;
};

}  // namespace kindred::vectors
