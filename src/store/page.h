// Pages of a list. Two ways to go through one: by cursor (each page begins after the last row of the page before; costs the same
// on every page and never shows a row twice, whatever is inserted meanwhile), or by limit and offset.
//
// Without `order_by` the newest come first. Ties are always broken by id, so that every order is total.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kindred::store {

// Rows in a page, and ids or names in one list of a filter, at most; more is cut to it (pages) or refused as `too_large` (lists).
inline constexpr std::size_t kMaxPageSize = 1000;
inline constexpr std::size_t kMaxListSize = 10'000;

struct PageRequest {
  std::size_t limit = kMaxPageSize;
  std::size_t offset = 0;             // rows to skip; not together with a cursor
  std::string cursor;                 // next_cursor of the page before, in the same order; empty: from the start
  std::vector<std::string> order_by;  // field names, "-" in front for descending; an unknown one is `invalid` and names those that exist
};

template <typename T>
struct Page {
  std::vector<T> items;
  std::optional<std::string> next_cursor;  // nothing on the last page
};

}  // namespace kindred::store
