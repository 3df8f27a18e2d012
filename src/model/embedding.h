// Embeddings: which model, which items, how far, and why not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/ids.h"

namespace kindred {

// Of one item. ERROR is an isolated issue whose reason is kept, UNSUPPORTED a format that isn't handled.
enum class EmbeddingStatus { pending, done, error, unsupported };

std::string_view to_string(EmbeddingStatus status);  // "PENDING" …
std::optional<EmbeddingStatus> parse_embedding_status(std::string_view text);

// Of a Datalake's or a version's visual search: INACTIVE → ACTIVATING → ACTIVE → DEACTIVATING → INACTIVE.
enum class VisualSearchState { inactive, activating, active, deactivating };

std::string_view to_string(VisualSearchState state);  // "INACTIVE" …
std::optional<VisualSearchState> parse_visual_search_state(std::string_view text);

struct EmbeddingCounts {
  std::int64_t pending = 0;
  std::int64_t done = 0;
  std::int64_t error = 0;
  std::int64_t unsupported = 0;
  [[nodiscard]] std::int64_t total() const { return pending + done + error + unsupported; }
};

struct VisualSearch {
  VisualSearchState state = VisualSearchState::inactive;
  std::string model_key;  // "open_clip||ViT-B-16||datacomp_xl_s13b_b90k"
  int dimension = 0;
  std::optional<JobId> job_id;  // the one under way
};

}  // namespace kindred
