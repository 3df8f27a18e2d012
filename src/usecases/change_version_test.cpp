// Assets join, leave and are copied between versions; a job that names what isn't there is refused before it begins.
#include "usecases/change_version.h"

#include <gmock/gmock.h>

#include "usecases/edit.h"
#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

using ::testing::HasSubstr;

class ChangeVersionTest : public WorkspaceTest {
 protected:
  void SetUp() override {
    WorkspaceTest::SetUp();
    ASSERT_TRUE(workspace->start_jobs());
    dataset = create_dataset(*workspace, workspace->owner(), "pictures", "")->id;
    version = create_version(*workspace, workspace->owner(), dataset, {.name = "v1", .description = ""})->id;
    for (const Data& data : add_golden_pictures())
      datas.push_back(data.id);
  }

  void add_all(std::vector<TagId> tags = {}) {
    const auto job = add_assets(*workspace, workspace->owner(), version, datas, tags);
    ASSERT_TRUE(job) << job.error().message;
    EXPECT_EQ(ended(*job).status, JobStatus::succeeded);
  }

  std::vector<Asset> assets_of(DatasetVersionId id) { return list_assets(*workspace, id, {}, {})->page.items; }

  DatasetId dataset;
  DatasetVersionId version;
  std::vector<DataId> datas;
};

TEST_F(ChangeVersionTest, AddingTwiceAddsOnce) {
  add_all();
  add_all();
  EXPECT_EQ(*asset_count(*workspace, version), static_cast<std::int64_t>(datas.size()));
}

TEST_F(ChangeVersionTest, RefusesUnknownDataAndForeignTags) {
  const DataId unknown = DataId::make();
  const auto no_data = add_assets(*workspace, workspace->owner(), version, std::span(&unknown, 1), {});
  ASSERT_FALSE(no_data);
  EXPECT_THAT(no_data.error().message, HasSubstr(to_string(unknown)));
  const TagId lake_tag = create_tag(*workspace, TagTarget::data, lake.uuid, "night")->id;
  EXPECT_EQ(add_assets(*workspace, workspace->owner(), version, datas, std::span(&lake_tag, 1)).error().kind, ErrorKind::invalid);
  EXPECT_EQ(add_assets(*workspace, workspace->owner(), version, {}, {}).error().kind, ErrorKind::invalid);
  const std::vector<DataId> many(kMaxIdsPerRequest + 1, datas[0]);
  EXPECT_EQ(add_assets(*workspace, workspace->owner(), version, many, {}).error().kind, ErrorKind::too_large);
}

TEST_F(ChangeVersionTest, AForkHasTheChosenAssetsWithTheirTags) {
  const TagId tag = create_tag(*workspace, TagTarget::asset, version.uuid, "train")->id;
  add_all({tag});
  const std::vector<Asset> all = assets_of(version);
  const std::vector<AssetId> chosen{all[0].id, all[3].id};
  const auto fork =
      fork_version(*workspace, workspace->owner(), dataset,
                   {.parent = version, .version = {.name = "v2", .description = ""}, .options = {.with_tags = true}, .assets = chosen});
  ASSERT_TRUE(fork) << fork.error().message;
  EXPECT_EQ(ended(fork->job).status, JobStatus::succeeded);
  const std::vector<Asset> copied = assets_of(fork->version.id);
  ASSERT_EQ(copied.size(), 2U);
  for (const Asset& asset : copied) {
    const auto tags = tags_of(*workspace, TagTarget::asset, asset.id.uuid);
    ASSERT_EQ(tags->size(), 1U);
    EXPECT_EQ(tags->front().name, "train");
    EXPECT_NE(tags->front().id, tag);  // each version has tags of its own
  }
}

TEST_F(ChangeVersionTest, AForkWithoutAChoiceHasThemAll) {
  add_all();
  const auto fork = fork_version(*workspace, workspace->owner(), dataset,
                                 {.parent = version, .version = {.name = "v2", .description = ""}, .assets = {}});
  EXPECT_EQ(ended(fork->job).status, JobStatus::succeeded);
  EXPECT_EQ(*asset_count(*workspace, fork->version.id), static_cast<std::int64_t>(datas.size()));
  const auto same_name = fork_version(*workspace, workspace->owner(), dataset,
                                      {.parent = version, .version = {.name = "v2", .description = ""}, .assets = {}});
  EXPECT_EQ(same_name.error().kind, ErrorKind::conflict);
}

TEST_F(ChangeVersionTest, CopyingIsOnlyWithinOneDataset) {
  add_all();
  const DatasetId other = create_dataset(*workspace, workspace->owner(), "others", "")->id;
  const DatasetVersionId foreign = create_version(*workspace, workspace->owner(), other, {.name = "v1", .description = ""})->id;
  const AssetId asset = assets_of(version)[0].id;
  EXPECT_EQ(copy_assets(*workspace, workspace->owner(), version, foreign, std::span(&asset, 1), {}).error().kind, ErrorKind::invalid);
}

TEST_F(ChangeVersionTest, DeletingAVersionLeavesTheData) {
  add_all();
  ASSERT_TRUE(delete_version(*workspace, workspace->owner(), version));
  EXPECT_EQ(version_of(*workspace, version).error().kind, ErrorKind::not_found);
  EXPECT_EQ(list_datas(*workspace, lake, {}, {})->count, static_cast<std::int64_t>(datas.size()));
}

}  // namespace
}  // namespace kindred::usecases
