// Law: an import does to what is there already what its mode says, all or nothing; a deletion takes everything that hangs on it.
#include "usecases/annotate.h"

#include <gmock/gmock.h>

#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/edit_labels.h"
#include "usecases/edit_shapes.h"
#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class AnnotateTest : public WorkspaceTest {
 protected:
  void SetUp() override {
    WorkspaceTest::SetUp();
    ASSERT_TRUE(workspace->start_jobs());
    dataset = create_dataset(*workspace, workspace->owner(), "pictures", "")->id;
    version = create_version(*workspace, owner(), dataset, {.name = "v1", .description = ""})->id;
    for (const auto& entry : std::filesystem::directory_iterator(golden_pictures())) {
      datas.push_back(add(entry.path()));
      if (datas.size() == 2) break;
    }
    const std::vector<DataId> ids{datas[0].id, datas[1].id};
    ended(*add_assets(*workspace, owner(), version, ids, {}));
    for (const Data& data : datas)
      assets.push_back(asset_with_data(*workspace, version, data.id)->id);
    car = create_label(*workspace, version, "car")->id;
    tree = create_label(*workspace, version, "tree")->id;
  }

  const Caller& owner() { return workspace->owner(); }

  std::vector<ImportedAnnotation> import(ImportMode mode, AssetId asset, std::vector<ShapeInput> shapes) {
    const AnnotationInput input{asset, "", std::move(shapes)};
    auto imported = import_annotations(*workspace, owner(), version, mode, AnnotationStatus::accepted, std::span(&input, 1));
    EXPECT_TRUE(imported) << imported.error().message;
    return *std::move(imported);
  }
  ShapeInput box(std::int32_t x, LabelId label) { return {.label_id = label, .geometry = Rectangle{x, 0, 5, 5}}; }
  std::vector<Shape> shapes(AssetId asset) { return *shapes_of(*workspace, asset); }
  AnnotationStats stats() { return *annotation_stats(*workspace, version); }

  DatasetId dataset;
  DatasetVersionId version;
  std::vector<Data> datas;
  std::vector<AssetId> assets;
  LabelId car;
  LabelId tree;
};

TEST_F(AnnotateTest, ModesOfImport) {
  const auto first = import(ImportMode::replace, assets[0], {box(1, car), box(2, tree)});
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].shapes, 2);
  EXPECT_TRUE(import(ImportMode::keep, assets[0], {box(3, car)}).empty());
  EXPECT_THAT(shapes(assets[0]), SizeIs(2));
  const auto more = import(ImportMode::concatenate, assets[0], {box(4, car)});
  EXPECT_EQ(more[0].id, first[0].id);
  EXPECT_THAT(shapes(assets[0]), SizeIs(3));
  const auto anew = import(ImportMode::replace, assets[0], {box(5, tree)});
  EXPECT_NE(anew[0].id, first[0].id);
  ASSERT_THAT(shapes(assets[0]), SizeIs(1));
  EXPECT_EQ(shapes(assets[0])[0].geometry, Geometry(Rectangle{5, 0, 5, 5}));
  EXPECT_EQ(stats().annotations.accepted, 1);
}

TEST_F(AnnotateTest, ReplacingTouchesOnesOwnAlone) {
  Caller other = owner();
  other.username = "somebody else";
  const AnnotationId theirs = create_annotation(*workspace, other, assets[0], 1)->id;
  import(ImportMode::replace, assets[0], {box(1, car)});
  import(ImportMode::replace, assets[0], {box(2, car)});
  const auto annotations = *annotations_of(*workspace, assets[0]);
  ASSERT_THAT(annotations, SizeIs(2));
  EXPECT_EQ(annotations[1].id, theirs);
}

TEST_F(AnnotateTest, OneBadShapeRefusesTheWholeRequest) {
  const AnnotationInput good{assets[0], "", {box(1, car)}};
  const AnnotationInput bad{assets[1], "", {box(1, car), {.label_id = LabelId::make(), .geometry = Point{}}}};
  const AnnotationInput stray{AssetId::make(), "", {}};
  for (const AnnotationInput& second : {bad, stray}) {
    const std::vector<AnnotationInput> both{good, second};
    const auto refused = import_annotations(*workspace, owner(), version, ImportMode::replace, std::nullopt, both);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
    EXPECT_EQ(stats().annotations.total(), 0);
  }
  const AnnotationInput mask{assets[0], "", {{.label_id = car, .geometry = Mask{"4", 0, {}}}}};
  EXPECT_THAT(import_annotations(*workspace, owner(), version, ImportMode::replace, std::nullopt, std::span(&mask, 1)).error().message,
              HasSubstr("'mask'"));
}

TEST_F(AnnotateTest, SavingReplacesTheShapes) {
  const AnnotationId id = create_annotation(*workspace, owner(), assets[0], 1)->id;
  const std::vector<ShapeInput> first{box(1, car), box(2, car)};
  ASSERT_THAT(*add_shapes(*workspace, owner(), id, first), SizeIs(2));
  const std::vector<ShapeInput> second{{.label_id = tree, .geometry = Classification{}}};
  EXPECT_EQ(save_annotation(*workspace, owner(), id, 8, second)->duration, 8);
  ASSERT_THAT(shapes(assets[0]), SizeIs(1));
  EXPECT_EQ(shapes(assets[0])[0].label_name, "tree");
  EXPECT_EQ(save_annotation(*workspace, owner(), id, -1, second).error().kind, ErrorKind::invalid);
}

TEST_F(AnnotateTest, DeletionsTakeWhatHangsOnThem) {
  import(ImportMode::replace, assets[0], {box(1, car), box(2, tree)});
  import(ImportMode::replace, assets[1], {box(3, car)});
  ASSERT_TRUE(delete_label(*workspace, owner(), *own_label(*workspace, owner(), tree)));
  EXPECT_THAT(shapes(assets[0]), SizeIs(1));
  ASSERT_TRUE(delete_assets(*workspace, owner(), version, std::span(&assets[0], 1)));
  EXPECT_EQ(stats().annotations.total(), 1);
  ASSERT_TRUE(delete_datas(*workspace, owner(), std::span(&datas[1].id, 1)));
  EXPECT_EQ(stats().annotations.total(), 0);
  EXPECT_TRUE(stats().shapes.empty());
  ASSERT_TRUE(delete_dataset(*workspace, owner(), dataset));
  EXPECT_EQ(version_of(*workspace, version).error().kind, ErrorKind::not_found);
}

TEST_F(AnnotateTest, AForkCarriesAnnotationsAndLabels) {
  import(ImportMode::replace, assets[0], {box(1, car), box(2, tree)});
  const auto fork = fork_version(*workspace, owner(), dataset,
                                 {.parent = version,
                                  .version = {.name = "v2", .description = ""},
                                  .options = {.with_tags = false, .with_annotations = true},
                                  .assets = {}});
  ASSERT_EQ(ended(fork->job).status, JobStatus::succeeded);
  const AnnotationStats copied = *annotation_stats(*workspace, fork->version.id);
  EXPECT_EQ(copied.annotations.accepted, 1);
  EXPECT_THAT(copied.shapes, SizeIs(2));
  const auto labels_only =
      fork_version(*workspace, owner(), dataset,
                   {.parent = version, .version = {.name = "v3", .description = ""}, .with_labels = true, .options = {}, .assets = {}});
  ASSERT_EQ(ended(labels_only->job).status, JobStatus::succeeded);
  EXPECT_THAT(*labels_of(*workspace, labels_only->version.id), SizeIs(2));
  EXPECT_EQ(annotation_stats(*workspace, labels_only->version.id)->annotations.total(), 0);
}

TEST_F(AnnotateTest, ManyShapesAtOnce) {
  import(ImportMode::replace, assets[0], {box(1, car), box(2, car), box(3, car)});
  std::vector<ShapeId> ids;
  const auto all = shapes(assets[0]);
  for (const Shape& shape : all)
    ids.push_back(shape.id);
  EXPECT_EQ(*change_shapes(*workspace, owner(), version, ids, {.label_id = tree, .status = ShapeStatus::accepted}), 3);
  EXPECT_EQ(list_shapes(*workspace, version, {.label = tree, .kind = {}, .status = ShapeStatus::accepted}, {})->count, 3);
  EXPECT_EQ(*delete_shapes(*workspace, owner(), version, std::span(ids).first(2)), 2);
  EXPECT_THAT(shapes(assets[0]), SizeIs(1));
}

}  // namespace
}  // namespace kindred::usecases
