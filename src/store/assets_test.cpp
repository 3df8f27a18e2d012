// Law: a version holds a Data once; adding and copying can be repeated without doing anything twice; row numbers grow and are
// never given again.
#include "store/assets.h"

#include <gmock/gmock.h>

#include "store/rows.h"
#include "store/tags.h"
#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class AssetsTest : public ::testing::Test {
 protected:
  std::int64_t add(const std::vector<DataId>& datas, const std::vector<TagId>& tags = {}) {
    return w_.write([&](Connection& c) { return insert_assets(c, w_.version.id, datas, tags); });
  }
  Tag tag(DatasetVersionId version, const std::string& name) {
    return w_.write([&](Connection& c) { return create_tag(c, TagTarget::asset, version.uuid, name); });
  }
  DatasetVersion new_version(const std::string& name) {
    return w_.write([&](Connection& c) { return create_version(c, w_.dataset.id, name, "", InferenceType::not_configured); });
  }
  std::vector<std::string> names(const AssetFilter& filter, DatasetVersionId version) {
    const auto page = w_.read([&](Connection& c) { return list_assets(c, version, filter, {.order_by = {"object_name"}}); });
    EXPECT_EQ(w_.read([&](Connection& c) { return count_assets(c, version, filter); }), std::ssize(page.items));
    EXPECT_EQ(w_.read([&](Connection& c) { return list_asset_ids(c, version, filter, {}); }).items.size(), page.items.size());
    std::vector<std::string> found;
    for (const Asset& asset : page.items)
      found.push_back(asset.data.object_name);
    return found;
  }
  std::vector<std::string> names(const AssetFilter& filter) { return names(filter, w_.version.id); }
  AssetId asset_of(DataId data) {
    return w_.read([&](Connection& c) { return find_asset_by_data(c, w_.version.id, data); }).id;
  }
  std::vector<std::int64_t> row_numbers() {
    return w_.read([&](Connection& c) {
      return read_rows(query(c, "SELECT row_number FROM asset WHERE version_id = ? ORDER BY row_number", w_.version.id),
                       [](const Statement& row) { return Result<std::int64_t>(row.column_int(0)); });
    });
  }
  TestWorkspace w_;
};

TEST_F(AssetsTest, AddingTwiceAddsOnce) {
  const auto ids = w_.add_datas(3);
  EXPECT_EQ(add({ids[0], ids[1], ids[0]}), 2);
  EXPECT_EQ(add(ids), 1);
  EXPECT_EQ(w_.read([&](Connection& c) { return asset_count(c, w_.version.id); }), 3);
}

TEST_F(AssetsTest, RowNumbersAreNeverGivenAgain) {
  const auto ids = w_.add_datas(4);
  add({ids[0], ids[1], ids[2]});
  const AssetId last = asset_of(ids[2]);
  EXPECT_EQ(w_.write([&](Connection& c) { return delete_assets(c, w_.version.id, std::vector{last, AssetId::make()}); }), 1);
  add({ids[2], ids[3]});
  EXPECT_THAT(row_numbers(), ElementsAre(0, 1, 3, 4));
}

TEST_F(AssetsTest, TheMembershipStampChangesWithEveryChange) {
  const auto ids = w_.add_datas(2);
  const auto stamp = [&] { return w_.read([&](Connection& c) { return membership_stamp(c, w_.version.id); }); };
  std::vector<MembershipStamp> stamps{stamp()};
  const auto changed = [&] {
    const MembershipStamp latest = stamp();
    EXPECT_EQ(std::ranges::count(stamps, latest), 0);
    stamps.push_back(latest);
  };
  add({ids[0]});
  changed();
  add({ids[1]});
  changed();
  w_.write([&](Connection& c) { return delete_some_assets(c, w_.version.id, 1); });
  changed();
  add(ids);
  changed();
  add(ids);
  EXPECT_EQ(stamp(), stamps.back()) << "nothing was added";
}

TEST_F(AssetsTest, WhatCannotBeAddedIsNamedAndNothingIsAdded) {
  const auto ids = w_.add_datas(1);
  const DataId missing = DataId::make();
  const auto refused =
      w_.database().write([&](Connection& c) { return insert_assets(c, w_.version.id, std::vector{ids[0], missing}, {}); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr(to_string(missing)));
  EXPECT_THAT(names({}), IsEmpty());
  const Tag foreign = tag(new_version("other").id, "red");
  const auto tagged = w_.database().write([&](Connection& c) { return insert_assets(c, w_.version.id, ids, std::vector{foreign.id}); });
  EXPECT_EQ(tagged.error().kind, ErrorKind::invalid);
}

TEST_F(AssetsTest, DataOfAnotherOrganizationAreNotAdded) {
  Data data = w_.new_data("theirs");
  w_.write([&](Connection& c) -> Result<void> {
    const Organization other = TRY(create_organization(c, "Other"));
    data.datalake_id = TRY(create_datalake(c, other.id, other.default_connector_id, "default")).id;
    return insert_data(c, data);
  });
  const auto refused = w_.database().write([&](Connection& c) { return insert_assets(c, w_.version.id, std::vector{data.id}, {}); });
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
}

TEST_F(AssetsTest, FoundByEachName) {
  const Data old = w_.add_data("x/a.png");
  const Data young = w_.add_data("y/a.png");
  add({old.id, young.id});
  w_.read([&](Connection& c) -> Result<void> {
    const DatasetVersionId version = w_.version.id;
    EXPECT_EQ(TRY(find_asset_by_filename(c, version, "a.png")).data.id, young.id);
    EXPECT_EQ(TRY(find_asset_by_object_name(c, version, "x/a.png")).data.id, old.id);
    const Asset asset = TRY(find_asset_by_data(c, version, old.id));
    EXPECT_EQ(TRY(find_asset(c, asset.id)).data.object_name, "x/a.png");
    EXPECT_EQ(TRY(find_asset(c, asset.id)).version_id, version);
    EXPECT_EQ(find_asset(c, AssetId::make()).error().kind, ErrorKind::not_found);
    EXPECT_EQ(find_asset_by_filename(c, version, "b.png").error().kind, ErrorKind::not_found);
    return {};
  });
}

TEST_F(AssetsTest, EachPartOfAFilterNarrows) {
  const Data a = w_.add_data("1/cat_1.png");
  const Data b = w_.add_data("2/cat%2.png");
  const Data d = w_.add_data("3/dog.png");
  const Data outside = w_.add_data("4/cat_4.png");
  const Tag red = tag(w_.version.id, "red");
  const Tag blue = tag(w_.version.id, "blue");
  add({a.id}, {red.id});
  add({b.id}, {red.id, blue.id});
  add({d.id});
  w_.write([&](Connection& c) -> Result<void> {
    const Tag night = TRY(create_tag(c, TagTarget::data, w_.datalake.id.uuid, "night"));
    TRY(attach_tag(c, night, std::vector{b.id.uuid, d.id.uuid, outside.id.uuid}));
    return {};
  });
  EXPECT_THAT(names({}), ElementsAre("1/cat_1.png", "2/cat%2.png", "3/dog.png"));
  EXPECT_THAT(names({.ids = std::vector{asset_of(a.id), asset_of(d.id)}}), ElementsAre("1/cat_1.png", "3/dog.png"));
  EXPECT_THAT(names({.ids = std::vector<AssetId>{}}), IsEmpty());
  EXPECT_THAT(names({.data_ids = std::vector{b.id, outside.id}}), ElementsAre("2/cat%2.png"));
  EXPECT_THAT(names({.filename_startswith = "cat"}), ElementsAre("1/cat_1.png", "2/cat%2.png"));
  EXPECT_THAT(names({.filename_startswith = "cat_"}), ElementsAre("1/cat_1.png"));
  EXPECT_THAT(names({.filename_startswith = "cat%"}), ElementsAre("2/cat%2.png"));
  EXPECT_THAT(names({.filename_startswith = ""}), ElementsAre("1/cat_1.png", "2/cat%2.png", "3/dog.png"));
  EXPECT_THAT(names({.filename_startswith = "\xFF\xFF"}), IsEmpty());
  EXPECT_THAT(names({.tags = {{"red"}}}), ElementsAre("1/cat_1.png", "2/cat%2.png"));
  EXPECT_THAT(names({.tags = {{"red"}, {"blue"}}}), ElementsAre("2/cat%2.png"));
  EXPECT_THAT(names({.tags = {{"night"}}}), IsEmpty()) << "a tag of the data";
  EXPECT_THAT(names({.data = {.tags = {{"night"}}}}), ElementsAre("2/cat%2.png", "3/dog.png"));
  EXPECT_THAT(names({.tags = {{"red"}}, .data = {.tags = {{"night"}}}}), ElementsAre("2/cat%2.png"));
  EXPECT_THAT(names({.data = {.filenames = std::vector<std::string>{"dog.png", "cat_4.png"}}}), ElementsAre("3/dog.png"));
  EXPECT_THAT(names({.data = {.object_names = std::vector<std::string>{"1/cat_1.png"}}}), ElementsAre("1/cat_1.png"));
  EXPECT_THAT(names({.data = {.ids = std::vector{d.id}}}), ElementsAre("3/dog.png"));
  EXPECT_THAT(names({.data = {.upload_statuses = {UploadStatus::pending}}}), IsEmpty());
  EXPECT_THAT(names({.data = {.types = {DataType::image}}}), ElementsAre("1/cat_1.png", "2/cat%2.png", "3/dog.png"));
  EXPECT_THAT(names({.tags = {{"blue"}}, .data = {.upload_statuses = {UploadStatus::done}}}), ElementsAre("2/cat%2.png"));
  w_.write([&](Connection& c) { return set_data_upload_status(c, d.id, UploadStatus::error, 0, 0); });
  EXPECT_THAT(names({.data = {.upload_statuses = {UploadStatus::error}}}), ElementsAre("3/dog.png"));
  EXPECT_THAT(names({.data = {.upload_statuses = {UploadStatus::done}, .types = {DataType::image}}}),
              ElementsAre("1/cat_1.png", "2/cat%2.png"));
}

// More rows than kFewRows are gone through in order instead of being found first.
TEST_F(AssetsTest, FiltersThatFindManyGiveTheSame) {
  const auto ids = w_.add_datas(5200, "many/");
  const Tag most = tag(w_.version.id, "most");
  const Tag few = tag(w_.version.id, "few");
  add({ids.begin(), ids.begin() + 5100}, {most.id});
  add({ids.begin() + 5100, ids.end()}, {few.id});
  w_.write([&](Connection& c) -> Result<void> {
    const Tag night = TRY(create_tag(c, TagTarget::data, w_.datalake.id.uuid, "night"));
    std::vector<Uuid> tagged;
    for (std::size_t i = 50; i < ids.size(); ++i)
      tagged.push_back(ids[i].uuid);
    TRY(attach_tag(c, night, tagged));
    return {};
  });
  const auto check = [&](const AssetFilter& filter, std::size_t newest, std::int64_t count) {
    w_.read([&](Connection& c) -> Result<void> {
      const auto page = TRY(list_assets(c, w_.version.id, filter, {.limit = 3}));
      EXPECT_EQ(page.items[0].data.id, ids[newest]);
      EXPECT_EQ(page.items[2].data.id, ids[newest - 2]);
      EXPECT_EQ(TRY(count_assets(c, w_.version.id, filter)), count);
      return {};
    });
  };
  check({.tags = {{"most"}}}, 5099, 5100);
  check({.tags = {{"most", "few"}}}, 5199, 5200);
  check({.data = {.tags = {{"night"}}}}, 5199, 5150);
  check({.tags = {{"most"}}, .data = {.tags = {{"night"}}}}, 5099, 5050);
  check({.filename_startswith = ""}, 5199, 5200);
  w_.read([&](Connection& c) -> Result<void> {
    const DataFilter night{.tags = {{"night"}}};
    EXPECT_EQ(TRY(list_datas(c, w_.datalake.id, night, {.limit = 1})).items[0].id, ids[5199]);
    EXPECT_EQ(TRY(count_datas(c, w_.datalake.id, night)), 5150);
    EXPECT_EQ(TRY(count_datas(c, w_.datalake.id, {.tags = {{"night"}}, .types = {DataType::video}})), 0);
    return {};
  });
}

TEST_F(AssetsTest, ASmallVersionOfALargeDatalakeIsOrderedByNameToo) {
  const auto ids = w_.add_datas(200);
  add({ids[7], ids[3], ids[199]});
  EXPECT_THAT(names({}), ElementsAre("199.png", "3.png", "7.png"));
  const auto page = w_.read([&](Connection& c) { return list_assets(c, w_.version.id, {}, {.limit = 2, .order_by = {"-filename"}}); });
  EXPECT_EQ(page.items[0].data.id, ids[7]);
  const auto rest =
      w_.read([&](Connection& c) { return list_assets(c, w_.version.id, {}, {.cursor = *page.next_cursor, .order_by = {"-filename"}}); });
  ASSERT_EQ(rest.items.size(), 1U);
  EXPECT_EQ(rest.items[0].data.id, ids[199]);
}

TEST_F(AssetsTest, NewestFirstByDefault) {
  const auto ids = w_.add_datas(3);
  add({ids[1]});
  add({ids[2], ids[0]});
  const auto page = w_.read([&](Connection& c) { return list_assets(c, w_.version.id, {}, {}); });
  EXPECT_EQ(page.items[0].data.id, ids[0]);
  EXPECT_EQ(page.items[1].data.id, ids[2]);
  EXPECT_EQ(page.items[2].data.id, ids[1]);
}

TEST_F(AssetsTest, CopiedInChunksWithTagsAndAgainWithoutHarm) {
  const auto ids = w_.add_datas(25);
  const Tag red = tag(w_.version.id, "red");
  add({ids.begin(), ids.begin() + 10}, {red.id});
  add({ids.begin() + 10, ids.end()});
  const DatasetVersion fork = new_version("fork");
  for (int attempt = 0; attempt < 2; ++attempt) {
    std::optional<AssetId> after;
    std::int64_t copied = 0;
    int chunks = 0;
    do {
      const auto chunk =
          w_.write([&](Connection& c) { return copy_some_assets(c, w_.version.id, fork.id, {.with_tags = true}, after, 7); });
      copied += chunk.copied;
      after = chunk.last;
      ++chunks;
    } while (after);
    EXPECT_EQ(copied, attempt == 0 ? 25 : 0);
    EXPECT_EQ(chunks, 4);
  }
  EXPECT_EQ(names({}, fork.id).size(), 25U);
  EXPECT_EQ(names({.tags = {{"red"}}}, fork.id).size(), 10U);
  const Tag twin = w_.read([&](Connection& c) { return find_tag_by_name(c, TagTarget::asset, fork.id.uuid, "red"); });
  EXPECT_NE(twin.id, red.id);
  EXPECT_EQ(w_.read([&](Connection& c) { return count_tagged(c, red); }), 10) << "the origin keeps its own";
}

TEST_F(AssetsTest, ChosenOnesCopiedWithoutTags) {
  const auto ids = w_.add_datas(3);
  add(ids, {tag(w_.version.id, "red").id});
  const DatasetVersion fork = new_version("fork");
  const std::vector<AssetId> chosen{asset_of(ids[0]), asset_of(ids[2])};
  EXPECT_EQ(w_.write([&](Connection& c) { return copy_assets(c, w_.version.id, fork.id, {}, chosen); }).copied, 2);
  EXPECT_EQ(names({}, fork.id).size(), 2U);
  EXPECT_THAT(names({.tags = {{"red"}}}, fork.id), IsEmpty());
  const auto foreign =
      w_.database().write([&](Connection& c) { return copy_assets(c, fork.id, w_.version.id, {}, std::vector{chosen[0]}); });
  EXPECT_EQ(foreign.error().kind, ErrorKind::invalid);
}

TEST_F(AssetsTest, AssetsOfDataForSearchResults) {
  const auto ids = w_.add_datas(3);
  add({ids[0], ids[2]});
  const auto found = w_.read([&](Connection& c) { return assets_of_datas(c, w_.version.id, std::vector{ids[2], ids[1], ids[0]}); });
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].data_id, ids[2]);
  EXPECT_EQ(found[0].asset_id, asset_of(ids[2]));
  EXPECT_EQ(found[1].data_id, ids[0]);
  EXPECT_EQ(w_.read([&](Connection& c) { return all_assets_by_data(c, w_.version.id); }).size(), 2U);
  EXPECT_THAT(w_.read([&](Connection& c) { return datalakes_of_version(c, w_.version.id); }), ElementsAre(w_.datalake.id));
  while (w_.write([&](Connection& c) { return delete_some_assets(c, w_.version.id, 1); }) > 0) {
  }
  EXPECT_THAT(w_.read([&](Connection& c) { return datalakes_of_version(c, w_.version.id); }), IsEmpty());
}

}  // namespace
}  // namespace kindred::store
