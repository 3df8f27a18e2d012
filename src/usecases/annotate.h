// Annotations: made, imported in bulk, saved anew, deleted. Each request is one transaction, but for deletions of many, which go in
// chunks so that others get their turn.
//
// Thread-safety: free functions, any thread. Errors: `not_found` names the id, `invalid` the field; `too_large` a request with more
// than kMaxShapesPerRequest shapes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/annotations.h"
#include "store/shapes.h"
#include "usecases/browse.h"
#include "usecases/import_mode.h"
#include "usecases/shape_input.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// By the caller, on one of the version's Assets. `duration` in seconds.
Result<Annotation> create_annotation(Workspace& workspace, const Caller& caller, AssetId asset, double duration);
Result<Annotation> change_annotation(Workspace& workspace, const Caller& caller, AnnotationId id, const store::AnnotationChange& change);
// Its shapes become these.
Result<Annotation> save_annotation(Workspace& workspace, const Caller& caller, AnnotationId id, double duration,
                                   std::span<const ShapeInput> shapes);
Result<std::vector<Shape>> add_shapes(Workspace& workspace, const Caller& caller, AnnotationId id, std::span<const ShapeInput> shapes);

struct AnnotationInput {
  AssetId asset_id;
  std::string attributes_json;  // an object, or empty
  std::vector<ShapeInput> shapes;
};
struct ImportedAnnotation {
  AnnotationId id;
  std::int64_t shapes = 0;  // those of this request
};
// All or nothing.
Result<std::vector<ImportedAnnotation>> import_annotations(Workspace& workspace, const Caller& caller, DatasetVersionId version,
                                                           ImportMode mode, std::optional<AnnotationStatus> status,
                                                           std::span<const AnnotationInput> annotations);

// With their shapes. Ids that are not of the version are ignored.
Result<void> delete_annotations(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const AnnotationId> ids);
Result<void> delete_all_annotations(Workspace& workspace, const Caller& caller, DatasetVersionId version);

// Looking.
Result<Annotation> own_annotation(Workspace& workspace, const Caller& caller, AnnotationId id);
Result<std::vector<Annotation>> annotations_of(Workspace& workspace, AssetId asset);  // the newest first
Result<Annotation> last_annotation_of(Workspace& workspace, AssetId asset);
Result<Listing<Annotation>> list_annotations(Workspace& workspace, DatasetVersionId version, const store::AnnotationFilter& filter,
                                             const PageRequest& page);
// Of all pages, the newest first; `too_large` for more than kMaxAnnotationIds.
inline constexpr std::int64_t kMaxAnnotationIds = 2'000'000;
Result<std::vector<AnnotationId>> all_annotation_ids(Workspace& workspace, DatasetVersionId version, const store::AnnotationFilter& filter);

struct LoadedAnnotation {
  Annotation annotation;
  std::vector<Shape> shapes;
};
// In the order of `ids`; those that are not of the version are left out.
Result<std::vector<LoadedAnnotation>> load_annotations(Workspace& workspace, DatasetVersionId version, std::span<const AnnotationId> ids);
// Of Assets, in their order; of each the newest Annotation first.
Result<std::vector<std::vector<LoadedAnnotation>>> load_annotations_of(Workspace& workspace, std::span<const AssetId> assets);

struct AnnotationStats {
  std::vector<store::ShapeCount> shapes;
  store::AnnotationCounts annotations;
};
Result<AnnotationStats> annotation_stats(Workspace& workspace, DatasetVersionId version);

}  // namespace kindred::usecases
