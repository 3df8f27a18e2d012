// What the rows of images' and of shapes' embeddings have in common. For this module.
#pragma once

#include <memory>

#include "base/result.h"
#include "model/embedding.h"
#include "store/database.h"

namespace kindred::store {

// Of rows (status, items).
Result<EmbeddingCounts> sum_counts(Result<std::unique_ptr<Statement>> statement);

}  // namespace kindred::store
