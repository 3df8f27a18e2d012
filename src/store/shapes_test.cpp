// Law: a shape is what it was made or changed to; a row number is given once; an edit is never mistaken for what was there before.
#include "store/shapes.h"

#include <gmock/gmock.h>

#include "store/test_shapes.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<ShapeId> ids_of(const std::vector<Shape>& shapes) {
  std::vector<ShapeId> ids;
  for (const Shape& shape : shapes)
    ids.push_back(shape.id);
  return ids;
}

TEST_F(ShapesTest, EveryKindIsKeptWhole) {
  const std::vector<Geometry> all{
      Rectangle{-1, 2, 3, 0},        Polygon{{{0, 0}, {4, 0}, {4, 3}}},    Line{{{1, 1}, {2, 9}}}, Point{7, -8}, Classification{},
      Mask{"abc", 12, {1, 2, 3, 4}}, Keypoints{{{{1, 2}, 2}, {{0, 0}, 0}}}};
  for (const Geometry& geometry : all) {
    const Shape found = shape(add(annotations_[1], car_, geometry));
    EXPECT_EQ(found.geometry, geometry);
    EXPECT_EQ(found.version_id, version());
    EXPECT_EQ(found.asset_id, assets_[1]);
    EXPECT_EQ(found.annotation_id, annotations_[1]);
    EXPECT_EQ(found.label_id, car_);
    EXPECT_EQ(found.label_name, "car");
    EXPECT_EQ(found.status, ShapeStatus::pending);
  }
  w_.read([&](Connection& c) -> Result<void> {
    EXPECT_THAT(TRY(shapes_of_annotation(c, annotations_[1])), SizeIs(all.size()));
    EXPECT_THAT(TRY(shapes_of_annotation(c, annotations_[1], ShapeKind::line)), SizeIs(1));
    EXPECT_THAT(TRY(shapes_of_annotation(c, annotations_[0])), IsEmpty());
    EXPECT_THAT(TRY(shapes_of_asset(c, assets_[1])), SizeIs(all.size()));
    return {};
  });
}

TEST_F(ShapesTest, RowNumbersAreGivenOnce) {
  const ShapeId first = add(annotations_[0], car_, Point{1, 1});
  const ShapeId second = add(annotations_[0], car_, Point{2, 2});
  EXPECT_EQ(shape(first).row_number, 0U);
  EXPECT_EQ(shape(second).row_number, 1U);
  w_.write([&](Connection& c) { return delete_shapes(c, version(), std::span(&second, 1)); });
  const ShapeId third = add(annotations_[0], car_, Point{3, 3});
  EXPECT_EQ(shape(third).row_number, 2U) << "not the deleted one's";
  const std::vector<std::uint32_t> numbers{2, 1, 0, 77};
  EXPECT_THAT(ids_of(w_.read([&](Connection& c) { return shapes_by_row_number(c, version(), numbers); })), ElementsAre(third, first));
}

TEST_F(ShapesTest, LabelsAndAnnotationsOfOtherVersionsAreRefused) {
  const DatasetVersion other = w_.write([&](Connection& c) { return create_version(c, w_.dataset.id, "b", "", InferenceType::multi); });
  const LabelId foreign = w_.write([&](Connection& c) { return create_label(c, other.id, "car"); }).id;
  const NewShape shape{.annotation_id = annotations_[0], .label_id = foreign, .geometry = Point{}};
  const auto refused = w_.database().write([&](Connection& c) { return insert_shapes(c, version(), std::span(&shape, 1)); });
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr(to_string(foreign)));
  const NewShape stray{.annotation_id = AnnotationId::make(), .label_id = car_, .geometry = Point{}};
  EXPECT_FALSE(w_.database().write([&](Connection& c) { return insert_shapes(c, version(), std::span(&stray, 1)); }));
  const ShapeId id = add(annotations_[0], car_, Point{});
  EXPECT_FALSE(w_.database().write([&](Connection& c) { return change_shape(c, id, {.label_id = foreign}); }));
}

TEST_F(ShapesTest, OnlyAnotherGeometryRaisesTheRevision) {
  const ShapeId id = add(annotations_[0], car_, Rectangle{1, 2, 3, 4});
  EXPECT_EQ(change(id, {.geometry = Rectangle{1, 2, 3, 4}}).revision, 1) << "the same geometry is no edit";
  EXPECT_EQ(change(id, {.label_id = tree_, .text = "AB-123", .attributes_json = R"({"a":1})"}).revision, 1);
  const Shape moved = change(id, {.geometry = Rectangle{1, 2, 3, 5}});
  EXPECT_EQ(moved.revision, 2);
  EXPECT_EQ(moved.label_name, "tree");
  EXPECT_EQ(moved.text, "AB-123");
  EXPECT_EQ(moved.attributes_json, R"({"a":1})");
  EXPECT_EQ(change(id, {.text = ""}).text, "");
  const auto other_kind = w_.database().write([&](Connection& c) { return change_shape(c, id, {.geometry = Point{}}); });
  EXPECT_THAT(other_kind.error().message, HasSubstr("is a RECTANGLE and can't become a POINT"));
}

TEST_F(ShapesTest, AnEditMakesItPendingUnlessItSaysOtherwise) {
  const ShapeId id = add(annotations_[0], car_, Rectangle{1, 2, 3, 4});
  EXPECT_EQ(change(id, {.status = ShapeStatus::refused}).status, ShapeStatus::refused);
  EXPECT_EQ(change(id, {.text = "a"}).status, ShapeStatus::refused) << "only Label and geometry were looked at";
  EXPECT_EQ(change(id, {.label_id = tree_}).status, ShapeStatus::pending);
  EXPECT_EQ(change(id, {.geometry = Rectangle{0, 0, 1, 1}, .status = ShapeStatus::accepted}).status, ShapeStatus::accepted);
  EXPECT_EQ(change(id, {.geometry = Rectangle{0, 0, 2, 2}}).status, ShapeStatus::pending);
}

TEST_F(ShapesTest, BulkChangesCountWhatChanged) {
  std::vector<ShapeId> ids;
  for (std::int32_t i = 0; i < 5; ++i)
    ids.push_back(add(annotations_[0], i == 0 ? tree_ : car_, Point{i, i}));
  ids.push_back(ShapeId::make());
  w_.write([&](Connection& c) -> Result<void> {
    EXPECT_EQ(TRY(relabel_shapes(c, version(), ids, tree_)), 4);
    EXPECT_EQ(TRY(set_shape_status(c, version(), ids, ShapeStatus::accepted)), 5);
    EXPECT_EQ(TRY(set_shape_status(c, version(), ids, ShapeStatus::accepted)), 0);
    const DatasetVersion other = TRY(create_version(c, w_.dataset.id, "b", "", InferenceType::multi));
    EXPECT_EQ(TRY(delete_shapes(c, other.id, ids)), 0) << "they are not of that version";
    EXPECT_EQ(TRY(delete_shapes(c, version(), std::span(ids).first(2))), 2);
    return {};
  });
  EXPECT_THAT(w_.read([&](Connection& c) { return find_shapes(c, version(), ids); }), SizeIs(3));
}

TEST_F(ShapesTest, ListsByFilter) {
  const ShapeId a = add(annotations_[0], car_, Point{1, 1});
  const ShapeId b = add(annotations_[1], tree_, Rectangle{1, 1, 2, 2});
  const ShapeId d = add(annotations_[2], tree_, Point{3, 3});
  change(d, {.status = ShapeStatus::refused});
  const auto listed = [&](const ShapeFilter& filter, const PageRequest& page = {}) {
    return ids_of(w_.read([&](Connection& c) { return list_shapes(c, version(), filter, page); }).items);
  };
  EXPECT_THAT(listed({}), ElementsAre(d, b, a));
  EXPECT_THAT(listed({}, {.order_by = {"created_at"}}), ElementsAre(a, b, d));
  EXPECT_THAT(listed({.label = tree_}), ElementsAre(d, b));
  EXPECT_THAT(listed({.kind = ShapeKind::point}), ElementsAre(d, a));
  EXPECT_THAT(listed({.status = ShapeStatus::refused}), ElementsAre(d));
  EXPECT_THAT(listed({.status = ShapeStatus::pending}), ElementsAre(b, a));
  EXPECT_THAT(listed({.label = tree_, .kind = ShapeKind::rectangle, .status = ShapeStatus::refused}), IsEmpty());
  const auto first = w_.read([&](Connection& c) { return list_shapes(c, version(), {}, {.limit = 2}); });
  EXPECT_THAT(listed({}, {.cursor = *first.next_cursor}), ElementsAre(a));
}

TEST_F(ShapesTest, TheStampTellsStatesApart) {
  const auto stamp = [&] { return w_.read([&](Connection& c) { return shape_stamp(c, version()); }); };
  ShapeStamp before = stamp();
  const auto expect_changed = [&](std::string_view by) {
    const ShapeStamp after = stamp();
    EXPECT_FALSE(after == before) << by;
    before = after;
  };
  const ShapeId id = add(annotations_[0], car_, Point{1, 1});
  expect_changed("a new shape");
  change(id, {.label_id = tree_});
  expect_changed("another Label");
  change(id, {.geometry = Point{2, 2}});
  expect_changed("another place");
  w_.write([&](Connection& c) { return change_annotation(c, annotations_[0], {.status = AnnotationStatus::accepted}); });
  expect_changed("an Annotation's status");
  w_.write([&](Connection& c) { return delete_shapes(c, version(), std::span(&id, 1)); });
  expect_changed("a deleted shape");
  w_.write([&](Connection& c) { return delete_annotations(c, version(), std::span(&annotations_[1], 1)); });
  expect_changed("an Annotation less");
}

TEST_F(ShapesTest, ShapesGoInChunksWithWhateverHoldsThem) {
  const auto fill = [&] {
    for (const AnnotationId annotation : annotations_) {
      add(annotation, car_, Point{1, 1});
      add(annotation, tree_, Point{2, 2});
    }
  };
  const auto until_none = [&](auto scope) {
    std::vector<std::int64_t> chunks;
    do {
      chunks.push_back(w_.write([&](Connection& c) { return delete_some_shapes(c, scope, 3); }));
    } while (chunks.back() > 0);
    return chunks;
  };
  fill();
  EXPECT_THAT(until_none(car_), ElementsAre(3, 1, 0));
  EXPECT_THAT(until_none(std::span<const AnnotationId>(annotations_).first(1)), ElementsAre(1, 0));
  EXPECT_THAT(until_none(std::span<const AssetId>(assets_).subspan(1, 1)), ElementsAre(1, 0));
  EXPECT_THAT(until_none(std::span<const DataId>(datas_).subspan(2, 1)), ElementsAre(1, 0));
  EXPECT_EQ(number("SELECT count(*) FROM shape"), 1);
  fill();
  EXPECT_THAT(until_none(version()), ElementsAre(3, 3, 3, 0));
}

}  // namespace
}  // namespace kindred::store
