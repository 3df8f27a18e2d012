// A page of what a visual query found: best first, ties by id. Its cursors hold at any depth, and are refused by lists in another order.
// Thread-safety: free functions, any thread.
#pragma once

#include <vector>

#include "base/bitmap.h"
#include "base/ids.h"
#include "selection/page_of.h"
#include "usecases/browse.h"

namespace kindred::usecases {

struct Ranked {
  float score = 0;
  Uuid id;
  Bitmap::Row row = 0;
  bool operator<(const Ranked& other) const { return score != other.score ? score > other.score : id < other.id; }
};

// `all` in any order. `invalid` for a cursor of another list.
Result<selection::RowPage> ranked_page(std::vector<Ranked> all, const PageRequest& page);

}  // namespace kindred::usecases
