// Similarity and text search among the images of a Datalake or of a DatasetVersion.
//
// Hits are sorted by cosine, best first, ties by id. Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "usecases/workspace.h"

namespace kindred::usecases {

struct DataHit {
  DataId id;
  float score = 0;
};
struct AssetHit {
  AssetId id;
  float score = 0;
};

inline constexpr std::size_t kDefaultSearchLimit = 20;
inline constexpr std::size_t kMaxSearchLimit = 10'000;

// The most similar ones; the item itself is not among them. `conflict` when visual search is not active, `not_found` when the
// item has no embedding, with its status and reason.
Result<std::vector<DataHit>> find_similar(Workspace& workspace, DatalakeId datalake, DataId to, std::size_t limit);
Result<std::vector<AssetHit>> find_similar(Workspace& workspace, DatasetVersionId version, AssetId to, std::size_t limit);

Result<std::vector<DataHit>> search_by_text(Workspace& workspace, DatalakeId datalake, std::string_view prompt, std::size_t limit);
Result<std::vector<AssetHit>> search_by_text(Workspace& workspace, DatasetVersionId version, std::string_view prompt, std::size_t limit);

// What searches are made of, for those that combine them (filter.h): vectors of items and texts, and the indexes to look in. Errors as above.
Result<std::vector<float>> vector_of_item(Workspace& workspace, DatalakeId datalake, DataId id);
Result<std::vector<float>> vector_of_item(Workspace& workspace, DatasetVersionId version, AssetId id);
Result<std::vector<float>> vector_of_prompt(Workspace& workspace, DatalakeId datalake, std::string_view prompt);
Result<std::vector<float>> vector_of_prompt(Workspace& workspace, DatasetVersionId version, std::string_view prompt);
using Indexes = std::map<DatalakeId, std::shared_ptr<vectors::VectorIndex>>;
Result<Indexes> indexes_of(Workspace& workspace, DatalakeId datalake);
Result<Indexes> indexes_of(Workspace& workspace, DatasetVersionId version);

// A picture that is not in the workspace as the query: the bytes of an image file.
Result<std::vector<DataHit>> search_by_image(Workspace& workspace, DatalakeId datalake, std::span<const std::uint8_t> picture,
                                             std::size_t limit);
Result<std::vector<AssetHit>> search_by_image(Workspace& workspace, DatasetVersionId version, std::span<const std::uint8_t> picture,
                                              std::size_t limit);

// Stored vectors page by page, in the order of ids (Data ids for both, as the SDK expects of points/scroll).
struct StoredVector {
  DataId id;
  std::vector<float> vector;
};
struct VectorPage {
  std::string model_key;
  std::vector<StoredVector> vectors;
  std::optional<DataId> next;  // where the next page begins
};
Result<VectorPage> scroll_vectors(Workspace& workspace, DatalakeId datalake, std::size_t limit, std::optional<DataId> from);
Result<VectorPage> scroll_vectors(Workspace& workspace, DatasetVersionId version, std::size_t limit, std::optional<DataId> from);

}  // namespace kindred::usecases
