// Rows of Annotations. Their shapes are those of store/shapes.h.
//
// An Asset may have any number of them, one a person as a rule. Order for PageRequest: created_at (the newest first when none is
// asked for). Thread-safety: as the Connection. Errors: `not_found` names the id; `too_large` a list over kMaxListSize.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/annotation.h"
#include "store/database.h"
#include "store/page.h"

namespace kindred::store {

struct NewAnnotation {
  AssetId asset_id;
  std::string username;
  double duration = 0;  // seconds
  AnnotationStatus status = AnnotationStatus::pending;
  std::string attributes_json = {};  // an object, or empty
};
Result<Annotation> create_annotation(Connection& connection, const NewAnnotation& annotation);
Result<Annotation> find_annotation(Connection& connection, AnnotationId id);

// Of one Asset, the newest first.
Result<std::vector<Annotation>> annotations_of_asset(Connection& connection, AssetId asset);
// The newest; nothing when there is none. With a username, of that person's.
Result<std::optional<Annotation>> last_annotation(Connection& connection, AssetId asset);
Result<std::optional<Annotation>> last_annotation_of(Connection& connection, AssetId asset, std::string_view username);

// Every part that is set narrows. An empty list that is set matches nothing.
struct AnnotationFilter {
  std::optional<AnnotationStatus> status;
  std::optional<std::vector<AssetId>> assets;
  std::optional<std::vector<AnnotationId>> ids;
};
Result<Page<Annotation>> list_annotations(Connection& connection, DatasetVersionId version, const AnnotationFilter& filter,
                                          const PageRequest& page);
Result<Page<AnnotationId>> list_annotation_ids(Connection& connection, DatasetVersionId version, const AnnotationFilter& filter,
                                               const PageRequest& page);
Result<std::int64_t> count_annotations(Connection& connection, DatasetVersionId version, const AnnotationFilter& filter);

struct AnnotationChange {
  std::optional<double> duration;
  std::optional<AnnotationStatus> status;
  std::optional<std::string> attributes_json;  // empty: none
};
Result<Annotation> change_annotation(Connection& connection, AnnotationId id, const AnnotationChange& change);

// With their shapes. When those are many, delete_some_shapes() (store/shapes.h) first, chunk by chunk. Ids that are not of the version
// are ignored. Gives how many were deleted.
Result<std::int64_t> delete_annotations(Connection& connection, DatasetVersionId version, std::span<const AnnotationId> ids);
// Any `limit` of them: repeat until it gives 0.
Result<std::int64_t> delete_some_annotations(Connection& connection, DatasetVersionId version, std::size_t limit);

struct AnnotationCounts {
  std::int64_t pending = 0;
  std::int64_t skipped = 0;
  std::int64_t accepted = 0;
  std::int64_t refused = 0;
  [[nodiscard]] std::int64_t total() const { return pending + skipped + accepted + refused; }
};
// Kept, not counted.
Result<AnnotationCounts> annotation_counts(Connection& connection, DatasetVersionId version);

}  // namespace kindred::store
