// Visual search of shapes is a living thing: whatever is added, moved and deleted, the vectors are those of a fresh computation.
#include <gmock/gmock.h>

#include <map>
#include <random>

#include "store/annotations.h"
#include "store/labels.h"
#include "store/shapes.h"
#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/search_shapes.h"
#include "usecases/shape_crop.h"
#include "usecases/shape_embeddings.h"
#include "usecases/show_shape.h"
#include "usecases/workspace_for_test.h"
#include "usecases/write_shapes.h"

namespace kindred::usecases {
namespace {

using store::Connection;
using ::testing::HasSubstr;

class ShapeSearchTest : public WorkspaceTest {
 protected:
  void SetUp() override {
    WorkspaceTest::SetUp();
    ASSERT_TRUE(workspace->start_jobs());
    for (const char* name : {"rgb_96.png", "rgb_scene_256.png"})
      datas.push_back(add(golden_pictures() / name));
    version = new_version("v1");
    std::vector<DataId> ids;
    for (const Data& data : datas)
      ids.push_back(data.id);
    ASSERT_EQ(ended(*add_assets(*workspace, workspace->owner(), version, ids, {})).status, JobStatus::succeeded);
    write([&](Connection& c) -> Result<void> {
      label = TRY(store::create_label(c, version, "thing")).id;
      for (const DataId id : ids) {
        const Asset asset = TRY(store::find_asset_by_data(c, version, id));
        // Two people each: a picture's shapes are not next to each other.
        annotations.push_back(TRY(store::create_annotation(c, {.asset_id = asset.id, .username = "ann"})).id);
        annotations.push_back(TRY(store::create_annotation(c, {.asset_id = asset.id, .username = "bob"})).id);
      }
      return {};
    });
  }

  DatasetVersionId new_version(const std::string& name) {
    const auto known = dataset_named(*workspace, workspace->owner(), "things");
    const DatasetId dataset = known ? known->id : create_dataset(*workspace, workspace->owner(), "things", "")->id;
    return create_version(*workspace, workspace->owner(), dataset, {.name = name, .description = ""})->id;
  }

  template <typename Work>
  void write(Work work) {
    const auto written = workspace->database().write(work);
    ASSERT_TRUE(written) << written.error().message;
  }
  template <typename Work>
  auto read(Work work) {
    return workspace->database().read(work).value();
  }

  // As every use case that changes shapes does.
  template <typename Work>
  void change(Work work) {
    const auto written = write_shapes(*workspace, workspace->owner(), version, work);
    ASSERT_TRUE(written) << written.error().message;
  }

  ShapeId add_shape(AnnotationId annotation, const Geometry& geometry) {
    const store::NewShape shape{.annotation_id = annotation, .label_id = label, .geometry = geometry};
    change([&](Connection& c) { return store::insert_shapes(c, version, std::span(&shape, 1)); });
    return shape.id;
  }
  void move_shape(ShapeId id, const Geometry& geometry) {
    change([&](Connection& c) { return store::change_shape(c, id, {.label_id = {}, .geometry = geometry}); });
  }
  void delete_shape(ShapeId id) {
    change([&](Connection& c) { return store::delete_shapes(c, version, std::span(&id, 1)); });
  }

  Job activated(const CropSettings& crops = {}) {
    const auto job = activate_shapes(*workspace, workspace->owner(), version, {.model_key = std::string(kDemoModelKey), .crops = crops});
    EXPECT_TRUE(job) << job.error().message;
    return ended(*job);
  }
  EmbeddingCounts shape_counts() { return shape_search_of(*workspace, version)->counts; }
  VisualSearchState state() { return shape_search_of(*workspace, version)->search.state; }
  std::string reason_of(ShapeId id) {
    return read([&](Connection& c) { return store::find_shape_embedding(c, id); })->reason;
  }

  std::vector<Shape> all_shapes() {
    return read([&](Connection& c) { return store::list_shapes(c, version, {}, {}); }).items;
  }

  // What the vector of a shape must be, computed alone; nothing when it can't be embedded.
  std::optional<std::vector<float>> fresh_vector(const Shape& shape, const CropSettings& crops) {
    const Asset asset = read([&](Connection& c) { return store::find_asset(c, shape.asset_id); });
    const auto file = workspace->objects().open(asset.data.sha256);
    const auto picture = images::decode(file->bytes());
    auto cut = cut_out(*picture, shape.geometry, crops);
    if (!cut) return std::nullopt;
    const auto embedder = workspace->models().open(kDemoModelKey).value();
    return embedder->embed_images(*embedder->preprocess(*std::move(cut)), 1).value();
  }

  void expect_true_to_fresh(const CropSettings& crops) {
    const auto index = workspace->vectors().index_of_shapes(version).value();
    std::size_t with_vector = 0;
    for (const Shape& shape : all_shapes()) {
      const auto fresh = fresh_vector(shape, crops);
      const auto stored = index->vector_of(shape.id.uuid);
      ASSERT_EQ(fresh.has_value(), stored.has_value()) << to_string(kind_of(shape.geometry));
      if (!fresh) continue;
      ++with_vector;
      float cosine = 0;
      for (std::size_t i = 0; i < fresh->size(); ++i)
        cosine += (*fresh)[i] * (*stored)[i];
      EXPECT_GT(cosine, 0.9999F);
    }
    EXPECT_EQ(index->count().value(), with_vector) << "and nothing else is in the index";
    EXPECT_EQ(shape_counts().done, static_cast<std::int64_t>(with_vector));
    EXPECT_EQ(shape_counts().total(), static_cast<std::int64_t>(all_shapes().size()));
  }

  std::vector<Data> datas;
  DatasetVersionId version;
  LabelId label;
  std::vector<AnnotationId> annotations;
};

TEST_F(ShapeSearchTest, EveryShapeGetsAStatusAndTheOthersAReason) {
  EXPECT_THAT(activate_shapes(*workspace, workspace->owner(), version, {.model_key = std::string(kDemoModelKey)}).error().message,
              HasSubstr("no shapes"));
  const ShapeId box = add_shape(annotations[0], Rectangle{10, 10, 40, 30});
  const ShapeId point = add_shape(annotations[0], Point{5, 5});
  const ShapeId of_all = add_shape(annotations[1], Classification{});
  const ShapeId empty = add_shape(annotations[1], Polygon{{{5, 5}, {5, 60}, {5, 20}}});
  const ShapeId outside = add_shape(annotations[2], Rectangle{5000, 10, 40, 30});
  const ShapeId level = add_shape(annotations[3], Line{{{20, 90}, {180, 90}}});
  EXPECT_EQ(activated().status, JobStatus::succeeded);
  EXPECT_EQ(state(), VisualSearchState::active);
  EXPECT_EQ(shape_counts().done, 2);
  EXPECT_EQ(shape_counts().unsupported, 2);
  EXPECT_EQ(shape_counts().error, 2);
  EXPECT_EQ(shape_counts().pending, 0);
  EXPECT_THAT(reason_of(point), HasSubstr("Points"));
  EXPECT_THAT(reason_of(of_all), HasSubstr("Classifications"));
  EXPECT_THAT(reason_of(empty), HasSubstr("empty"));
  EXPECT_THAT(reason_of(outside), HasSubstr("outside"));
  const auto hits = find_similar_shapes(*workspace, version, box, 10);
  ASSERT_TRUE(hits) << hits.error().message;
  ASSERT_EQ(hits->size(), 1U);
  EXPECT_EQ((*hits)[0].id, level);
  EXPECT_THAT(find_similar_shapes(*workspace, version, outside, 10).error().message, HasSubstr("outside the image"));
  EXPECT_EQ(search_shapes_by_text(*workspace, version, "a cat", 10)->size(), 2U);
  EXPECT_EQ(list_shape_embeddings(*workspace, version, EmbeddingStatus::error, {})->items.size(), 2U);
  expect_true_to_fresh({});
}

// A box that is drawn by chance, at times empty or outside the picture.
Rectangle some_box(std::mt19937& chance) {
  const auto number = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(chance); };
  return {number(-20, 110), number(-20, 110), number(0, 60), number(0, 60)};
}

Geometry some_geometry(std::mt19937& chance, std::size_t kind) {
  const Rectangle box = some_box(chance);
  const std::vector<Point> corners{{box.x, box.y}, {box.x + box.w, box.y + 5}, {box.x + box.w / 2, box.y + box.h}};
  switch (kind % 4) {
    case 0: return box;
    case 1: return Polygon{corners};
    case 2: return Line{corners};
    default: return Point{box.x, box.y};
  }
}

TEST_F(ShapeSearchTest, StaysTrueToAFreshComputationWhateverIsEdited) {
  const CropSettings crops{.margin = 0.1, .mask_background = true};
  std::mt19937 chance(11);
  std::map<ShapeId, std::size_t> kinds;
  const auto add_one = [&] {
    const std::size_t kind = chance() % 4;
    kinds.emplace(add_shape(annotations[chance() % annotations.size()], some_geometry(chance, kind)), kind);
  };
  for (int i = 0; i < 24; ++i)
    add_one();
  EXPECT_EQ(activated(crops).status, JobStatus::succeeded);
  for (int round = 0; round < 4; ++round) {
    for (int step = 0; step < 12; ++step) {
      auto place = kinds.begin();
      std::advance(place, chance() % kinds.size());
      switch (chance() % 4) {
        case 0: add_one(); break;
        case 1:
          delete_shape(place->first);
          kinds.erase(place);
          break;
        default: move_shape(place->first, some_geometry(chance, place->second));
      }
      // Between an edit and its new vector the old one is not found.
      EXPECT_LE(search_shapes_by_text(*workspace, version, "a cat", 100)->size(), kinds.size());
    }
    settle();
    EXPECT_EQ(shape_counts().pending, 0);
    expect_true_to_fresh(crops);
    if (round == 2) {
      reopen();
      ASSERT_TRUE(workspace->start_jobs());
      expect_true_to_fresh(crops);
    }
  }
}

TEST_F(ShapeSearchTest, WhatLeavesWithItsAssetIsNotFound) {
  const ShapeId stays = add_shape(annotations[0], Rectangle{10, 10, 40, 30});
  add_shape(annotations[2], Rectangle{10, 10, 40, 30});
  add_shape(annotations[3], Rectangle{20, 10, 40, 30});
  activated();
  ASSERT_TRUE(delete_datas(*workspace, workspace->owner(), std::span(&datas[1].id, 1)));
  const auto hits = search_shapes_by_text(*workspace, version, "a cat", 10);
  ASSERT_EQ(hits->size(), 1U);
  EXPECT_EQ((*hits)[0].id, stays);
  EXPECT_EQ(shape_counts().total(), 1);
}

TEST_F(ShapeSearchTest, RetryRunsTheItemsOfOneStatusAgain) {
  add_shape(annotations[0], Rectangle{10, 10, 40, 30});
  add_shape(annotations[0], Rectangle{10, 10, 0, 30});
  EXPECT_EQ(retry_shapes(*workspace, workspace->owner(), version, EmbeddingStatus::error).error().kind, ErrorKind::conflict);
  activated();
  for (const EmbeddingStatus status : {EmbeddingStatus::error, EmbeddingStatus::done, EmbeddingStatus::pending}) {
    const auto job = retry_shapes(*workspace, workspace->owner(), version, status);
    ASSERT_TRUE(job) << job.error().message;
    EXPECT_EQ(ended(*job).status, JobStatus::succeeded);
    expect_true_to_fresh({});
  }
  const auto errors = list_shape_embeddings(*workspace, version, EmbeddingStatus::error, {});
  EXPECT_EQ(errors->items.at(0).attempts, 2);
}

TEST_F(ShapeSearchTest, DeactivateFreesTheSpaceAndLeavesTheRest) {
  add_shape(annotations[0], Rectangle{10, 10, 40, 30});
  activate();
  activated();
  EXPECT_EQ(activate_shapes(*workspace, workspace->owner(), version, {}).error().kind, ErrorKind::invalid);
  ASSERT_TRUE(deactivate_shapes(*workspace, version));
  EXPECT_EQ(state(), VisualSearchState::inactive);
  EXPECT_EQ(shape_counts().total(), 0);
  EXPECT_EQ(search_shapes_by_text(*workspace, version, "a cat", 5).error().kind, ErrorKind::conflict);
  EXPECT_EQ(deactivate_shapes(*workspace, version).error().kind, ErrorKind::conflict);
  EXPECT_EQ(counts().done, 2) << "the Datalake's images stay";
  const auto files = std::filesystem::directory_iterator(folder / "vectors");
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
  // Shapes that change now concern nobody.
  add_shape(annotations[0], Rectangle{20, 10, 40, 30});
  EXPECT_EQ(shape_counts().total(), 0);
  EXPECT_EQ(activate_shapes(*workspace, workspace->owner(), version, {.model_key = {}, .crops = {.margin = -1}}).error().kind,
            ErrorKind::invalid);
  activated({.margin = 0.5});  // and again from the start, in another way
  expect_true_to_fresh({.margin = 0.5});
}

// The pictures are taken away, so that nothing can be embedded anew.
TEST_F(ShapeSearchTest, ACopyThatWasNotEditedTakesItsVectorOver) {
  const ShapeId original = add_shape(annotations[0], Rectangle{10, 10, 40, 30});
  add_shape(annotations[2], Rectangle{20, 20, 40, 30});
  activated();
  const auto vector = workspace->vectors().index_of_shapes(version).value()->vector_of(original.uuid).value();
  Fork fork{.parent = version, .version = {.name = "v2", .description = ""}, .with_labels = true, .options = {.with_annotations = true}};
  const auto dataset = dataset_named(*workspace, workspace->owner(), "things")->id;
  const auto forked = fork_version(*workspace, workspace->owner(), dataset, fork);
  ASSERT_TRUE(forked) << forked.error().message;
  ASSERT_EQ(ended(forked->job).status, JobStatus::succeeded);
  version = forked->version.id;
  EXPECT_EQ(state(), VisualSearchState::inactive);
  std::vector<Shape> copies = all_shapes();
  ASSERT_EQ(copies.size(), 2U);
  const auto copy = std::ranges::find_if(copies, [](const Shape& shape) { return shape.geometry == Geometry(Rectangle{10, 10, 40, 30}); });
  const auto edited = copy == copies.begin() ? copies.begin() + 1 : copies.begin();
  move_shape(edited->id, Rectangle{25, 20, 40, 30});
  for (const Data& data : datas)
    ASSERT_TRUE(workspace->objects().remove(data.sha256));
  activated();
  EXPECT_EQ(shape_counts().done, 1);
  EXPECT_EQ(shape_counts().error, 1) << "the edited one has to be embedded";
  EXPECT_EQ(workspace->vectors().index_of_shapes(version).value()->vector_of(copy->id.uuid).value(), vector);
  ASSERT_TRUE(deactivate_shapes(*workspace, version));
  activated({.margin = 0.1});
  EXPECT_EQ(shape_counts().done, 0) << "another crop is another vector";
}

TEST_F(ShapeSearchTest, ADeletedVersionLeavesNoVectors) {
  add_shape(annotations[0], Rectangle{10, 10, 40, 30});
  activated();
  ASSERT_TRUE(delete_version(*workspace, workspace->owner(), version));
  EXPECT_TRUE(std::filesystem::is_empty(folder / "vectors"));
}

TEST_F(ShapeSearchTest, TheModelIsTheDatalakesWhereThatIsActive) {
  add_shape(annotations[0], Rectangle{10, 10, 40, 30});
  activate();
  const auto job = activate_shapes(*workspace, workspace->owner(), version, {});
  ASSERT_TRUE(job) << job.error().message;
  EXPECT_EQ(ended(*job).status, JobStatus::succeeded);
  EXPECT_EQ(shape_search_of(*workspace, version)->search.model_key, kDemoModelKey);
}

TEST_F(ShapeSearchTest, AThumbnailFollowsItsShape) {
  const ShapeId id = add_shape(annotations[0], Rectangle{10, 10, 40, 30});
  const auto shown = [&](ShapeId shape) { return show_shape_thumbnail(*workspace, workspace->owner(), shape, 128); };
  const auto first = shown(id);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(images::probe(first->file.bytes())->width, 40);
  EXPECT_EQ(shown(id)->etag, first->etag);
  move_shape(id, Rectangle{20, 10, 40, 30});
  EXPECT_NE(shown(id)->etag, first->etag);
  EXPECT_TRUE(shown(add_shape(annotations[0], Point{3, 3})));
  EXPECT_TRUE(shown(add_shape(annotations[0], Classification{})));
  const auto refused = shown(add_shape(annotations[0], Rectangle{900, 900, 40, 30}));
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(refused.error().message, HasSubstr("outside"));
}

}  // namespace
}  // namespace kindred::usecases
