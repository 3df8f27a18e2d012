// Foreign bytes as an answer of Qdrant: whatever the route was, they are read or refused, and nothing that is read is other than it was asked.
//
// The first byte is the status, by its last two bits; the rest is the body.
#include <cmath>
#include <cstdlib>

#include "vectors/qdrant/answer.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kindred::vectors;
  if (size == 0) return 0;
  constexpr int kStatuses[] = {200, 202, 404, 500};
  constexpr std::size_t kDimension = 2;
  const int status = kStatuses[data[0] & 3];
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)read_qdrant_version(body);
  const auto result = read_qdrant_answer(status, body, "a request");
  if (!result) {
    require(!result.error().message.empty());
    return 0;
  }
  require(status < 300);
  if (const auto hits = read_scored_points(*result)) {
    for (const Hit& hit : *hits)
      require(!std::isnan(hit.score));
  }
  if (const auto batch = read_scored_batch(*result, 2)) require(batch->size() == 2);
  for (const auto& records : {read_records(*result, "x", kDimension)}) {
    if (!records) continue;
    for (const QdrantRecord& record : *records)
      require(record.vector.empty() || record.vector.size() == kDimension);
  }
  (void)read_scroll_page(*result, "x", kDimension);
  (void)read_is_completed(*result);
  (void)read_count(*result);
  (void)read_named_vectors(*result);
  return 0;
}
