// The best of rows in memory, exactly: every row is compared with the query, or only those that are allowed where they are few.
//
// A scan reads a snapshot (versioned_rows.h), so searches and changes don't wait for each other. Large sets are divided among
// threads chunk by chunk; the answer doesn't depend on the division (top_hits.h). Thread-safety: any thread.
#pragma once

#include <vector>

#include "vectors/vector_index.h"
#include "vectors/versioned_rows.h"

namespace kindred::vectors {

// Requires: a query that check_query() lets through. Best first.
std::vector<Hit> scan_rows(const VersionedRows& rows, std::size_t dimension, const Query& query);

}  // namespace kindred::vectors
