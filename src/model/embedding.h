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

// Visual search is switched on for the images of a Datalake, for those of a version (whose vectors are the Datalakes'), and for the
// shapes of a version, each independently.
enum class EmbeddingKind { images, shapes };

std::string_view to_string(EmbeddingKind kind);  // "images" …
std::optional<EmbeddingKind> parse_embedding_kind(std::string_view text);

struct EmbeddingScope {
  EmbeddingScope(DatalakeId datalake) : id(datalake.uuid) {}      // NOLINT: a Datalake stands for its images
  EmbeddingScope(DatasetVersionId version) : id(version.uuid) {}  // NOLINT: so does a version
  EmbeddingScope(DatasetVersionId version, EmbeddingKind what) : id(version.uuid), kind(what) {}

  Uuid id;
  EmbeddingKind kind = EmbeddingKind::images;
  auto operator<=>(const EmbeddingScope&) const = default;
};
inline EmbeddingScope shapes_of(DatasetVersionId version) { return {version, EmbeddingKind::shapes}; }

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
  bool operator==(const EmbeddingCounts&) const = default;
};

// How the pictures of a version's shapes are cut out (images/crop.h).
struct CropSettings {
  double margin = 0;             // context on each side, as a fraction of the box's longer side
  bool mask_background = false;  // of polygons and masks
  bool operator==(const CropSettings&) const = default;
};

struct VisualSearch {
  VisualSearchState state = VisualSearchState::inactive;
  std::string model_key;  // "open_clip||ViT-B-16||datacomp_xl_s13b_b90k"
  int dimension = 0;
  std::optional<JobId> job_id;  // the one under way
  CropSettings crops;           // of shapes
};

}  // namespace kindred
