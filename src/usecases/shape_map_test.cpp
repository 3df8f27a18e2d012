// Law: a map of a version's shapes shows each embedded shape while it is there, and names it by its own id and row number.
#include <gmock/gmock.h>

#include <set>

#include "store/annotations.h"
#include "store/labels.h"
#include "store/shapes.h"
#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/projections.h"
#include "usecases/select_on_map.h"
#include "usecases/workspace_for_test.h"
#include "usecases/write_shapes.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr maps::Rectangle kEverything{{-1e6, -1e6}, {1e6, 1e6}};

class ShapeMapTest : public WorkspaceTest {
 protected:
  void SetUp() override {
    WorkspaceTest::SetUp();
    ASSERT_TRUE(workspace->start_jobs());
    const Data data = add(golden_pictures() / "rgb_scene_256.png");
    const Dataset dataset = *create_dataset(*workspace, workspace->owner(), "things", "");
    version = create_version(*workspace, workspace->owner(), dataset.id, {.name = "v1", .description = ""})->id;
    ASSERT_EQ(ended(*add_assets(*workspace, workspace->owner(), version, std::span(&data.id, 1), {})).status, JobStatus::succeeded);
    change([&](Connection& c) -> Result<void> {
      label = TRY(store::create_label(c, version, "thing")).id;
      const Asset asset = TRY(store::find_asset_by_data(c, version, data.id));
      annotation = TRY(store::create_annotation(c, {.asset_id = asset.id, .username = "ann"})).id;
      return {};
    });
  }

  template <typename Work>
  void change(Work work) {
    const auto written = write_shapes(*workspace, workspace->owner(), version, work);
    ASSERT_TRUE(written) << written.error().message;
  }
  ShapeId add_shape(const Geometry& geometry) {
    const store::NewShape shape{.annotation_id = annotation, .label_id = label, .geometry = geometry};
    change([&](Connection& c) { return store::insert_shapes(c, version, std::span(&shape, 1)); });
    return shape.id;
  }
  std::set<Uuid> ids_on(ProjectionId id) {
    const auto selected = select_on_map(*workspace, id, kEverything, kMaxSelectedPage, "");
    EXPECT_TRUE(selected) << selected.error().message;
    return {selected->ids.begin(), selected->ids.end()};
  }

  DatasetVersionId version;
  LabelId label;
  AnnotationId annotation;
};

TEST_F(ShapeMapTest, FollowsTheShapes) {
  std::set<Uuid> shapes;
  std::vector<ShapeId> made;
  for (int i = 0; i < 8; ++i) {
    made.push_back(add_shape(Rectangle{20 * i, 10 * i, 60, 40 + 5 * i}));
    shapes.insert(made.back().uuid);
  }
  add_shape(Point{5, 5});  // has no embedding
  const MapScope scope{version, EmbeddingKind::shapes};
  EXPECT_EQ(create_projection(*workspace, workspace->owner(), {scope, "", {}}).error().kind, ErrorKind::invalid);
  ASSERT_EQ(ended(*activate_shapes(*workspace, workspace->owner(), version, {.model_key = std::string(kDemoModelKey), .crops = {}})).status,
            JobStatus::succeeded);

  const auto started = create_projection(*workspace, workspace->owner(), {scope, "shapes", {}});
  ASSERT_TRUE(started) << started.error().message;
  const Job job = ended(started->job);
  ASSERT_EQ(job.status, JobStatus::succeeded) << job.message;
  const ProjectionId id = started->projection.id;
  EXPECT_EQ(ids_on(id), shapes);
  const auto rows = *rows_in_region(*workspace, id, kEverything);
  EXPECT_EQ(rows, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}));

  change([&](Connection& c) { return store::delete_shapes(c, version, std::span(&made[3], 1)); });
  shapes.erase(made[3].uuid);
  EXPECT_EQ(ids_on(id), shapes);

  const ShapeId late = add_shape(Rectangle{100, 100, 30, 30});
  settle();
  EXPECT_EQ(items_since(*workspace, projection_in(*workspace, version, id)->projection)->added, 1);
  EXPECT_EQ(ended(*place_on_projection(*workspace, workspace->owner(), id)).status, JobStatus::succeeded);
  shapes.insert(late.uuid);
  EXPECT_EQ(ids_on(id), shapes);
}

}  // namespace
}  // namespace kindred::usecases
