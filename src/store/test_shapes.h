// For tests of this module: a workspace whose version has Assets, Labels "car" and "tree", and an Annotation on each Asset.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/annotations.h"
#include "store/embeddings.h"
#include "store/labels.h"
#include "store/rows.h"
#include "store/shapes.h"
#include "store/test_workspace.h"

namespace kindred::store {

class ShapesTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kAssets = 4;

  ShapesTest() {
    datas_ = w_.add_datas(kAssets);
    w_.write([&](Connection& c) -> Result<void> {
      TRY(insert_assets(c, version(), datas_, {}));
      car_ = TRY(create_label(c, version(), "car")).id;
      tree_ = TRY(create_label(c, version(), "tree")).id;
      for (const DataId data : datas_) {
        assets_.push_back(TRY(find_asset_by_data(c, version(), data)).id);
        annotations_.push_back(TRY(create_annotation(c, {.asset_id = assets_.back(), .username = "ann"})).id);
      }
      return {};
    });
  }

  [[nodiscard]] DatasetVersionId version() const { return w_.version.id; }

  ShapeId add(AnnotationId annotation, LabelId label, const Geometry& geometry) {
    const NewShape shape{.annotation_id = annotation, .label_id = label, .geometry = geometry};
    w_.write([&](Connection& c) { return insert_shapes(c, version(), std::span(&shape, 1)); });
    return shape.id;
  }
  Shape shape(ShapeId id) {
    return w_.read([&](Connection& c) { return find_shape(c, id); });
  }
  Shape change(ShapeId id, const ShapeChange& change) {
    return w_.write([&](Connection& c) { return change_shape(c, id, change); });
  }
  std::int64_t number(const std::string& sql) {
    return w_.read([&](Connection& c) { return read_int(query(c, sql)); });
  }
  void set_shape_search(VisualSearchState state) {
    w_.write([&](Connection& c) -> Result<void> {
      TRY(execute(c,
                  "INSERT INTO visual_search(scope, kind, state, model_key, dimension) VALUES (?, 'shapes', ?, 'm', 4) "
                  "ON CONFLICT(scope, kind) DO UPDATE SET state = excluded.state",
                  version(), to_string(state)));
      return {};
    });
  }

  TestWorkspace w_;
  std::vector<DataId> datas_;
  std::vector<AssetId> assets_;
  std::vector<AnnotationId> annotations_;
  LabelId car_;
  LabelId tree_;
};

}  // namespace kindred::store
