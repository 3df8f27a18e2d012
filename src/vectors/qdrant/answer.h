// The answers of Qdrant's REST interface, read: the envelope, and what Kindred asks for.
//
// Success is {"result": …, "status": "ok"}, an error {"status": {"error": "text"}}; some errors have an empty body or are plain text. The
// text is all the detail there is. Errors: `unavailable` for what may go better later (overload, a full disk, a refused key), `not_found` for
// a collection or point that isn't there, `conflict` for one that is, `internal` for requests that Qdrant finds wrong, `corrupt` for answers
// that aren't what was asked for. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"
#include "vectors/vector_index.h"

namespace kindred::vectors {

// The "result" of an answer. `what` names the request in errors.
Result<json::value> read_qdrant_answer(int status, std::string_view body, std::string_view what);
// Whether the same request may succeed if it's made again in a moment.
bool is_passing(int status);

struct QdrantVersion {
  int major = 0;
  int minor = 0;
  std::string text;
};
// The body of GET /, which has no envelope. `invalid` when it's not a Qdrant that answers.
Result<QdrantVersion> read_qdrant_version(std::string_view body);

// True when the change is done and can be searched; false when it's only on its way.
Result<bool> read_is_completed(const json::value& result);

// In the order of the answer. An id that is no UUID, or a score that is no number, is `corrupt`.
Result<std::vector<Hit>> read_scored_points(const json::value& result);
Result<std::vector<std::vector<Hit>>> read_scored_batch(const json::value& result, std::size_t expected);

struct QdrantRecord {
  Uuid id;
  std::vector<float> vector;  // empty: it has none of that name
  json::object payload;
};
// Of retrieve. A vector of another dimension, or with something else than numbers, is `corrupt`.
Result<std::vector<QdrantRecord>> read_records(const json::value& result, std::string_view vector_name, std::size_t dimension);
struct QdrantPage {
  std::vector<QdrantRecord> records;
  std::optional<Uuid> next;
};
Result<QdrantPage> read_scroll_page(const json::value& result, std::string_view vector_name, std::size_t dimension);
Result<std::uint64_t> read_count(const json::value& result);
// The dimension of each named vector of a collection.
Result<std::vector<std::pair<std::string, std::uint64_t>>> read_named_vectors(const json::value& result);

}  // namespace kindred::vectors
