// Law: whatever happens in whatever order, kept counts equal a recount of the rows, each shape that is to be embedded has a row whose
// status is PENDING after every edit, and ids of shapes that left are kept until their vectors are out.
#include <gmock/gmock.h>

#include <map>
#include <random>
#include <set>
#include <tuple>

#include "store/test_shapes.h"

namespace kindred::store {
namespace {

class ShapeCountsTest : public ShapesTest {
 protected:
  std::string status_of(ShapeId id) {
    return w_.read([&](Connection& c) -> Result<std::string> {
      const auto status = TRY(read_row(query(c, "SELECT e.status FROM shape_embedding e JOIN shape s USING (place) WHERE s.id = ?", id),
                                       [](const Statement& row) { return Result<std::string>(row.column_text(0)); }));
      return status.value_or("none");
    });
  }
  void mark_done(Connection& c, ShapeId id) {
    must(execute(c, "UPDATE shape_embedding SET status = 'DONE', reason = 'r' WHERE place = (SELECT place FROM shape WHERE id = ?)", id));
  }
  std::set<Uuid> removals() {
    const auto ids = w_.read([&](Connection& c) {
      return read_rows(query(c, "SELECT shape_id FROM shape_removal"), [](const Statement& row) { return Result(row.column_uuid(0)); });
    });
    return {ids.begin(), ids.end()};
  }
};

TEST_F(ShapeCountsTest, ShapesOfAnInactiveVersionAreNotEmbedded) {
  const ShapeId id = add(annotations_[0], car_, Rectangle{0, 0, 2, 2});
  EXPECT_EQ(status_of(id), "none");
  set_shape_search(VisualSearchState::inactive);
  EXPECT_EQ(status_of(add(annotations_[0], car_, Rectangle{0, 0, 2, 2})), "none");
  w_.write([&](Connection& c) { return delete_shapes(c, version(), std::span(&id, 1)); });
  EXPECT_TRUE(removals().empty());
}

TEST_F(ShapeCountsTest, AnActiveVersionFollowsItsShapes) {
  for (const auto state : {VisualSearchState::activating, VisualSearchState::active}) {
    set_shape_search(state);
    const ShapeId id = add(annotations_[0], car_, Rectangle{0, 0, 2, 2});
    EXPECT_EQ(status_of(id), "PENDING");
    w_.write([&](Connection& c) -> Result<void> {
      mark_done(c, id);
      return {};
    });
    change(id, {.label_id = tree_, .text = "x", .status = ShapeStatus::accepted});
    EXPECT_EQ(status_of(id), "DONE") << "the picture of it is the same";
    change(id, {.geometry = Rectangle{0, 0, 2, 3}});
    EXPECT_EQ(status_of(id), "PENDING");
    EXPECT_EQ(number("SELECT count(*) FROM shape_embedding WHERE reason <> ''"), 0);
    w_.write([&](Connection& c) { return delete_shapes(c, version(), std::span(&id, 1)); });
    EXPECT_EQ(number("SELECT count(*) FROM shape_embedding"), 0);
    EXPECT_TRUE(removals().contains(id.uuid));
  }
  set_shape_search(VisualSearchState::deactivating);
  EXPECT_EQ(status_of(add(annotations_[0], car_, Point{})), "none");
}

TEST_F(ShapeCountsTest, AVersionLeavesNothingBehind) {
  set_shape_search(VisualSearchState::active);
  const ShapeId id = add(annotations_[0], car_, Rectangle{0, 0, 2, 2});
  add(annotations_[1], tree_, Point{});
  w_.write([&](Connection& c) { return delete_shapes(c, version(), std::span(&id, 1)); });
  w_.write([&](Connection& c) { return delete_version(c, version()); });
  for (const std::string table : {"version_shapes", "label", "annotation", "annotation_count", "shape", "shape_count", "shape_embedding",
                                  "shape_embedding_count", "shape_removal"}) {
    EXPECT_EQ(number("SELECT count(*) FROM " + table), 0) << table;
  }
}

// One version's life by chance, and its slow twins.
class RandomHistory : public ShapeCountsTest {
 protected:
  RandomHistory() : seed_(std::random_device{}()), random_(seed_) {}

  template <typename T>
  T any(const std::vector<T>& items) {
    return items[random_() % items.size()];
  }
  Geometry geometry() {
    const auto number = [&] { return static_cast<std::int32_t>(random_() % 20); };
    switch (random_() % 4) {
      case 0: return Point{number(), number()};
      case 1: return Classification{};
      case 2: return Polygon{{{0, 0}, {number(), 0}, {number(), number()}}};
      default: return Rectangle{number(), number(), number(), number()};
    }
  }
  std::vector<ShapeId> some() {
    std::vector<ShapeId> chosen;
    std::ranges::sample(shapes_, std::back_inserter(chosen), static_cast<std::ptrdiff_t>(random_() % 5), random_);
    return chosen;
  }
  std::vector<LabelId> labels(Connection& c) {
    std::vector<LabelId> ids;
    const auto all = must(list_labels(c, version()));
    for (const Label& label : all)
      ids.push_back(label.id);
    return ids;
  }

  Result<void> step(Connection& c) {
    const std::vector<LabelId> labels = this->labels(c);
    switch (random_() % 11) {
      case 0:
      case 1:
      case 2: {
        const auto annotations = TRY(list_annotation_ids(c, version(), {}, {}));
        if (annotations.items.empty() || labels.empty()) return {};
        std::vector<NewShape> made(random_() % 6);
        for (NewShape& shape : made) {
          shape.annotation_id = any(annotations.items);
          shape.label_id = any(labels);
          shape.geometry = geometry();
          shapes_.push_back(shape.id);
        }
        return insert_shapes(c, version(), made);
      }
      case 3:
        for (const ShapeId id : some()) {
          const auto shape = find_shape(c, id);
          if (!shape) continue;
          Geometry next = geometry();
          if (kind_of(next) != kind_of(shape->geometry)) next = shape->geometry;
          const bool moved = next != shape->geometry;
          TRY(change_shape(c, id, {.label_id = any(labels), .geometry = next}));
          if (moved) done_.erase(id);
        }
        return {};
      case 4:
        if (!labels.empty()) TRY(relabel_shapes(c, version(), some(), any(labels)));
        return {};
      case 5: TRY(set_shape_status(c, version(), some(), random_() % 2 ? ShapeStatus::accepted : ShapeStatus::refused)); return {};
      case 6: TRY(delete_shapes(c, version(), some())); return {};
      case 7:
        for (const ShapeId id : some()) {
          mark_done(c, id);
          done_.insert(id);
        }
        return {};
      case 8: {
        const auto annotations = TRY(list_annotation_ids(c, version(), {}, {}));
        if (annotations.items.empty()) return {};
        const AnnotationId annotation = any(annotations.items);
        if (random_() % 3 == 0) return discard(delete_annotations(c, version(), std::span(&annotation, 1)));
        return discard(change_annotation(c, annotation, {.status = static_cast<AnnotationStatus>(random_() % 4)}));
      }
      case 9: {
        const AssetId asset = any(assets_);
        if (random_() % 8 == 0) return discard(delete_assets(c, version(), std::span(&asset, 1)));
        if (!find_asset(c, asset)) return {};
        return discard(create_annotation(c, {.asset_id = asset, .username = "eve"}));
      }
      default:
        if (labels.size() > 3) return delete_label(c, any(labels));
        return discard(create_label(c, version(), "label " + std::to_string(made_++)));
    }
  }

  void expect_equal_to_a_recount(Connection& c) {
    std::map<std::tuple<Uuid, std::string, std::string>, std::int64_t> kept;
    std::map<std::tuple<Uuid, std::string, std::string>, std::int64_t> counted;
    const auto counts = must(shape_counts(c, version()));
    for (const ShapeCount& count : counts)
      kept[{count.label_id.uuid, std::string(to_string(count.kind)), std::string(to_string(count.status))}] = count.items;
    auto rows = must(query(c,
                           "SELECT l.id, s.kind, s.status, count(*) FROM shape s JOIN label l ON l.number = s.label GROUP BY l.id, "
                           "s.kind, s.status"));
    while (must(rows->step()))
      counted[{rows->column_uuid(0), rows->column_text(1), rows->column_text(2)}] = rows->column_int(3);
    EXPECT_EQ(kept, counted);
    for (const std::string table : {"annotation", "shape_embedding"}) {
      const std::string version_of = table == "annotation" ? "version" : "place >> 32";
      EXPECT_EQ(must(read_int(query(c, "SELECT count(*) FROM (SELECT " + version_of + ", status, count(*) FROM " + table +
                                           " GROUP BY 1, 2 EXCEPT SELECT version, status, items FROM " + table + "_count)"))),
                0)
          << table;
      EXPECT_EQ(must(read_int(query(c, "SELECT sum(items) FROM " + table + "_count"))),
                must(read_int(query(c, "SELECT count(*) FROM " + table))))
          << table;
    }
    EXPECT_EQ(must(count_annotations(c, version(), {})), must(annotation_counts(c, version())).total());
    EXPECT_EQ(must(count_shapes(c, version(), {})), must(read_int(query(c, "SELECT count(*) FROM shape"))));
  }

  void expect_embeddings_to_follow(Connection& c) {
    EXPECT_EQ(must(read_int(query(c, "SELECT count(*) FROM shape WHERE place NOT IN (SELECT place FROM shape_embedding)"))), 0);
    for (const ShapeId id : shapes_) {
      const auto row = must(read_row(query(c, "SELECT e.status FROM shape s JOIN shape_embedding e USING (place) WHERE s.id = ?", id),
                                     [](const Statement& r) { return Result<std::string>(r.column_text(0)); }));
      if (row) {
        EXPECT_EQ(*row, done_.contains(id) ? "DONE" : "PENDING");
      } else {
        EXPECT_TRUE(must(has_row(query(c, "SELECT 1 FROM shape_removal WHERE shape_id = ?", id))));
      }
    }
  }

  template <typename T>
  static Result<void> discard(Result<T> result) {
    TRY(std::move(result));
    return {};
  }

  std::uint32_t seed_;
  std::mt19937 random_;
  std::vector<ShapeId> shapes_;  // all that ever were
  std::set<ShapeId> done_;
  int made_ = 0;
};

TEST_F(RandomHistory, CountsAndEmbeddingsFollow) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  set_shape_search(VisualSearchState::active);
  for (int round = 0; round < 250; ++round) {
    w_.write([&](Connection& c) { return step(c); });
    w_.read([&](Connection& c) -> Result<void> {
      expect_equal_to_a_recount(c);
      expect_embeddings_to_follow(c);
      return {};
    });
    if (HasFailure()) FAIL() << "in round " << round;
  }
}

}  // namespace
}  // namespace kindred::store
