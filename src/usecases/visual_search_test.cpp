// Visual search is a living thing: states, counts and answers follow whatever happens to the Data.
#include "usecases/visual_search.h"

#include <gmock/gmock.h>

#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/search_images.h"
#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

using ::testing::HasSubstr;

class VisualSearchTest : public WorkspaceTest {
 protected:
  DatasetVersionId version_of_all(const std::vector<Data>& datas) {
    const Dataset dataset = *create_dataset(*workspace, workspace->owner(), "pictures", "");
    const DatasetVersion version = *create_version(*workspace, workspace->owner(), dataset.id, {.name = "v1", .description = ""});
    std::vector<DataId> ids;
    for (const Data& data : datas)
      ids.push_back(data.id);
    EXPECT_TRUE(workspace->start_jobs());
    EXPECT_EQ(ended(*add_assets(*workspace, workspace->owner(), version.id, ids, {})).status, JobStatus::succeeded);
    return version.id;
  }
};

TEST_F(VisualSearchTest, EmbedsEveryPictureAndSaysWhyNotTheOthers) {
  const std::vector<Data> datas = add_golden_pictures();
  add({}, "empty.jpg");
  const std::string text = "<svg xmlns='http://www.w3.org/2000/svg'/>";
  add({text.begin(), text.end()}, "drawing.svg");
  activate();
  EXPECT_EQ(counts().done, static_cast<std::int64_t>(datas.size()));
  EXPECT_EQ(counts().error, 1);
  EXPECT_EQ(counts().unsupported, 1);
  EXPECT_EQ(visual_search_of(*workspace, lake)->search.state, VisualSearchState::active);
  const auto errors = list_embeddings(*workspace, lake, EmbeddingStatus::error, {});
  ASSERT_EQ(errors->items.size(), 1U);
  EXPECT_THAT(errors->items[0].reason, HasSubstr("empty"));
}

TEST_F(VisualSearchTest, FindsOthersButNotThePictureItself) {
  const std::vector<Data> datas = add_golden_pictures();
  const Data copy = add(golden_pictures() / "rgb_96.png");
  activate();
  const auto original = std::find_if(datas.begin(), datas.end(), [](const Data& data) { return data.filename == "rgb_96.png"; });
  const auto hits = find_similar(*workspace, lake, original->id, 3);
  ASSERT_TRUE(hits) << hits.error().message;
  ASSERT_EQ(hits->size(), 3U);
  EXPECT_EQ((*hits)[0].id, copy.id);
  EXPECT_NEAR((*hits)[0].score, 1.0F, 1e-3F);
  for (const DataHit& hit : *hits)
    EXPECT_NE(hit.id, original->id);
}

TEST_F(VisualSearchTest, EmbedsWhatArrivesWhileActive) {
  add_golden_pictures();
  activate();
  const std::int64_t before = counts().done;
  const Data late = add(golden_pictures() / "rgb_scene_256.png");
  settle();
  EXPECT_EQ(counts().done, before + 1);
  EXPECT_EQ(counts().pending, 0);
  EXPECT_TRUE(find_similar(*workspace, lake, late.id, 1));
}

TEST_F(VisualSearchTest, DeletedDataIsNeverFoundAgain) {
  const std::vector<Data> datas = add_golden_pictures();
  activate();
  const DataId gone = datas[0].id;
  ASSERT_TRUE(delete_datas(*workspace, workspace->owner(), std::span(&gone, 1)));
  const auto check = [&] {
    const auto hits = search_by_text(*workspace, lake, "anything", 100);
    ASSERT_TRUE(hits) << hits.error().message;
    EXPECT_EQ(hits->size(), datas.size() - 1);
    for (const DataHit& hit : *hits)
      EXPECT_NE(hit.id, gone);
  };
  check();
  reopen();  // the vector is still in the file, but not in the index
  check();
}

TEST_F(VisualSearchTest, AnswersTheSameAfterReopening) {
  add_golden_pictures();
  activate();
  const auto before = search_by_text(*workspace, lake, "a picture of a pizza", 5);
  reopen();
  const auto after = search_by_text(*workspace, lake, "a picture of a pizza", 5);
  ASSERT_TRUE(before && after);
  ASSERT_EQ(before->size(), after->size());
  for (std::size_t i = 0; i < before->size(); ++i) {
    EXPECT_EQ((*before)[i].id, (*after)[i].id);
    EXPECT_EQ((*before)[i].score, (*after)[i].score);
  }
}

TEST_F(VisualSearchTest, RetryRunsTheItemsOfOneStatusAgain) {
  add_golden_pictures();
  add({}, "empty.jpg");
  activate();
  const EmbeddingCounts before = counts();
  for (const EmbeddingStatus status : {EmbeddingStatus::error, EmbeddingStatus::done}) {
    const auto job = retry_embeddings(*workspace, workspace->owner(), lake, status);
    ASSERT_TRUE(job) << job.error().message;
    EXPECT_EQ(ended(*job).status, JobStatus::succeeded);
    EXPECT_EQ(counts().done, before.done);
    EXPECT_EQ(counts().error, before.error);
  }
  EXPECT_EQ(search_by_text(*workspace, lake, "a cat", 100)->size(), static_cast<std::size_t>(before.done));
}

TEST_F(VisualSearchTest, DeactivateDeletesTheVectorsAndSwitchesVersionsOff) {
  const std::vector<Data> datas = add_golden_pictures();
  const DatasetVersionId version = version_of_all(datas);
  activate();
  ASSERT_EQ(ended(*activate_version(*workspace, workspace->owner(), version)).status, JobStatus::succeeded);
  ASSERT_TRUE(deactivate_datalake(*workspace, workspace->owner(), lake));
  EXPECT_EQ(visual_search_of(*workspace, lake)->search.state, VisualSearchState::inactive);
  EXPECT_EQ(visual_search_of(*workspace, version)->search.state, VisualSearchState::inactive);
  EXPECT_EQ(counts().total(), 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder / "vectors"));
  EXPECT_EQ(search_by_text(*workspace, lake, "a cat", 5).error().kind, ErrorKind::conflict);
  activate();  // and again from the start
  EXPECT_EQ(counts().done, static_cast<std::int64_t>(datas.size()));
}

TEST_F(VisualSearchTest, AVersionSearchesItsOwnAssetsOnly) {
  const std::vector<Data> datas = add_golden_pictures();
  const std::vector<Data> half(datas.begin(), datas.begin() + 5);
  const DatasetVersionId version = version_of_all(half);
  const auto early = activate_version(*workspace, workspace->owner(), version);
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().kind, ErrorKind::invalid);
  EXPECT_THAT(early.error().message, HasSubstr("'default'"));
  activate();
  ASSERT_EQ(ended(*activate_version(*workspace, workspace->owner(), version)).status, JobStatus::succeeded);
  EXPECT_EQ(visual_search_of(*workspace, version)->counts.done, 5);
  const auto hits = search_by_text(*workspace, version, "a cat", 100);
  ASSERT_TRUE(hits) << hits.error().message;
  EXPECT_EQ(hits->size(), 5U);
  const auto similar = find_similar(*workspace, version, hits->front().id, 100);
  EXPECT_EQ(similar->size(), 4U);
  const AssetId removed = hits->front().id;
  ASSERT_TRUE(delete_assets(*workspace, workspace->owner(), version, std::span(&removed, 1)));
  EXPECT_EQ(search_by_text(*workspace, version, "a cat", 100)->size(), 4U);
}

TEST_F(VisualSearchTest, RefusesWhatItsStateDoesNotAllow) {
  add_golden_pictures();
  EXPECT_EQ(search_by_text(*workspace, lake, "a cat", 5).error().kind, ErrorKind::conflict);
  EXPECT_EQ(deactivate_datalake(*workspace, workspace->owner(), lake).error().kind, ErrorKind::conflict);
  EXPECT_EQ(retry_embeddings(*workspace, workspace->owner(), lake, EmbeddingStatus::error).error().kind, ErrorKind::conflict);
  // No model was named, and the default one isn't registered: the demo model is never taken silently.
  EXPECT_EQ(activate_datalake(*workspace, workspace->owner(), lake, std::nullopt).error().kind, ErrorKind::invalid);
  const auto job = activate_datalake(*workspace, workspace->owner(), lake, std::string(kDemoModelKey));  // queued: no worker runs
  ASSERT_TRUE(job);
  const auto again = activate_datalake(*workspace, workspace->owner(), lake, std::string(kDemoModelKey));
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
  EXPECT_EQ(again.error().detail, to_string(*job));
  ASSERT_TRUE(workspace->jobs().cancel(*job));
  activate();  // a cancelled activation can be taken up again
  EXPECT_EQ(search_by_text(*workspace, lake, "  ", 5).error().kind, ErrorKind::invalid);
  EXPECT_EQ(search_by_text(*workspace, lake, "a cat", 0).error().kind, ErrorKind::invalid);
  EXPECT_EQ(search_by_text(*workspace, lake, "a cat", kMaxSearchLimit + 1).error().kind, ErrorKind::invalid);
}

TEST_F(VisualSearchTest, ASecondProcessIsToldWhoHoldsTheFolder) {
  WorkspaceOptions options;
  options.folder = folder;
  const auto second = Workspace::open(options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_THAT(second.error().message, HasSubstr("process"));
}

}  // namespace
}  // namespace kindred::usecases
