// Law: Datasets and versions are named, changed and deleted with all that is in them.
#include "store/datasets.h"

#include <gmock/gmock.h>

#include "store/embeddings.h"
#include "store/rows.h"
#include "store/tags.h"
#include "store/test_workspace.h"

namespace kindred::store {
namespace {

TEST(DatasetsTest, FoundByIdAndName) {
  TestWorkspace w;
  w.read([&](Connection& c) -> Result<void> {
    EXPECT_EQ(TRY(find_dataset(c, w.dataset.id)).name, "birds");
    EXPECT_EQ(TRY(find_dataset_by_name(c, w.organization.id, "birds")).id, w.dataset.id);
    EXPECT_EQ(TRY(find_version(c, w.version.id)).dataset_name, "birds");
    EXPECT_EQ(TRY(find_version_by_name(c, w.dataset.id, "first")).id, w.version.id);
    EXPECT_EQ(TRY(organization_of_version(c, w.version.id)), w.organization.id);
    EXPECT_EQ(find_version_by_name(c, w.dataset.id, "second").error().kind, ErrorKind::not_found);
    EXPECT_EQ(find_dataset(c, DatasetId::make()).error().kind, ErrorKind::not_found);
    return {};
  });
}

TEST(DatasetsTest, TakenNamesAreConflicts) {
  TestWorkspace w;
  const auto dataset = w.database().write([&](Connection& c) { return create_dataset(c, w.organization.id, "birds", ""); });
  ASSERT_FALSE(dataset);
  EXPECT_EQ(dataset.error().message, "There is a dataset 'birds' already");
  const auto version =
      w.database().write([&](Connection& c) { return create_version(c, w.dataset.id, "first", "", InferenceType::point); });
  ASSERT_FALSE(version);
  EXPECT_EQ(version.error().kind, ErrorKind::conflict);
  w.write([&](Connection& c) { return create_version(c, w.dataset.id, "second", "", InferenceType::point); });
  const auto renamed = w.database().write([&](Connection& c) { return change_version(c, w.version.id, {.version = "second"}); });
  EXPECT_EQ(renamed.error().kind, ErrorKind::conflict);
}

TEST(DatasetsTest, ChangesTouchOnlyWhatTheyName) {
  TestWorkspace w;
  const auto version =
      w.write([&](Connection& c) { return change_version(c, w.version.id, {.description = "new", .type = InferenceType::segmentation}); });
  EXPECT_EQ(version.version, "first");
  EXPECT_EQ(version.description, "new");
  EXPECT_EQ(version.type, InferenceType::segmentation);
  const auto dataset = w.write([&](Connection& c) { return change_dataset(c, w.dataset.id, {.name = "fish"}); });
  EXPECT_EQ(dataset.name, "fish");
  EXPECT_EQ(dataset.description, "");
}

TEST(DatasetsTest, ListedNewestFirstOrAsAsked) {
  TestWorkspace w;
  for (const std::string name : {"ants", "cats"}) {
    w.write([&](Connection& c) { return create_dataset(c, w.organization.id, name, ""); });
    w.write([&](Connection& c) { return create_version(c, w.dataset.id, name, "", InferenceType::mask); });
  }
  w.read([&](Connection& c) -> Result<void> {
    const auto newest = TRY(list_datasets(c, w.organization.id, {.limit = 2}));
    EXPECT_EQ(newest.items[0].name, "cats");
    EXPECT_EQ(newest.items[1].name, "ants");
    EXPECT_EQ(TRY(list_datasets(c, w.organization.id, {.cursor = *newest.next_cursor})).items[0].name, "birds");
    EXPECT_EQ(TRY(list_datasets(c, w.organization.id, {.order_by = {"name"}})).items[0].name, "ants");
    EXPECT_EQ(TRY(list_versions(c, w.dataset.id, {.order_by = {"-version"}})).items[0].version, "first");
    EXPECT_EQ(TRY(count_datasets(c, w.organization.id)), 3);
    EXPECT_EQ(TRY(count_versions(c, w.dataset.id)), 3);
    return {};
  });
}

TEST(DatasetsTest, DeletingADatasetLeavesOnlyTheData) {
  TestWorkspace w;
  const auto ids = w.add_datas(3);
  w.write([&](Connection& c) -> Result<void> {
    const Tag tag = TRY(create_tag(c, TagTarget::asset, w.version.id.uuid, "red"));
    TRY(add_pending(c, ids));
    TRY(insert_assets(c, w.version.id, ids, std::vector{tag.id}));
    TRY(set_visual_search(c, w.version.id, {.state = VisualSearchState::active, .model_key = "m", .dimension = 4, .job_id = {}}));
    return delete_dataset(c, w.dataset.id);
  });
  w.read([&](Connection& c) -> Result<void> {
    for (const std::string table :
         {"dataset", "dataset_version", "asset", "asset_tag", "tag", "visual_search", "asset_count", "version_embedding_count"}) {
      EXPECT_EQ(TRY(read_int(query(c, "SELECT count(*) FROM " + table))), 0) << table;
    }
    EXPECT_EQ(TRY(count_datas(c, w.datalake.id, {})), 3);
    EXPECT_EQ(TRY(embedding_counts(c, w.datalake.id)).pending, 3);
    return {};
  });
}

}  // namespace
}  // namespace kindred::store
