// Indexes for tests, of each row of backends.cpp that can be had: Qdrant's is there where KINDRED_TEST_QDRANT holds the address of one, and
// KINDRED_TEST_QDRANT_KEY its key, if it has one (tests/vectors/test_qdrant.py starts a stand-in for it, and asserts that the laws ran on it). Each index is a new collection.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "vectors/backends.h"
#include "vectors/qdrant/server.h"

namespace kindred::vectors {

inline std::vector<Backend> rows_to_test() {
  std::vector<Backend> rows;
  for (const Backend& row : backends()) {
    if (!row.is_remote || std::getenv("KINDRED_TEST_QDRANT") != nullptr) rows.push_back(row);
  }
  return rows;
}

// In full precision, so that scores can be compared with those of others.
inline std::shared_ptr<QdrantServer> qdrant_to_test() {
  QdrantSettings settings;
  settings.url = std::getenv("KINDRED_TEST_QDRANT");
  if (const char* key = std::getenv("KINDRED_TEST_QDRANT_KEY")) settings.api_key = key;
  settings.prefix = "kindred-laws-";
  settings.half_precision = false;
  return QdrantServer::make(std::move(settings)).value();
}

inline IndexOptions new_index(const Backend& row, std::size_t dimension) {
  IndexOptions options{.dimension = dimension};
  options.collection = random_token().substr(0, 16);
  options.model_key = "open_clip||test";
  if (row.is_remote) options.qdrant = qdrant_to_test();
  return options;
}

}  // namespace kindred::vectors
