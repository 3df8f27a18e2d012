// A result counts only for the shape as it was when it was computed; stale vectors are named once; counts are those of the rows.
#include "store/shape_embeddings.h"

#include <gmock/gmock.h>

#include "store/test_shapes.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ShapeEmbeddingsTest : public ShapesTest {
 protected:
  ShapeEmbeddingsTest() {
    for (std::size_t i = 0; i < 6; ++i)
      shapes_.push_back(add(annotations_[i % 2], i < 3 ? car_ : tree_, Rectangle{0, 0, 4, 4}));
    w_.write([&](Connection& c) { return set_visual_search(c, shapes_of(version()), search_); });
    const auto added = w_.write([&](Connection& c) { return add_pending_shapes(c, version(), 0, 100); });
    EXPECT_EQ(added.added, 6);
    EXPECT_FALSE(added.next);
  }

  ShapeResult result_of(ShapeId id, EmbeddingStatus status = EmbeddingStatus::done) {
    const Shape now = shape(id);
    return {.id = id,
            .row_number = now.row_number,
            .revision = now.revision,
            .status = status,
            .reason = status == EmbeddingStatus::done ? "" : "why"};
  }
  std::vector<Uuid> store(const std::vector<ShapeResult>& results) {
    return w_.write([&](Connection& c) { return store_shape_results(c, version(), results, 512); });
  }
  EmbeddingCounts counts() {
    return w_.read([&](Connection& c) { return shape_embedding_counts(c, version()); });
  }
  StaleShapes take_stale() {
    return w_.write([&](Connection& c) { return take_stale_shapes(c, version(), 100); });
  }

  VisualSearch search_{VisualSearchState::active, "m", 4, {}, {.margin = 0.25, .mask_background = true}};
  std::vector<ShapeId> shapes_;
};

TEST_F(ShapeEmbeddingsTest, TheSearchKeepsItsSettings) {
  const auto stored = w_.read([&](Connection& c) { return visual_search_of(c, shapes_of(version())); });
  EXPECT_EQ(stored.crops, search_.crops);
  EXPECT_EQ(stored.state, VisualSearchState::active);
  EXPECT_EQ(w_.read([&](Connection& c) { return visual_search_of(c, version()); }).state, VisualSearchState::inactive)
      << "images are another matter";
  EXPECT_THAT(w_.read([&](Connection& c) { return versions_with_shapes(c, VisualSearchState::active); }), ElementsAre(version()));
}

TEST_F(ShapeEmbeddingsTest, PendingOnesAreHandedOutByPicture) {
  const auto first = w_.read([&](Connection& c) { return next_pending_shapes(c, version(), 0, 4); });
  ASSERT_EQ(first.size(), 4U);
  EXPECT_EQ(first[0].asset_id, assets_[0]);
  EXPECT_EQ(first[1].asset_id, assets_[1]);
  const auto of_one = w_.read([&](Connection& c) { return pending_shapes_of_asset(c, version(), assets_[1], 0, 2); });
  EXPECT_THAT(of_one, ElementsAre(1U, 3U));
  EXPECT_THAT(w_.read([&](Connection& c) { return pending_shapes_of_asset(c, version(), assets_[1], 4, 2); }), ElementsAre(5U));
}

TEST_F(ShapeEmbeddingsTest, AResultOfAnOlderRevisionIsNotStored) {
  const ShapeResult old = result_of(shapes_[0]);
  const ShapeResult good = result_of(shapes_[1]);
  change(shapes_[0], {.geometry = Rectangle{1, 1, 4, 4}});
  EXPECT_THAT(store({old, good, result_of(shapes_[2], EmbeddingStatus::error)}), ElementsAre(shapes_[1].uuid));
  EXPECT_EQ(counts().done, 1);
  EXPECT_EQ(counts().error, 1);
  EXPECT_EQ(counts().pending, 4);
  EXPECT_EQ(w_.read([&](Connection& c) { return committed_vector_bytes(c, shapes_of(version())); }), 512U);
  EXPECT_THAT(store({good}), IsEmpty()) << "it is DONE already";
}

TEST_F(ShapeEmbeddingsTest, StaleOnesAreNamedOnce) {
  store({result_of(shapes_[0]), result_of(shapes_[1]), result_of(shapes_[2])});
  EXPECT_THAT(take_stale().ids, IsEmpty());
  change(shapes_[0], {.geometry = Rectangle{1, 1, 4, 4}});
  w_.write([&](Connection& c) { return delete_shapes(c, version(), std::span(&shapes_[1], 1)); });
  EXPECT_TRUE(w_.read([&](Connection& c) { return has_stale_shapes(c, version()); }));
  EXPECT_THAT(take_stale().ids, ::testing::UnorderedElementsAre(shapes_[0].uuid, shapes_[1].uuid));
  EXPECT_FALSE(w_.read([&](Connection& c) { return has_stale_shapes(c, version()); }));
  store({result_of(shapes_[0])});
  change(shapes_[0], {.geometry = Rectangle{2, 1, 4, 4}});
  store({result_of(shapes_[0])});  // embedded again before anybody looked: its vector is true
  EXPECT_THAT(take_stale().ids, IsEmpty());
}

TEST_F(ShapeEmbeddingsTest, ListsAndRetriesByStatus) {
  store({result_of(shapes_[0], EmbeddingStatus::error), result_of(shapes_[4], EmbeddingStatus::error), result_of(shapes_[5])});
  PageRequest one;
  one.limit = 1;
  one.order_by = {"id"};
  const auto page = w_.read([&](Connection& c) { return list_shape_embeddings(c, version(), EmbeddingStatus::error, one); });
  ASSERT_EQ(page.items.size(), 1U);
  EXPECT_EQ(page.items[0].id, shapes_[0]);
  EXPECT_EQ(page.items[0].label_name, "car");
  EXPECT_EQ(page.items[0].reason, "why");
  ASSERT_TRUE(page.next_cursor);
  one.cursor = *page.next_cursor;
  const auto next = w_.read([&](Connection& c) { return list_shape_embeddings(c, version(), EmbeddingStatus::error, one); });
  EXPECT_EQ(next.items.at(0).id, shapes_[4]);
  EXPECT_FALSE(next.next_cursor);
  EXPECT_EQ(w_.write([&](Connection& c) { return reset_some_shapes_to_pending(c, version(), EmbeddingStatus::error, 100); }), 2);
  EXPECT_EQ(counts().error, 0);
  const auto done = w_.read([&](Connection& c) { return list_done_shapes(c, version(), ShapeKind::rectangle, 0, 10); });
  ASSERT_EQ(done.size(), 1U);
  EXPECT_EQ(done[0].label_id, tree_);
  EXPECT_THAT(w_.read([&](Connection& c) { return list_done_shapes(c, version(), ShapeKind::polygon, 0, 10); }), IsEmpty());
  EXPECT_EQ(w_.write([&](Connection& c) { return delete_some_shape_embeddings(c, version(), 100); }), 6);
  EXPECT_EQ(counts().total(), 0);
}

}  // namespace
}  // namespace kindred::store
