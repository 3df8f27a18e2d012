// Law: what is drawn on Assets is found as by a look at every Annotation and shape, whatever was drawn, moved, relabelled or deleted before.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <set>

#include "query/query.h"
#include "selection/evaluate.h"
#include "selection/row_cache.h"
#include "store/annotations.h"
#include "store/assets.h"
#include "store/labels.h"
#include "store/shapes.h"
#include "store/test_workspace.h"

namespace kindred::selection {
namespace {

using store::Connection;
using store::must;

class ShapeSelection : public ::testing::Test {
 protected:
  store::TestWorkspace world;
  RowCache cache{world.database()};
  std::mt19937 random{3};
  std::vector<AssetId> assets_;

  int any(int most) { return std::uniform_int_distribution(0, most)(random); }

  void SetUp() override {
    const auto datas = world.add_datas(12);
    world.write([&](Connection& c) { return store::insert_assets(c, world.version.id, datas, {}); });
    assets_ = world.read([&](Connection& c) { return store::list_asset_ids(c, world.version.id, {}, {}); }).items;
    world.write([&](Connection& c) { return store::ensure_labels(c, world.version.id, std::vector<std::string>{"car", "dog", "tree"}); });
  }

  Geometry some_geometry() {
    const auto number = [&] { return static_cast<std::int32_t>(any(40)); };
    switch (any(3)) {
      case 0: return Polygon{{{number(), number()}, {number(), number()}, {number(), number()}}};
      case 1: return Point{number(), number()};
      case 2: return Classification{};
      default: return Rectangle{number(), number(), number(), number()};
    }
  }

  Result<void> change(Connection& c) {
    const auto labels = TRY(store::list_labels(c, world.version.id));
    const LabelId label = labels[static_cast<std::size_t>(any(static_cast<int>(labels.size()) - 1))].id;
    const AssetId asset = assets_[static_cast<std::size_t>(any(static_cast<int>(assets_.size()) - 1))];
    const auto annotations = TRY(store::annotations_of_asset(c, asset));
    const auto shapes = TRY(store::shapes_of_asset(c, asset));
    const int what = any(8);
    if (what == 0 || annotations.empty()) {
      TRY(store::create_annotation(
          c, {asset, "ada", static_cast<double>(any(9)), any(1) == 0 ? AnnotationStatus::pending : AnnotationStatus::accepted}));
      return {};
    }
    if (what <= 3 || shapes.empty()) {
      store::NewShape shape{.annotation_id = annotations.front().id, .label_id = label, .geometry = some_geometry()};
      if (any(2) == 0) shape.text = "plate " + std::to_string(any(3));
      return store::insert_shapes(c, world.version.id, std::span(&shape, 1));
    }
    const Shape& shape = shapes[static_cast<std::size_t>(any(static_cast<int>(shapes.size()) - 1))];
    switch (what) {
      case 4:
        TRY(store::change_shape(c, shape.id, {.label_id = label, .geometry = {}, .text = {}, .attributes_json = {}, .status = {}}));
        break;
      case 5: TRY(store::set_shape_status(c, world.version.id, std::span(&shape.id, 1), ShapeStatus::accepted)); break;
      case 6: TRY(store::delete_shapes(c, world.version.id, std::span(&shape.id, 1))); break;
      case 7:
        TRY(store::change_annotation(c, annotations.front().id,
                                     {.duration = {}, .status = AnnotationStatus::refused, .attributes_json = {}}));
        break;
      default:
        TRY(any(3) == 0 ? store::delete_annotations(c, world.version.id, std::span(&annotations.front().id, 1)) : Result<std::int64_t>(0));
    }
    return {};
  }
};

struct Drawn {
  std::vector<Annotation> annotations;
  std::vector<Shape> shapes;
};

bool any_shape(const Drawn& drawn, const std::function<bool(const Shape&)>& holds) { return std::ranges::any_of(drawn.shapes, holds); }

struct Case {
  std::string text;
  std::function<bool(const Drawn&)> holds;
};

// Each with its negation below.
std::vector<Case> cases() {
  const auto is = [](ShapeKind kind) { return [kind](const Shape& s) { return kind_of(s.geometry) == kind; }; };
  return {
      {"annotations.rectangles.label.name = \"car\"",
       [](const Drawn& d) {
         return any_shape(d, [](const Shape& s) { return kind_of(s.geometry) == ShapeKind::rectangle && s.label_name == "car"; });
       }},
      {"labels.name in (\"dog\", \"tree\")",
       [](const Drawn& d) { return any_shape(d, [](const Shape& s) { return s.label_name == "dog" || s.label_name == "tree"; }); }},
      {"annotations.shapes.label.name ~ \"AR\"",
       [](const Drawn& d) { return any_shape(d, [](const Shape& s) { return s.label_name == "car"; }); }},
      {"annotations.status = \"ACCEPTED\"",
       [](const Drawn& d) {
         return std::ranges::any_of(d.annotations, [](const Annotation& a) { return a.status == AnnotationStatus::accepted; });
       }},
      {"status = \"Refused\"",
       [](const Drawn& d) {
         return std::ranges::any_of(d.annotations, [](const Annotation& a) { return a.status == AnnotationStatus::refused; });
       }},
      {"annotations.duration >= 5",
       [](const Drawn& d) { return std::ranges::any_of(d.annotations, [](const Annotation& a) { return a.duration >= 5; }); }},
      {"annotations = None", [](const Drawn& d) { return d.annotations.empty(); }},
      {"annotations.status = None", [](const Drawn& d) { return d.annotations.empty(); }},
      {"annotations.polygons = None", [is](const Drawn& d) { return !any_shape(d, is(ShapeKind::polygon)); }},
      {"annotations.points.label.name = None", [is](const Drawn& d) { return !any_shape(d, is(ShapeKind::point)); }},
      {"annotations.rectangles.count > 1", [is](const Drawn& d) { return std::ranges::count_if(d.shapes, is(ShapeKind::rectangle)) > 1; }},
      {"annotations.shapes.count = 0", [](const Drawn& d) { return d.shapes.empty(); }},
      {"annotations.count <= 1", [](const Drawn& d) { return d.annotations.size() <= 1; }},
      {"annotations.rectangles.w > 20",
       [](const Drawn& d) {
         return any_shape(
             d, [](const Shape& s) { return kind_of(s.geometry) == ShapeKind::rectangle && std::get<Rectangle>(s.geometry).w > 20; });
       }},
      {"annotations.shapes.area < 100",
       [](const Drawn& d) { return any_shape(d, [](const Shape& s) { return area_of(s.geometry) < 100; }); }},
      {"annotations.shapes.x = None", [](const Drawn& d) { return any_shape(d, [](const Shape& s) { return !box_of(s.geometry); }); }},
      {"annotations.shapes.text endswith \"E 2\"",
       [](const Drawn& d) { return any_shape(d, [](const Shape& s) { return s.text == "plate 2"; }); }},
      {"annotations.shapes.status = \"ACCEPTED\"",
       [](const Drawn& d) { return any_shape(d, [](const Shape& s) { return s.status == ShapeStatus::accepted; }); }},
  };
}

TEST_F(ShapeSelection, IsThatOfALookAtEverything) {
  for (int round = 0; round < 60; ++round) {
    for (int i = any(4); i >= 0; --i)
      world.write([&](Connection& c) { return change(c); });
    if (round % 20 == 19) {
      world.write([&](Connection& c) -> Result<void> {
        const auto labels = TRY(store::list_labels(c, world.version.id));
        TRY(store::change_label(c, labels.front().id,
                                {.name = "name " + std::to_string(round), .group_id = {}, .skeleton_json = {}, .attributes_json = {}}));
        const AssetId gone = assets_.back();
        assets_.pop_back();
        TRY(store::delete_assets(c, world.version.id, std::span(&gone, 1)));
        return {};
      });
    }
    for (const Case& one : cases()) {
      SCOPED_TRACE(one.text);
      const query::Query query = must(query::parse(one.text, query::View::assets));
      query::Query negated = query;
      negated.conditions.front().negated = !negated.conditions.front().negated;
      Needs needs;
      needs.add(query);
      must(cache.read(world.version.id, needs, [&](Connection& c, const Rows& rows) -> Result<void> {
        std::set<AssetId> expected;
        for (const AssetId asset : assets_) {
          if (one.holds({TRY(store::annotations_of_asset(c, asset)), TRY(store::shapes_of_asset(c, asset))})) expected.insert(asset);
        }
        std::set<AssetId> found;
        for (const Bitmap::Row row : evaluate(query, rows).to_vector())
          found.insert(rows.assets->id(row));
        EXPECT_EQ(found, expected);
        EXPECT_EQ(evaluate(negated, rows), rows.live() - evaluate(query, rows));
        return {};
      }));
    }
    if (HasFailure()) return;
  }
}

struct ShapeCase {
  std::string text;
  std::function<bool(const Shape&, const Annotation&)> holds;
};

std::vector<ShapeCase> shape_cases() {
  return {
      {"label.name = \"car\"", [](const Shape& s, const Annotation&) { return s.label_name == "car"; }},
      {"type in (\"POLYGON\", \"Point\")",
       [](const Shape& s, const Annotation&) {
         return kind_of(s.geometry) == ShapeKind::polygon || kind_of(s.geometry) == ShapeKind::point;
       }},
      {"area >= 50", [](const Shape& s, const Annotation&) { return area_of(s.geometry) >= 50; }},
      {"w = None", [](const Shape& s, const Annotation&) { return !box_of(s.geometry); }},
      {"h <= 10", [](const Shape& s, const Annotation&) { return box_of(s.geometry) && box_of(s.geometry)->h <= 10; }},
      {"text = None", [](const Shape& s, const Annotation&) { return s.text.empty(); }},
      {"status = \"ACCEPTED\"", [](const Shape& s, const Annotation&) { return s.status == ShapeStatus::accepted; }},
      {"annotation.status = \"REFUSED\"", [](const Shape&, const Annotation& a) { return a.status == AnnotationStatus::refused; }},
      {"annotation.duration < 5", [](const Shape&, const Annotation& a) { return a.duration < 5; }},
      {"label = None or annotation = None or annotation.status = None", [](const Shape&, const Annotation&) { return false; }},
      {"asset.data.filename ~ \"1\"", [](const Shape&, const Annotation&) { return true; }},  // narrowed below
      {"asset.tags = None", [](const Shape&, const Annotation&) { return true; }},
  };
}

TEST_F(ShapeSelection, OfSingleShapesIsThatOfALookAtEachShape) {
  for (int round = 0; round < 30; ++round) {
    for (int i = any(6); i >= 0; --i)
      world.write([&](Connection& c) { return change(c); });
    for (const ShapeCase& one : shape_cases()) {
      SCOPED_TRACE(one.text);
      const query::Query query = must(query::parse(one.text, query::View::shapes));
      Needs needs;
      needs.add(query);
      must(cache.read_shapes(world.version.id, needs, [&](Connection& c, const Rows& rows) -> Result<void> {
        std::set<Bitmap::Row> expected;
        for (const AssetId asset : assets_) {
          const bool named = one.text.find("filename") == std::string::npos ||
                             TRY(store::find_asset(c, asset)).data.filename.find('1') != std::string::npos;
          for (const Shape& shape : TRY(store::shapes_of_asset(c, asset))) {
            if (named && one.holds(shape, TRY(store::find_annotation(c, shape.annotation_id)))) expected.insert(shape.row_number);
          }
        }
        const std::vector<Bitmap::Row> found = evaluate(query, rows).to_vector();
        EXPECT_EQ(std::set<Bitmap::Row>(found.begin(), found.end()), expected);
        return {};
      }));
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace kindred::selection
