// Law: a map shows each embedded item of its scope once, as long as the item is there, and stays the same until somebody changes it.
#include "usecases/projections.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "base/files.h"
#include "projection/dbscan.h"
#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/select_on_map.h"
#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr maps::Rectangle kEverything{{-1e6, -1e6}, {1e6, 1e6}};

class ProjectionsTest : public WorkspaceTest {
 protected:
  [[nodiscard]] MapScope whole_lake() const { return {lake, EmbeddingKind::images}; }

  DatasetVersionId version_of(std::span<const Data> datas) {
    const Dataset dataset = *create_dataset(*workspace, workspace->owner(), "pictures", "");
    const DatasetVersion version = *create_version(*workspace, workspace->owner(), dataset.id, {.name = "v1", .description = ""});
    std::vector<DataId> ids;
    for (const Data& data : datas)
      ids.push_back(data.id);
    EXPECT_TRUE(workspace->start_jobs());
    EXPECT_EQ(ended(*add_assets(*workspace, workspace->owner(), version.id, ids, {})).status, JobStatus::succeeded);
    return version.id;
  }

  DatasetVersionId active_version_of(std::span<const Data> datas) {
    const DatasetVersionId version = version_of(datas);
    EXPECT_EQ(ended(*activate_version(*workspace, workspace->owner(), version)).status, JobStatus::succeeded);
    return version;
  }

  ProjectionId make(const MapScope& scope, const std::string& parameters = "{}") {
    const auto started = begin(scope, parameters);
    EXPECT_TRUE(started) << started.error().message;
    const Job job = ended(started->job);
    EXPECT_EQ(job.status, JobStatus::succeeded) << job.message;
    return started->projection.id;
  }

  Result<ProjectionStarted> begin(const MapScope& scope, const std::string& parameters = "{}") {
    return create_projection(*workspace, workspace->owner(),
                             {scope, "", *read_map_parameters(*parse_json_object(parameters, "a test's parameters"))});
  }

  ProjectionStatus status(const MapScope& scope, ProjectionId id) {
    auto found = projection_in(*workspace, scope.of, id);
    EXPECT_TRUE(found) << found.error().message;
    return *std::move(found);
  }

  std::shared_ptr<const MapView> view(ProjectionId id) {
    auto found = workspace->map_views().of(id);
    EXPECT_TRUE(found) << found.error().message;
    return *std::move(found);
  }

  std::set<Uuid> ids_on(ProjectionId id) {
    const auto selected = select_on_map(*workspace, id, kEverything, kMaxSelectedPage, "");
    EXPECT_TRUE(selected) << selected.error().message;
    EXPECT_EQ(selected->items, std::ssize(selected->ids));
    return {selected->ids.begin(), selected->ids.end()};
  }

  std::size_t files() {
    const auto entries = std::filesystem::directory_iterator(folder / "maps");
    return static_cast<std::size_t>(std::distance(begin_of(entries), std::filesystem::directory_iterator{}));
  }

 private:
  static std::filesystem::directory_iterator begin_of(std::filesystem::directory_iterator entries) { return entries; }
};

TEST_F(ProjectionsTest, ShowsEveryEmbeddedImageOfADatalake) {
  const std::vector<Data> datas = add_golden_pictures();
  activate();
  const ProjectionId id = make(whole_lake());
  const ProjectionStatus made = status(whole_lake(), id);
  EXPECT_EQ(made.state, ProjectionState::ready);
  EXPECT_EQ(made.projection.items, std::ssize(datas));
  EXPECT_EQ(made.projection.name, "Map");
  ASSERT_TRUE(made.clustering);
  EXPECT_GT(made.clustering->eps, 0);
  std::set<Uuid> wanted;
  for (const Data& data : datas)
    wanted.insert(data.id.uuid);
  EXPECT_EQ(ids_on(id), wanted);
  EXPECT_EQ(items_since(*workspace, made.projection)->added, 0);
}

TEST_F(ProjectionsTest, CopiesOfOneImageAreOnePoint) {
  add_golden_pictures();
  constexpr int kCopies = 20;
  for (int i = 0; i < kCopies; ++i)
    add(golden_pictures() / "rgb_96.png");
  activate();
  const auto map = view(make(whole_lake()));
  const auto& multiplicity = map->map().multiplicity;
  EXPECT_EQ(*std::max_element(multiplicity.begin(), multiplicity.end()), kCopies + 1U);
}

TEST_F(ProjectionsTest, IsTheSameForTheSameSeedAndAfterReopening) {
  add_golden_pictures();
  activate();
  const auto first = view(make(whole_lake(), R"({"umap":{"seed":7}})"));
  const ProjectionId again = make(whole_lake(), R"({"umap":{"seed":7}})");
  EXPECT_EQ(view(again)->map(), first->map());
  const auto other = view(make(whole_lake(), R"({"umap":{"seed":8}})"));
  EXPECT_NE(other->map().x, first->map().x);
  reopen();
  EXPECT_EQ(view(again)->map(), first->map());
}

TEST_F(ProjectionsTest, AVersionsMapFollowsItsMembers) {
  const std::vector<Data> datas = add_golden_pictures();
  activate();
  const std::vector<Data> some(datas.begin(), datas.begin() + 6);
  const DatasetVersionId version = active_version_of(some);
  const MapScope scope{version, EmbeddingKind::images};
  const ProjectionId id = make(scope);
  const std::set<Uuid> before = ids_on(id);
  ASSERT_THAT(before, SizeIs(6));

  const AssetId left{*before.begin()};
  ASSERT_TRUE(delete_assets(*workspace, workspace->owner(), version, std::span(&left, 1)));
  std::set<Uuid> after = before;
  after.erase(left.uuid);
  EXPECT_EQ(ids_on(id), after);
  EXPECT_EQ(items_since(*workspace, status(scope, id).projection)->removed, 1);
  EXPECT_EQ(items_since(*workspace, status(scope, id).projection)->added, 0);

  // It comes back as another Asset of the same Data, whose place on the map is known.
  std::vector<DataId> ids;
  for (const Data& data : some)
    ids.push_back(data.id);
  ASSERT_EQ(ended(*add_assets(*workspace, workspace->owner(), version, ids, {})).status, JobStatus::succeeded);
  EXPECT_THAT(ids_on(id), SizeIs(6));
  EXPECT_FALSE(ids_on(id).contains(left.uuid));
}

TEST_F(ProjectionsTest, DeletedDataLeaveEveryMap) {
  const std::vector<Data> datas = add_golden_pictures();
  activate();
  const MapScope version{active_version_of(datas), EmbeddingKind::images};
  const ProjectionId of_lake = make(whole_lake());
  const ProjectionId of_version = make(version);
  const std::string before = view(of_lake)->version();
  const DataId gone = datas[2].id;
  ASSERT_TRUE(delete_datas(*workspace, workspace->owner(), std::span(&gone, 1)));
  for (int round = 0; round < 2; ++round) {
    EXPECT_FALSE(ids_on(of_lake).contains(gone.uuid));
    EXPECT_THAT(ids_on(of_lake), SizeIs(datas.size() - 1));
    EXPECT_THAT(ids_on(of_version), SizeIs(datas.size() - 1));
    EXPECT_NE(view(of_lake)->version(), before);
    reopen();
  }
}

TEST_F(ProjectionsTest, NewItemsArePlacedAndTheOthersStay) {
  const std::vector<Data> datas = add_golden_pictures();
  activate();
  const ProjectionId id = make(whole_lake());
  const auto before = view(id);
  add(golden_pictures() / "rgb_96.png");  // a copy: it joins the point of the other
  settle();
  EXPECT_EQ(items_since(*workspace, status(whole_lake(), id).projection)->added, 1);
  const auto job = place_on_projection(*workspace, workspace->owner(), id);
  ASSERT_TRUE(job) << job.error().message;
  EXPECT_EQ(ended(*job).status, JobStatus::succeeded);
  const auto after = view(id);
  EXPECT_EQ(items_since(*workspace, status(whole_lake(), id).projection)->added, 0);
  EXPECT_EQ(after->items(), datas.size() + 1);
  EXPECT_EQ(after->map().x, before->map().x);
  EXPECT_EQ(after->map().y, before->map().y);
  EXPECT_EQ(files(), 1U);
}

TEST_F(ProjectionsTest, ClusteringAgainIsDbscanOfThePointsThereAre) {
  const std::vector<Data> datas = add_golden_pictures();
  activate();
  const ProjectionId id = make(whole_lake());
  const DataId gone = datas[0].id;
  ASSERT_TRUE(delete_datas(*workspace, workspace->owner(), std::span(&gone, 1)));
  for (const double eps : {0.05, 0.5, 5.0}) {
    const auto clustering = cluster_again(*workspace, workspace->owner(), id, {.eps = eps, .min_samples = 2});
    ASSERT_TRUE(clustering) << clustering.error().message;
    const auto& points = view(id)->map();
    std::vector<float> xy;
    for (std::size_t i = 0; i < points.size(); ++i)
      xy.insert(xy.end(), {points.x[i], points.y[i]});
    const auto wanted = *projection::dbscan(xy, {.eps = eps, .min_samples = 2});
    EXPECT_EQ(points.cluster, wanted.labels);
    EXPECT_EQ(clustering->clusters, wanted.clusters);
    EXPECT_EQ(status(whole_lake(), id).clustering->id, clustering->id);
  }
  EXPECT_EQ(files(), 1U);
}

TEST_F(ProjectionsTest, SelectionsComeInPages) {
  const std::vector<Data> datas = add_golden_pictures();
  activate();
  const ProjectionId id = make(whole_lake());
  std::vector<Uuid> all;
  std::string cursor;
  do {
    const auto page = select_on_map(*workspace, id, kEverything, 3, cursor);
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(page->items, std::ssize(datas));
    all.insert(all.end(), page->ids.begin(), page->ids.end());
    cursor = page->next_cursor.value_or("");
  } while (!cursor.empty());
  EXPECT_THAT(all, SizeIs(datas.size()));
  EXPECT_EQ(std::set<Uuid>(all.begin(), all.end()), ids_on(id));
  EXPECT_THAT(select_on_map(*workspace, id, kEverything, 0, "")->ids, IsEmpty());
  EXPECT_EQ(rows_in_region(*workspace, id, kEverything)->size(), datas.size());
  EXPECT_EQ(select_on_map(*workspace, id, kEverything, 3, "nonsense").error().kind, ErrorKind::invalid);
  const std::string second = *select_on_map(*workspace, id, kEverything, 3, "")->next_cursor;
  ASSERT_TRUE(cluster_again(*workspace, workspace->owner(), id, {}));
  EXPECT_EQ(select_on_map(*workspace, id, kEverything, 3, second).error().kind, ErrorKind::conflict);
}

TEST_F(ProjectionsTest, PointsNameTheirItems) {
  add_golden_pictures();
  activate();
  const ProjectionId id = make(whole_lake());
  const auto map = view(id);
  const std::vector<std::uint32_t> points{1, 0};
  const auto answers = items_of_points(*workspace, id, points, 1, map->version());
  ASSERT_TRUE(answers) << answers.error().message;
  ASSERT_THAT(*answers, SizeIs(2));
  EXPECT_EQ((*answers)[0].point, 1U);
  EXPECT_EQ((*answers)[0].ids.front(), map->item_id(map->first_item(1)));
  const std::uint32_t none = static_cast<std::uint32_t>(map->points());
  EXPECT_EQ(items_of_points(*workspace, id, std::span(&none, 1), 1, std::nullopt).error().kind, ErrorKind::invalid);
  EXPECT_EQ(items_of_points(*workspace, id, points, 1, "another").error().kind, ErrorKind::conflict);
}

TEST_F(ProjectionsTest, FilesGoWithTheirMaps) {
  const std::vector<Data> datas = add_golden_pictures();
  activate();
  const DatasetVersionId version = active_version_of(datas);
  const ProjectionId first = make(whole_lake());
  make({version, EmbeddingKind::images});
  EXPECT_EQ(files(), 2U);
  ASSERT_TRUE(delete_projection(*workspace, first));
  EXPECT_EQ(files(), 1U);
  EXPECT_EQ(projection_in(*workspace, lake, first).error().kind, ErrorKind::not_found);
  ASSERT_TRUE(delete_version(*workspace, workspace->owner(), version));
  EXPECT_EQ(files(), 0U);
  make(whole_lake());
  ASSERT_TRUE(write_file_durably(folder / "maps" / (to_string(new_uuid()) + ".map"), {}));  // as a crash leaves it
  reopen();
  EXPECT_EQ(files(), 1U);
}

TEST_F(ProjectionsTest, AWaitingJobGoesOnAfterARestart) {
  const std::vector<Data> datas = add_golden_pictures();
  activate();
  workspace->stop_jobs();
  const auto started = begin(whole_lake());
  ASSERT_TRUE(started);
  const ProjectionId id = started->projection.id;
  EXPECT_EQ(status(whole_lake(), id).state, ProjectionState::computing);
  EXPECT_EQ(workspace->map_views().of(id).error().kind, ErrorKind::conflict);
  EXPECT_EQ(cluster_again(*workspace, workspace->owner(), id, {}).error().detail, to_string(started->job));
  reopen();
  ASSERT_TRUE(workspace->start_jobs());
  EXPECT_EQ(ended(started->job).status, JobStatus::succeeded);
  EXPECT_THAT(ids_on(id), SizeIs(datas.size()));
}

TEST_F(ProjectionsTest, ACancelledOneSaysSo) {
  add_golden_pictures();
  activate();
  workspace->stop_jobs();
  const auto started = begin(whole_lake());
  ASSERT_TRUE(workspace->jobs().cancel(started->job));
  const ProjectionStatus cancelled = status(whole_lake(), started->projection.id);
  EXPECT_EQ(cancelled.state, ProjectionState::failed);
  EXPECT_THAT(cancelled.message, HasSubstr("cancelled"));
  ASSERT_TRUE(delete_projection(*workspace, started->projection.id));
}

TEST_F(ProjectionsTest, NeedsActiveEmbeddings) {
  const std::vector<Data> datas = add_golden_pictures();
  EXPECT_EQ(begin(whole_lake()).error().kind, ErrorKind::invalid);
  const DatasetVersionId version = version_of(datas);
  activate();
  const auto refused = begin({version, EmbeddingKind::images});
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("images of this version"));
  const auto shapes = begin({version, EmbeddingKind::shapes});
  EXPECT_EQ(shapes.error().kind, ErrorKind::invalid);
  EXPECT_THAT(shapes.error().message, HasSubstr("Shape embeddings are not active"));
  EXPECT_EQ(begin({lake, EmbeddingKind::shapes}).error().kind, ErrorKind::invalid);
}

TEST_F(ProjectionsTest, AnEmptyDatalakeHasAnEmptyMap) {
  activate();
  const ProjectionId id = make(whole_lake());
  EXPECT_EQ(view(id)->points(), 0U);
  EXPECT_THAT(ids_on(id), IsEmpty());
}

}  // namespace
}  // namespace kindred::usecases
