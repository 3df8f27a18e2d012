// Law: the newest Annotation comes first in every list, pages never show one twice, and counts are kept.
#include "store/annotations.h"

#include <gmock/gmock.h>

#include "store/test_shapes.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class AnnotationsTest : public ShapesTest {
 protected:
  Annotation make(AssetId asset, const std::string& username, AnnotationStatus status = AnnotationStatus::pending) {
    return w_.write([&](Connection& c) {
      return create_annotation(c, {.asset_id = asset, .username = username, .duration = 1.5, .status = status, .attributes_json = "{}"});
    });
  }
  std::vector<AnnotationId> ids(const AnnotationFilter& filter) {
    return w_.read([&](Connection& c) { return list_annotation_ids(c, version(), filter, {}); }).items;
  }
  std::int64_t count(const AnnotationFilter& filter) {
    return w_.read([&](Connection& c) { return count_annotations(c, version(), filter); });
  }
};

TEST_F(AnnotationsTest, KeepsWhatItWasMadeWith) {
  const Annotation made = make(assets_[0], "bob", AnnotationStatus::accepted);
  const Annotation found = w_.read([&](Connection& c) { return find_annotation(c, made.id); });
  EXPECT_EQ(found.asset_id, assets_[0]);
  EXPECT_EQ(found.version_id, version());
  EXPECT_EQ(found.username, "bob");
  EXPECT_EQ(found.duration, 1.5);
  EXPECT_EQ(found.status, AnnotationStatus::accepted);
  EXPECT_EQ(found.attributes_json, "{}");
  const auto nowhere =
      w_.database().write([&](Connection& c) { return create_annotation(c, {.asset_id = AssetId::make(), .username = "bob"}); });
  EXPECT_EQ(nowhere.error().kind, ErrorKind::not_found);
}

TEST_F(AnnotationsTest, TheLastOneOfAnAssetAndOfAPerson) {
  const Annotation bobs = make(assets_[0], "bob");
  const Annotation last = make(assets_[0], "eve");
  w_.read([&](Connection& c) -> Result<void> {
    EXPECT_EQ(TRY(last_annotation(c, assets_[0]))->id, last.id);
    EXPECT_EQ(TRY(last_annotation_of(c, assets_[0], "bob"))->id, bobs.id);
    EXPECT_EQ(TRY(last_annotation_of(c, assets_[0], "nobody")), std::nullopt);
    const auto all = TRY(annotations_of_asset(c, assets_[0]));
    EXPECT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].id, last.id);
    EXPECT_EQ(all[2].id, annotations_[0]);
    return {};
  });
}

TEST_F(AnnotationsTest, FiltersNarrow) {
  const Annotation accepted = make(assets_[1], "bob", AnnotationStatus::accepted);
  EXPECT_THAT(ids({}), ElementsAre(accepted.id, annotations_[3], annotations_[2], annotations_[1], annotations_[0]));
  EXPECT_THAT(ids({.status = AnnotationStatus::accepted}), ElementsAre(accepted.id));
  EXPECT_THAT(ids({.assets = std::vector{assets_[1], assets_[0]}}), ElementsAre(accepted.id, annotations_[1], annotations_[0]));
  EXPECT_THAT(ids({.status = AnnotationStatus::pending, .assets = std::vector{assets_[1]}}), ElementsAre(annotations_[1]));
  EXPECT_THAT(ids({.ids = std::vector{annotations_[2], AnnotationId::make()}}), ElementsAre(annotations_[2]));
  EXPECT_THAT(ids({.assets = std::vector<AssetId>{}}), IsEmpty());
  EXPECT_EQ(count({}), 5);
  EXPECT_EQ(count({.status = AnnotationStatus::accepted}), 1);
  EXPECT_EQ(count({.status = AnnotationStatus::refused}), 0);
  EXPECT_EQ(count({.assets = std::vector{assets_[1]}}), 2);
}

TEST_F(AnnotationsTest, PagesByCursor) {
  for (int i = 0; i < 9; ++i)
    make(assets_[0], "p" + std::to_string(i));
  for (const std::string order : {"-created_at", "created_at"}) {
    std::vector<AnnotationId> seen;
    PageRequest page{.limit = 4, .cursor = {}, .order_by = {order}};
    while (true) {
      const auto got = w_.read([&](Connection& c) { return list_annotations(c, version(), {}, page); });
      for (const Annotation& annotation : got.items)
        seen.push_back(annotation.id);
      if (!got.next_cursor) break;
      page.cursor = *got.next_cursor;
    }
    EXPECT_EQ(seen.size(), 13U);
    std::ranges::sort(seen);
    EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
  }
}

TEST_F(AnnotationsTest, ChangesAreCounted) {
  const auto changed = w_.write([&](Connection& c) {
    return change_annotation(c, annotations_[0], {.duration = 7, .status = AnnotationStatus::refused, .attributes_json = R"({"a":1})"});
  });
  EXPECT_EQ(changed.duration, 7);
  EXPECT_EQ(changed.attributes_json, R"({"a":1})");
  w_.write([&](Connection& c) { return change_annotation(c, annotations_[1], {.status = AnnotationStatus::skipped}); });
  const AnnotationCounts counts = w_.read([&](Connection& c) { return annotation_counts(c, version()); });
  EXPECT_EQ(counts.refused, 1);
  EXPECT_EQ(counts.skipped, 1);
  EXPECT_EQ(counts.pending, 2);
  EXPECT_EQ(counts.total(), 4);
}

TEST_F(AnnotationsTest, DeletingTakesTheShapesAlong) {
  add(annotations_[0], car_, Rectangle{1, 2, 3, 4});
  const std::vector<AnnotationId> gone{annotations_[0], AnnotationId::make()};
  EXPECT_EQ(w_.write([&](Connection& c) { return delete_annotations(c, version(), gone); }), 1);
  EXPECT_EQ(number("SELECT count(*) FROM shape"), 0);
  EXPECT_EQ(w_.write([&](Connection& c) { return delete_some_annotations(c, version(), 2); }), 2);
  EXPECT_EQ(count({}), 1);
}

}  // namespace
}  // namespace kindred::store
