// Law: a copied version has the same drawings by the same people under ids of its own, chunk by chunk, once; what is changed in one
// version is not changed in the other.
#include "store/copy_annotations.h"

#include <gmock/gmock.h>

#include "store/test_shapes.h"

namespace kindred::store {
namespace {

class CopyAnnotationsTest : public ShapesTest {
 protected:
  CopyAnnotationsTest() {
    fork_ = w_.write([&](Connection& c) { return create_version(c, w_.dataset.id, "fork", "", InferenceType::multi); }).id;
  }
  std::int64_t copy_all(std::size_t chunk) {
    std::int64_t copied = 0;
    std::optional<AssetId> after;
    do {
      const auto some = w_.write([&](Connection& c) {
        return copy_some_assets(c, version(), fork_, {.with_tags = false, .with_annotations = true}, after, chunk);
      });
      copied += some.copied;
      after = some.last;
    } while (after);
    return copied;
  }
  std::vector<Shape> shapes_in(DatasetVersionId version, DataId data) {
    return w_.read(
        [&](Connection& c) -> Result<std::vector<Shape>> { return shapes_of_asset(c, TRY(find_asset_by_data(c, version, data)).id); });
  }
  DatasetVersionId fork_;
};

TEST_F(CopyAnnotationsTest, TheCopyHasTheSameDrawings) {
  const ShapeId box = add(annotations_[0], car_, Rectangle{1, 2, 3, 4});
  add(annotations_[0], tree_, Polygon{{{0, 0}, {4, 0}, {4, 3}}});
  add(annotations_[2], tree_, Classification{});
  change(box, {.text = "AB", .attributes_json = R"({"a":1})", .status = ShapeStatus::accepted});
  change(box, {.geometry = Rectangle{1, 2, 3, 5}, .status = ShapeStatus::refused});
  w_.write([&](Connection& c) { return change_annotation(c, annotations_[0], {.duration = 3.5, .status = AnnotationStatus::accepted}); });
  EXPECT_EQ(copy_all(3), 4);

  const auto before = shapes_in(version(), datas_[0]);
  const auto after = shapes_in(fork_, datas_[0]);
  ASSERT_EQ(after.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(after[i].geometry, before[i].geometry);
    EXPECT_EQ(after[i].label_name, before[i].label_name);
    EXPECT_EQ(after[i].text, before[i].text);
    EXPECT_EQ(after[i].attributes_json, before[i].attributes_json);
    EXPECT_EQ(after[i].status, before[i].status);
    EXPECT_EQ(after[i].revision, 1);
    EXPECT_EQ(after[i].version_id, fork_);
    EXPECT_NE(after[i].id, before[i].id);
    EXPECT_NE(after[i].label_id, before[i].label_id);
  }
  w_.read([&](Connection& c) -> Result<void> {
    const Annotation copy = TRY(find_annotation(c, after[0].annotation_id));
    EXPECT_EQ(copy.username, "ann");
    EXPECT_EQ(copy.duration, 3.5);
    EXPECT_EQ(copy.status, AnnotationStatus::accepted);
    EXPECT_EQ(TRY(count_annotations(c, fork_, {})), 4);
    EXPECT_EQ(TRY(count_shapes(c, fork_, {})), 3);
    // The origin is the shape as it was when it was copied.
    const auto same = TRY(read_int(query(c,
                                         "SELECT count(*) FROM shape s JOIN shape o ON o.place = s.origin AND o.revision = "
                                         "s.origin_revision AND o.x IS s.x AND o.h IS s.h AND o.geometry IS s.geometry")));
    EXPECT_EQ(same, 3);
    return {};
  });
}

TEST_F(CopyAnnotationsTest, AgainIsNothingMore) {
  for (const AnnotationId annotation : annotations_)
    add(annotation, car_, Point{1, 1});
  EXPECT_EQ(copy_all(2), 4);
  EXPECT_EQ(copy_all(2), 0);
  EXPECT_EQ(w_.read([&](Connection& c) { return count_shapes(c, fork_, {}); }), 4);
}

TEST_F(CopyAnnotationsTest, TheVersionsGoTheirOwnWays) {
  const ShapeId id = add(annotations_[1], car_, Rectangle{1, 2, 3, 4});
  copy_all(10);
  change(id, {.geometry = Rectangle{9, 9, 9, 9}});
  EXPECT_EQ(shapes_in(fork_, datas_[1])[0].geometry, Geometry(Rectangle{1, 2, 3, 4}));
  w_.write([&](Connection& c) { return delete_label(c, car_); });
  EXPECT_EQ(shapes_in(fork_, datas_[1]).size(), 1U);
  EXPECT_TRUE(shapes_in(version(), datas_[1]).empty());
}

TEST_F(CopyAnnotationsTest, ChosenAssetsTellHowManyWereTaken) {
  add(annotations_[0], car_, Point{1, 1});
  const auto copied = w_.write([&](Connection& c) {
    return copy_assets(c, version(), fork_, {.with_tags = false, .with_annotations = true}, std::span(assets_).first(2));
  });
  EXPECT_EQ(copied.copied, 2);
  EXPECT_EQ(copied.taken, 2U);
  EXPECT_EQ(w_.read([&](Connection& c) { return count_shapes(c, fork_, {}); }), 1);
}

TEST_F(CopyAnnotationsTest, ManyShapesEndAChunkEarly) {
  std::vector<NewShape> many(static_cast<std::size_t>(kShapesPerCopy),
                             NewShape{.annotation_id = {}, .label_id = car_, .geometry = Point{}});
  for (NewShape& shape : many) {
    shape.id = ShapeId::make();
    shape.annotation_id = annotations_[0];
  }
  w_.write([&](Connection& c) { return insert_shapes(c, version(), many); });
  const auto first = w_.write([&](Connection& c) {
    return copy_some_assets(c, version(), fork_, {.with_tags = false, .with_annotations = true}, std::nullopt, 100);
  });
  EXPECT_EQ(first.taken, 1U);
  ASSERT_TRUE(first.last);
  EXPECT_EQ(copy_all(100), 3);
  EXPECT_EQ(w_.read([&](Connection& c) { return count_shapes(c, fork_, {}); }), kShapesPerCopy);
}

}  // namespace
}  // namespace kindred::store
