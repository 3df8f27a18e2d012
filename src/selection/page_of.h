// A page of a bitmap's rows in a list's order, by cursor or offset, as store/page.h and store/list_query.h have them: the same orders,
// ties and cursors as lists that the database sorts.
//
// Costs: in the order of row numbers as much as the page; in other orders one look at each row, and sorting of the page alone, unless
// it lies deep. Thread-safety: free functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bitmap.h"
#include "base/result.h"
#include "selection/needs.h"
#include "selection/row_cache.h"
#include "store/list_query.h"
#include "store/page.h"

namespace kindred::selection {

// Columns that the order looks at.
void add_needs(const store::Order& order, Needs& needs);

struct RowPage {
  std::vector<Bitmap::Row> rows;
  std::optional<std::string> next_cursor;
};

// At most store::kMaxPageSize rows.
Result<RowPage> page_of(const Bitmap& found, const Rows& rows, const store::Order& order, const store::PageRequest& page);

}  // namespace kindred::selection
