// Where a workspace's vectors are searched: in this process, or in a Qdrant. Recorded in the database, so that every command finds them there;
// a key is never recorded, only the file that holds it. Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "store/database.h"
#include "vectors/qdrant/settings.h"

namespace kindred::usecases {

struct VectorSettings {
  std::string backend;                            // a row of vectors/backends.h; empty: what is recorded, else the default
  std::optional<vectors::QdrantSettings> qdrant;  // nothing: what is recorded
  std::string qdrant_key_file;                    // empty: the environment variable KINDRED_QDRANT_API_KEY, if it is set
};

// What holds from now on: `given`, filled up with what is recorded. `invalid` for "qdrant" without an address.
Result<VectorSettings> record_vector_settings(store::Connection& connection, VectorSettings given, std::string_view default_backend);
// Reads the key into settings.qdrant. `invalid` when its file can't be read.
Result<void> read_qdrant_key(VectorSettings& settings);

}  // namespace kindred::usecases
