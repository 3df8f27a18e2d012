// Which rows a query finds, as a bitmap.
//
// On a path to many (tags, datasets) a condition holds when it holds for any of them, each condition for itself; negated it finds all
// rows that it does not find positively (docs/query-language.md). Thread-safety: free functions.
#pragma once

#include "base/bitmap.h"
#include "base/result.h"
#include "query/schema.h"
#include "selection/row_cache.h"

namespace kindred::selection {

// Live rows: of the shapes when they are looked for, of the Assets, or of the one Datalake when there are none. `rows` must have been read with the query's needs.
Bitmap evaluate(const query::Query& query, const Rows& rows);

}  // namespace kindred::selection
