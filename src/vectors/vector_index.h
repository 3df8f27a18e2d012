// Search among the vectors of one collection (the images of a Datalake; later the shapes of a version).
//
// An index is a cache: the truth is the VectorFile it is built from (docs/vector-files.md). Vectors are unit length, the score
// is the cosine. Results are sorted by score, best first; equal scores by id, so that answers never depend on chance.
// Thread-safety: search() and size() from any thread, also beside upsert() and remove(), which may be called from any thread
// and are seen by searches that begin after they return.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
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

struct Query {
  std::span<const float> vector;  // `dimension` floats, unit length
  std::size_t limit = 20;         // at most kMaxLimit
  // Which items may be returned; empty: all. Called from several threads.
  std::function<bool(const Uuid&)> allowed;
};

inline constexpr std::size_t kMaxLimit = 10'000;

class VectorIndex {
 public:
  virtual ~VectorIndex() = default;
  [[nodiscard]] virtual std::size_t dimension() const = 0;
  [[nodiscard]] virtual std::size_t size() const = 0;

  // `vectors` is ids.size() x dimension in f16 bits. An id that is there already is replaced.
  virtual Result<void> upsert(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) = 0;
  // Ids that aren't there are ignored.
  virtual Result<void> remove(std::span<const Uuid> ids) = 0;
  [[nodiscard]] virtual Result<std::vector<Hit>> search(const Query& query) const = 0;
  // The stored vector, as floats; `not_found` when the id isn't there.
  [[nodiscard]] virtual Result<std::vector<float>> vector_of(const Uuid& id) const = 0;
};

}  // namespace kindred::vectors
