// Law: a list of Data holds exactly the rows that a slow look at each row would choose, and deleting a Data takes along all that
// depends on it.
#include "store/datas.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "base/json.h"
#include "store/embeddings.h"
#include "store/rows.h"
#include "store/tags.h"
#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class DatasTest : public ::testing::Test {
 protected:
  std::vector<std::string> names(const DataFilter& filter, std::vector<std::string> order_by = {"object_name"}) {
    const auto page = w_.read([&](Connection& c) { return list_datas(c, w_.datalake.id, filter, {.order_by = order_by}); });
    EXPECT_EQ(w_.read([&](Connection& c) { return count_datas(c, w_.datalake.id, filter); }), std::ssize(page.items));
    std::vector<std::string> found;
    for (const Data& data : page.items)
      found.push_back(data.object_name);
    return found;
  }
  Tag tag(const std::string& name, const std::vector<DataId>& on) {
    return w_.write([&](Connection& c) -> Result<Tag> {
      Tag made = TRY(create_tag(c, TagTarget::data, w_.datalake.id.uuid, name));
      for (const DataId id : on)
        TRY(attach_tag(c, made, std::span(&id.uuid, 1)));
      return made;
    });
  }
  TestWorkspace w_;
};

TEST_F(DatasTest, ARowComesBackAsItWas) {
  Data data = w_.new_data("folder/a.png");
  data.type = DataType::video;
  data.upload_status = UploadStatus::error;
  data.metadata_json = R"({"weather":"rain"})";
  data.custom_metadata_json = R"({"n":1})";
  data.created_at = {12345};
  data.bytes = 7'000'000'000;
  w_.write([&](Connection& c) { return insert_data(c, data); });
  const Data found = w_.read([&](Connection& c) { return find_data(c, data.id); });
  EXPECT_EQ(found.object_name, "folder/a.png");
  EXPECT_EQ(found.filename, "a.png");
  EXPECT_EQ(found.content_type, "image/png");
  EXPECT_EQ(found.type, DataType::video);
  EXPECT_EQ(found.upload_status, UploadStatus::error);
  EXPECT_EQ(found.width, 640);
  EXPECT_EQ(found.height, 480);
  EXPECT_EQ(found.bytes, 7'000'000'000U);
  EXPECT_EQ(found.sha256, data.sha256);
  EXPECT_EQ(found.metadata_json, data.metadata_json);
  EXPECT_EQ(found.custom_metadata_json, data.custom_metadata_json);
  EXPECT_EQ(found.data_source_id, std::nullopt);
  EXPECT_EQ(found.created_at, data.created_at);
}

TEST_F(DatasTest, AnObjectNameIsUniqueInItsDatalake) {
  w_.add_data("a");
  const auto refused = w_.database().write([&](Connection& c) { return insert_data(c, w_.new_data("a")); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_THAT(refused.error().message, HasSubstr("'a'"));
}

TEST_F(DatasTest, MetadataMustBeAnObject) {
  const Data data = w_.add_data("a");
  const auto refused = w_.database().write([&](Connection& c) { return set_data_metadata(c, data.id, "[1]"); });
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  w_.write([&](Connection& c) { return set_data_metadata(c, data.id, R"({"a":1})"); });
  w_.write([&](Connection& c) { return set_data_metadata(c, data.id, ""); });
  EXPECT_EQ(w_.read([&](Connection& c) { return find_data(c, data.id); }).metadata_json, "");
}

TEST_F(DatasTest, FoundByNameTheNewestWins) {
  Data old = w_.new_data("x/a.png");
  old.created_at = {1};
  Data young = w_.new_data("y/a.png");
  young.created_at = {2};
  for (const Data& data : {young, old})
    w_.write([&](Connection& c) { return insert_data(c, data); });
  EXPECT_EQ(w_.read([&](Connection& c) { return find_data_by_filename(c, w_.datalake.id, "a.png"); }).id, young.id);
  EXPECT_EQ(w_.read([&](Connection& c) { return find_data_by_object_name(c, w_.datalake.id, "x/a.png"); }).id, old.id);
  EXPECT_EQ(w_.database().read([&](Connection& c) { return find_data_by_filename(c, w_.datalake.id, "a"); }).error().kind,
            ErrorKind::not_found);
}

TEST_F(DatasTest, EachPartOfAFilterNarrows) {
  const Data a = w_.add_data("1/a.png");
  const Data b = w_.add_data("1/b.png");
  const Data c = w_.add_data("2/a.png");
  w_.write([&](Connection& con) { return set_data_upload_status(con, b.id, UploadStatus::error, 0, 0); });
  EXPECT_THAT(names({}), ElementsAre("1/a.png", "1/b.png", "2/a.png"));
  EXPECT_THAT(names({.ids = std::vector{a.id, c.id, DataId::make()}}), ElementsAre("1/a.png", "2/a.png"));
  EXPECT_THAT(names({.ids = std::vector<DataId>{}}), IsEmpty());
  EXPECT_THAT(names({.filenames = std::vector<std::string>{"a.png", "%"}}), ElementsAre("1/a.png", "2/a.png"));
  EXPECT_THAT(names({.filenames = std::vector<std::string>{}}), IsEmpty());
  EXPECT_THAT(names({.object_names = std::vector<std::string>{"1/b.png"}}), ElementsAre("1/b.png"));
  EXPECT_THAT(names({.upload_statuses = {UploadStatus::error}}), ElementsAre("1/b.png"));
  EXPECT_THAT(names({.upload_statuses = {UploadStatus::error, UploadStatus::done}}), ElementsAre("1/a.png", "1/b.png", "2/a.png"));
  EXPECT_THAT(names({.types = {DataType::video}}), IsEmpty());
  EXPECT_THAT(names({.ids = std::vector{a.id, b.id}, .filenames = std::vector<std::string>{"a.png"}}), ElementsAre("1/a.png"));
}

TEST_F(DatasTest, TagGroupsAreAndedNamesInOneOred) {
  const Data a = w_.add_data("a");
  const Data b = w_.add_data("b");
  const Data c = w_.add_data("c");
  tag("red", {a.id, b.id});
  tag("round", {b.id, c.id});
  tag("big", {c.id});
  EXPECT_THAT(names({.tags = {{"red"}}}), ElementsAre("a", "b"));
  EXPECT_THAT(names({.tags = {{"red"}, {"round"}}}), ElementsAre("b"));
  EXPECT_THAT(names({.tags = {{"red", "big"}, {"round"}}}), ElementsAre("b", "c"));
  EXPECT_THAT(names({.tags = {{"unknown"}}}), IsEmpty());
  EXPECT_THAT(names({.tags = {{"unknown", "big"}}}), ElementsAre("c"));
  EXPECT_THAT(names({.tags = {{}}}), IsEmpty());
}

TEST_F(DatasTest, CustomMetadataMustBeEqualMemberByMember) {
  const auto set = [&](const std::string& name, const std::string& text) {
    const Data data = w_.add_data(name);
    w_.write([&](Connection& c) { return set_data_custom_metadata(c, data.id, text); });
  };
  set("a", R"({"n":1,"s":"x","b":true,"o":{"k":[1,2]},"q\"uote":null})");
  set("b", R"({"n":1.5,"s":"1","b":false})");
  set("c", "");
  const auto with = [&](const std::string& text) { return names({.custom_metadata_json = text}); };
  EXPECT_THAT(with(R"({"n":1})"), ElementsAre("a"));
  EXPECT_THAT(with(R"({"n":1.0})"), ElementsAre("a"));
  EXPECT_THAT(with(R"({"n":1.5})"), ElementsAre("b"));
  EXPECT_THAT(with(R"({"s":"1"})"), ElementsAre("b"));
  EXPECT_THAT(with(R"({"s":1})"), IsEmpty());
  EXPECT_THAT(with(R"({"b":true})"), ElementsAre("a"));
  EXPECT_THAT(with(R"({"b":1})"), IsEmpty());
  EXPECT_THAT(with(R"({"o":{"k":[1,2]}})"), ElementsAre("a"));
  EXPECT_THAT(with(R"({"q\"uote":null})"), ElementsAre("a"));
  EXPECT_THAT(with(R"({"n":1,"s":"1"})"), IsEmpty());
  EXPECT_THAT(with("{}"), ElementsAre("a", "b", "c"));
  const auto broken = w_.database().read([&](Connection& c) { return count_datas(c, w_.datalake.id, {.custom_metadata_json = "[]"}); });
  EXPECT_EQ(broken.error().kind, ErrorKind::invalid);
}

TEST_F(DatasTest, LongListsAreTakenAndTooLongOnesRefused) {
  const auto ids = w_.add_datas(1500);
  EXPECT_EQ(w_.read([&](Connection& c) { return count_datas(c, w_.datalake.id, {.ids = ids}); }), 1500);
  const auto page = w_.read([&](Connection& c) { return list_datas(c, w_.datalake.id, {.ids = ids}, {.limit = 5000}); });
  EXPECT_EQ(page.items.size(), kMaxPageSize);
  const std::vector<DataId> many(kMaxListSize + 1, ids[0]);
  const auto refused = w_.database().read([&](Connection& c) { return count_datas(c, w_.datalake.id, {.ids = many}); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::too_large);
  const auto in_order = w_.read([&](Connection& c) { return find_datas(c, std::vector{ids[7], ids[3]}); });
  EXPECT_EQ(in_order[0].id, ids[7]);
  EXPECT_EQ(in_order[1].id, ids[3]);
}

TEST_F(DatasTest, OtherDatalakesAreNotSeen) {
  const Data data = w_.add_data("a");
  const Datalake other =
      w_.write([&](Connection& c) { return create_datalake(c, w_.organization.id, w_.organization.default_connector_id, "other"); });
  w_.read([&](Connection& c) -> Result<void> {
    EXPECT_EQ(TRY(count_datas(c, other.id, {})), 0);
    EXPECT_EQ(TRY(count_datas(c, other.id, {.ids = std::vector{data.id}})), 0);
    EXPECT_THAT(TRY(list_data_ids(c, other.id, {}, {})).items, IsEmpty());
    EXPECT_THAT(TRY(list_data_ids(c, w_.datalake.id, {}, {})).items, ElementsAre(data.id));
    return {};
  });
}

TEST_F(DatasTest, DeletingTakesAlongWhatDependsOnIt) {
  const Data a = w_.add_data("a");
  const Data b = w_.add_data("b");
  tag("red", {a.id, b.id});
  w_.write([&](Connection& c) -> Result<void> {
    TRY(insert_assets(c, w_.version.id, std::vector{a.id, b.id}, {}));
    TRY(add_pending(c, std::vector{a.id, b.id}));
    return {};
  });
  const auto deleted = w_.write([&](Connection& c) { return delete_datas(c, std::vector{a.id, DataId::make()}); });
  ASSERT_EQ(deleted.datas.size(), 1U);
  EXPECT_EQ(deleted.datas[0].id, a.id);
  EXPECT_THAT(deleted.unused_contents, ElementsAre(a.sha256));
  w_.read([&](Connection& c) -> Result<void> {
    for (const std::string table : {"data", "asset", "data_tag", "data_embedding"}) {
      EXPECT_EQ(TRY(read_int(query(c, "SELECT count(*) FROM " + table))), 1) << table;
    }
    EXPECT_EQ(TRY(asset_count(c, w_.version.id)), 1);
    EXPECT_EQ(TRY(embedding_counts(c, w_.datalake.id)).pending, 1);
    EXPECT_EQ(TRY(embedding_counts(c, w_.version.id)).pending, 1);
    return {};
  });
}

}  // namespace
}  // namespace kindred::store
