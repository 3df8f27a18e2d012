// Where a workspace's vectors are searched: in this process, or in a Qdrant. Recorded in the database, so that every command finds them there;
// a key is never recorded, only the file that holds it. Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/database.h"
#include "vectors/qdrant/settings.h"

namespace kindred::usecases {

inline constexpr std::string_view kQdrantBackend = "qdrant";

// Numbers of `qdrant` count for collections that are made from then on.
struct VectorSettings {
  std::string backend;                            // a row of vectors/backends.h; empty: what is recorded, else the default
  std::optional<vectors::QdrantSettings> qdrant;  // nothing: what is recorded
  std::string qdrant_key_file;                    // empty: the environment variable KINDRED_QDRANT_API_KEY, if it is set
};

struct ChosenVectors {
  VectorSettings settings;
  bool is_new = false;        // they are not what is recorded
  bool is_new_place = false;  // what was kept there at another time may be of other vectors
};
// What is to hold: `given`, filled up with what is recorded. `invalid` for an unknown backend, and for "qdrant" without an address.
Result<ChosenVectors> choose_vectors(store::Connection& connection, VectorSettings given, std::string_view default_backend);
Result<void> record_vectors(store::Connection& connection, const VectorSettings& settings);
// Reads the key into settings.qdrant. `invalid` when its file can't be read.
Result<void> read_qdrant_key(VectorSettings& settings);

}  // namespace kindred::usecases
