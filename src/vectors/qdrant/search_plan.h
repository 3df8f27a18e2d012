// Which questions Qdrant is asked for one search, so that the answer is complete, sorted by us, and small on the way.
//
// A plan is asked for its next question until it has none. Qdrant orders equal scores at random, so one hit more than wanted is asked for,
// and more while the last ones are equal, up to kMostTied. A predicate is told as ids where few are allowed: then only these are looked at.
// Where many are, the best of all are asked for and those that aren't allowed left out, in growing numbers, until there are enough or telling
// the ids is cheaper. Thread-safety: one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "vectors/vector_index.h"

namespace kindred::vectors {

inline constexpr std::size_t kMostIdsTold = 10'000;  // in one question
inline constexpr std::size_t kMostTied = 100'000;

struct Question {
  std::size_t limit = 0;
  std::span<const Uuid> among = {};    // only these; empty: all
  std::span<const Uuid> without = {};  // none of these
};

class SearchPlan {
 public:
  // `stored`: about how many vectors there are. The query must stay alive.
  SearchPlan(const Query& query, std::size_t stored);

  // Nothing when the hits are complete. Its spans are valid until answer().
  [[nodiscard]] std::optional<Question> next() const;
  // The answer to next(), in any order of equal scores.
  void answer(const std::vector<Hit>& hits);
  // Best first.
  std::vector<Hit> take_hits();

 private:
  void tell_ids();
  void answer_about_ids(const std::vector<Hit>& hits, bool all_there);
  void answer_about_all(const std::vector<Hit>& hits, bool all_there);

  const Query& query_;
  std::size_t asked_for_ = 0;  // in the next question
  bool done_ = false;
  std::vector<Uuid> told_;  // all ids that are allowed, once they are to be told
  std::size_t told_until_ = 0;
  std::vector<Hit> hits_;
};

}  // namespace kindred::vectors
