#include "usecases/annotate.h"

#include <cmath>

#include "store/assets.h"
#include "usecases/own.h"
#include "usecases/write_shapes.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kAnnotationsPerChunk = 1'000;
constexpr std::size_t kShapesPerChunk = 5'000;

Result<void> check_duration(double duration) {
  if (std::isfinite(duration) && duration >= 0) return {};
  return invalid("The field 'duration' must be a number of seconds, not negative");
}

Result<void> check_count(std::size_t shapes) {
  if (shapes <= kMaxShapesPerRequest) return {};
  return Error{ErrorKind::too_large,
               "At most " + std::to_string(kMaxShapesPerRequest) + " shapes in one request, not " + std::to_string(shapes),
               {}};
}

// Collects shapes that go into the store in one go.
class Batch {
 public:
  Result<void> add(AnnotationId annotation, const Data& data, std::span<const ShapeInput> shapes) {
    for (const ShapeInput& input : shapes) {
      TRY(check_text(input.text, input.attributes_json));
      store::NewShape& shape = shapes_.emplace_back(store::NewShape{.annotation_id = annotation,
                                                                    .label_id = input.label_id,
                                                                    .geometry = input.geometry,
                                                                    .text = input.text,
                                                                    .attributes_json = input.attributes_json});
      TRY(prepare(shape.geometry, data));
    }
    return {};
  }
  [[nodiscard]] const std::vector<store::NewShape>& shapes() const { return shapes_; }

 private:
  std::vector<store::NewShape> shapes_;
};

// The Annotation that one input's shapes go into; nothing when it is to be ignored.
Result<std::optional<AnnotationId>> annotation_for(Connection& c, const Caller& caller, DatasetVersionId version, ImportMode mode,
                                                   std::optional<AnnotationStatus> status, const AnnotationInput& input) {
  const auto before = TRY(store::last_annotation_of(c, input.asset_id, caller.username));
  if (before && mode == ImportMode::keep) return std::optional<AnnotationId>();
  if (before && mode == ImportMode::concatenate) {
    store::AnnotationChange change{.duration = {}, .status = status, .attributes_json = {}};
    if (!input.attributes_json.empty()) change.attributes_json = input.attributes_json;
    TRY(store::change_annotation(c, before->id, change));
    return std::optional(before->id);
  }
  if (before) TRY(store::delete_annotations(c, version, std::span(&before->id, 1)));
  const Annotation made = TRY(store::create_annotation(c, {.asset_id = input.asset_id,
                                                           .username = caller.username,
                                                           .status = status.value_or(AnnotationStatus::pending),
                                                           .attributes_json = input.attributes_json}));
  return std::optional(made.id);
}

Result<std::vector<Shape>> shapes_of(Connection& c, DatasetVersionId version, const std::vector<store::NewShape>& made) {
  std::vector<ShapeId> ids;
  ids.reserve(made.size());
  for (const store::NewShape& shape : made)
    ids.push_back(shape.id);
  return store::find_shapes(c, version, ids);
}

Result<LoadedAnnotation> load(Connection& c, Annotation annotation) {
  std::vector<Shape> shapes = TRY(store::shapes_of_annotation(c, annotation.id));
  return LoadedAnnotation{std::move(annotation), std::move(shapes)};
}

}  // namespace

Result<Annotation> create_annotation(Workspace& workspace, const Caller& caller, AssetId asset, double duration) {
  TRY(check_duration(duration));
  return workspace.database().write(
      [&](Connection& c) { return store::create_annotation(c, {.asset_id = asset, .username = caller.username, .duration = duration}); });
}

Result<Annotation> change_annotation(Workspace& workspace, const Caller&, AnnotationId id, const store::AnnotationChange& change) {
  if (change.duration) TRY(check_duration(*change.duration));
  if (change.attributes_json) TRY(check_text({}, *change.attributes_json));
  return workspace.database().write([&](Connection& c) { return store::change_annotation(c, id, change); });
}

Result<Annotation> save_annotation(Workspace& workspace, const Caller& caller, AnnotationId id, double duration,
                                   std::span<const ShapeInput> shapes) {
  TRY(check_duration(duration));
  TRY(check_count(shapes.size()));
  const Annotation before = TRY(workspace.database().read([&](Connection& c) { return store::find_annotation(c, id); }));
  return write_shapes(workspace, caller, before.version_id, [&](Connection& c) -> Result<Annotation> {
    const Asset asset = TRY(store::find_asset(c, before.asset_id));
    Batch batch;
    TRY(batch.add(id, asset.data, shapes));
    while (TRY(store::delete_some_shapes(c, std::span(&id, 1), kShapesPerChunk)) > 0) {
    }
    TRY(store::insert_shapes(c, before.version_id, batch.shapes()));
    return store::change_annotation(c, id, {.duration = duration, .status = {}, .attributes_json = {}});
  });
}

Result<std::vector<Shape>> add_shapes(Workspace& workspace, const Caller& caller, AnnotationId id, std::span<const ShapeInput> shapes) {
  TRY(check_count(shapes.size()));
  const Annotation annotation = TRY(workspace.database().read([&](Connection& c) { return store::find_annotation(c, id); }));
  return write_shapes(workspace, caller, annotation.version_id, [&](Connection& c) -> Result<std::vector<Shape>> {
    const Asset asset = TRY(store::find_asset(c, annotation.asset_id));
    Batch batch;
    TRY(batch.add(id, asset.data, shapes));
    TRY(store::insert_shapes(c, annotation.version_id, batch.shapes()));
    return shapes_of(c, annotation.version_id, batch.shapes());
  });
}

Result<std::vector<ImportedAnnotation>> import_annotations(Workspace& workspace, const Caller& caller, DatasetVersionId version,
                                                           ImportMode mode, std::optional<AnnotationStatus> status,
                                                           std::span<const AnnotationInput> annotations) {
  std::size_t count = 0;
  for (const AnnotationInput& input : annotations)
    count += input.shapes.size();
  TRY(check_count(count));
  return write_shapes(workspace, caller, version, [&](Connection& c) -> Result<std::vector<ImportedAnnotation>> {
    std::vector<ImportedAnnotation> imported;
    for (const AnnotationInput& input : annotations) {
      const auto asset = store::find_asset(c, input.asset_id);
      if (!asset || asset->version_id != version) {
        return invalid("The asset " + to_string(input.asset_id) + " is not one of the version " + to_string(version));
      }
      TRY(check_text({}, input.attributes_json));
      const auto annotation = TRY(annotation_for(c, caller, version, mode, status, input));
      if (!annotation) continue;
      // Each at once: a later one for the same Asset may replace it.
      Batch batch;
      TRY(batch.add(*annotation, asset->data, input.shapes));
      TRY(store::insert_shapes(c, version, batch.shapes()));
      imported.push_back({*annotation, static_cast<std::int64_t>(input.shapes.size())});
    }
    return imported;
  });
}

Result<void> delete_annotations(Workspace& workspace, const Caller& caller, DatasetVersionId version, std::span<const AnnotationId> ids) {
  for (std::size_t begin = 0; begin < ids.size(); begin += kAnnotationsPerChunk) {
    const auto named = ids.subspan(begin, std::min(kAnnotationsPerChunk, ids.size() - begin));
    const auto there = TRY(workspace.database().read([&](Connection& c) {
      return store::list_annotation_ids(c, version, {.status = {}, .assets = {}, .ids = std::vector(named.begin(), named.end())}, {});
    }));
    const std::span<const AnnotationId> some = there.items;
    while (TRY(write_shapes(workspace, caller, version,
                            [&](Connection& c) { return store::delete_some_shapes(c, some, kShapesPerChunk); })) > 0) {
    }
    TRY(write_shapes(workspace, caller, version, [&](Connection& c) { return store::delete_annotations(c, version, some); }));
  }
  return {};
}

Result<void> delete_all_annotations(Workspace& workspace, const Caller& caller, DatasetVersionId version) {
  while (TRY(write_shapes(workspace, caller, version,
                          [&](Connection& c) { return store::delete_some_shapes(c, version, kShapesPerChunk); })) > 0) {
  }
  while (TRY(write_shapes(workspace, caller, version,
                          [&](Connection& c) { return store::delete_some_annotations(c, version, kAnnotationsPerChunk); })) > 0) {
  }
  return {};
}

Result<Annotation> own_annotation(Workspace& workspace, const Caller& caller, AnnotationId id) {
  Annotation annotation = TRY(workspace.database().read([&](Connection& c) { return store::find_annotation(c, id); }));
  if (!own_version(workspace, caller, annotation.version_id)) return not_found("There is no annotation " + to_string(id));
  return annotation;
}

Result<std::vector<Annotation>> annotations_of(Workspace& workspace, AssetId asset) {
  return workspace.database().read([&](Connection& c) { return store::annotations_of_asset(c, asset); });
}

Result<Annotation> last_annotation_of(Workspace& workspace, AssetId asset) {
  auto last = TRY(workspace.database().read([&](Connection& c) { return store::last_annotation(c, asset); }));
  if (!last) return not_found("The asset " + to_string(asset) + " has no annotation");
  return *std::move(last);
}

Result<Listing<Annotation>> list_annotations(Workspace& workspace, DatasetVersionId version, const store::AnnotationFilter& filter,
                                             const PageRequest& page) {
  return workspace.database().read([&](Connection& c) -> Result<Listing<Annotation>> {
    return Listing<Annotation>{TRY(store::list_annotations(c, version, filter, page)), TRY(store::count_annotations(c, version, filter))};
  });
}

Result<std::vector<AnnotationId>> all_annotation_ids(Workspace& workspace, DatasetVersionId version,
                                                     const store::AnnotationFilter& filter) {
  return workspace.database().read([&](Connection& c) -> Result<std::vector<AnnotationId>> {
    const std::int64_t count = TRY(store::count_annotations(c, version, filter));
    if (count > kMaxAnnotationIds) {
      return Error{ErrorKind::too_large,
                   "There are " + std::to_string(count) + " annotations, at most " + std::to_string(kMaxAnnotationIds) +
                       " ids are sent at once: name the assets",
                   {}};
    }
    std::vector<AnnotationId> all;
    all.reserve(static_cast<std::size_t>(count));
    PageRequest page;
    while (true) {
      const auto some = TRY(store::list_annotation_ids(c, version, filter, page));
      all.insert(all.end(), some.items.begin(), some.items.end());
      if (!some.next_cursor) return all;
      page.cursor = *some.next_cursor;
    }
  });
}

Result<std::vector<LoadedAnnotation>> load_annotations(Workspace& workspace, DatasetVersionId version, std::span<const AnnotationId> ids) {
  return workspace.database().read([&](Connection& c) -> Result<std::vector<LoadedAnnotation>> {
    std::vector<LoadedAnnotation> loaded;
    for (const AnnotationId id : ids) {
      auto annotation = store::find_annotation(c, id);
      if (!annotation && annotation.error().kind != ErrorKind::not_found) return annotation.error();
      if (annotation && annotation->version_id == version) loaded.push_back(TRY(load(c, *std::move(annotation))));
    }
    return loaded;
  });
}

Result<std::vector<std::vector<LoadedAnnotation>>> load_annotations_of(Workspace& workspace, std::span<const AssetId> assets) {
  return workspace.database().read([&](Connection& c) -> Result<std::vector<std::vector<LoadedAnnotation>>> {
    std::vector<std::vector<LoadedAnnotation>> all;
    for (const AssetId asset : assets) {
      auto annotations = TRY(store::annotations_of_asset(c, asset));
      auto& of_asset = all.emplace_back();
      for (Annotation& annotation : annotations)
        of_asset.push_back(TRY(load(c, std::move(annotation))));
    }
    return all;
  });
}

Result<AnnotationStats> annotation_stats(Workspace& workspace, DatasetVersionId version) {
  return workspace.database().read([&](Connection& c) -> Result<AnnotationStats> {
    return AnnotationStats{TRY(store::shape_counts(c, version)), TRY(store::annotation_counts(c, version))};
  });
}

}  // namespace kindred::usecases
