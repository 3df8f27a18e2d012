// Law: a tag goes on items of its own scope only, all of a call or none, and a name is unique in its scope.
#include "store/tags.h"

#include <gmock/gmock.h>

#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TagsTest : public ::testing::Test {
 protected:
  Tag make(TagTarget target, const Uuid& scope, const std::string& name) {
    return w_.write([&](Connection& c) { return create_tag(c, target, scope, name); });
  }
  Result<std::int64_t> attach(const Tag& tag, const std::vector<Uuid>& items) {
    return w_.database().write([&](Connection& c) { return attach_tag(c, tag, items); });
  }
  std::vector<std::string> names_of(TagTarget target, const Uuid& item) {
    std::vector<std::string> names;
    for (const Tag& tag : w_.read([&](Connection& c) { return tags_of(c, target, item); }))
      names.push_back(tag.name);
    return names;
  }
  TestWorkspace w_;
};

TEST_F(TagsTest, ANameIsUniqueInItsScopeAlone) {
  make(TagTarget::data, w_.datalake.id.uuid, "red");
  const auto twice = w_.database().write([&](Connection& c) { return create_tag(c, TagTarget::data, w_.datalake.id.uuid, "red"); });
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().kind, ErrorKind::conflict);
  EXPECT_EQ(twice.error().message, "There is a tag 'red' already");
  make(TagTarget::asset, w_.version.id.uuid, "red");
  make(TagTarget::dataset, w_.organization.id.uuid, "red");
  make(TagTarget::dataset_version, w_.organization.id.uuid, "red");
  const auto nowhere = w_.database().write([](Connection& c) { return create_tag(c, TagTarget::asset, new_uuid(), "red"); });
  EXPECT_EQ(nowhere.error().kind, ErrorKind::not_found);
}

TEST_F(TagsTest, AttachedToAllOrNone) {
  const auto ids = w_.add_datas(3);
  const Tag tag = make(TagTarget::data, w_.datalake.id.uuid, "red");
  const auto foreign = attach(tag, {ids[0].uuid, w_.dataset.id.uuid});
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().kind, ErrorKind::invalid);
  EXPECT_THAT(foreign.error().message, HasSubstr(to_string(w_.dataset.id)));
  EXPECT_THAT(names_of(TagTarget::data, ids[0].uuid), IsEmpty());
  EXPECT_EQ(must(attach(tag, {ids[0].uuid, ids[1].uuid, ids[0].uuid})), 2);
  EXPECT_EQ(must(attach(tag, {ids[1].uuid, ids[2].uuid})), 1);
  EXPECT_EQ(w_.read([&](Connection& c) { return count_tagged(c, tag); }), 3);
  EXPECT_EQ(w_.write([&](Connection& c) { return detach_tag(c, tag, std::vector{ids[0].uuid, new_uuid()}); }), 1);
  EXPECT_THAT(names_of(TagTarget::data, ids[0].uuid), IsEmpty());
  EXPECT_THAT(names_of(TagTarget::data, ids[1].uuid), ElementsAre("red"));
}

TEST_F(TagsTest, EachTargetHasItsOwnItems) {
  const auto data = w_.add_data("a");
  w_.write([&](Connection& c) { return insert_assets(c, w_.version.id, std::vector{data.id}, {}); });
  const Asset asset = w_.read([&](Connection& c) { return find_asset_by_data(c, w_.version.id, data.id); });
  must(attach(make(TagTarget::asset, w_.version.id.uuid, "a"), {asset.id.uuid}));
  must(attach(make(TagTarget::dataset, w_.organization.id.uuid, "d"), {w_.dataset.id.uuid}));
  must(attach(make(TagTarget::dataset_version, w_.organization.id.uuid, "v"), {w_.version.id.uuid}));
  EXPECT_THAT(names_of(TagTarget::asset, asset.id.uuid), ElementsAre("a"));
  EXPECT_THAT(names_of(TagTarget::dataset, w_.dataset.id.uuid), ElementsAre("d"));
  EXPECT_THAT(names_of(TagTarget::dataset_version, w_.version.id.uuid), ElementsAre("v"));

  const DatasetVersion other =
      w_.write([&](Connection& c) { return create_version(c, w_.dataset.id, "other", "", InferenceType::not_configured); });
  EXPECT_FALSE(attach(make(TagTarget::asset, other.id.uuid, "a"), {asset.id.uuid})) << "the asset is in another version";
}

TEST_F(TagsTest, RenamedListedAndDeleted) {
  const auto data = w_.add_data("a");
  const Tag b = make(TagTarget::data, w_.datalake.id.uuid, "b");
  const Tag a = make(TagTarget::data, w_.datalake.id.uuid, "a");
  must(attach(a, {data.id.uuid}));
  must(attach(b, {data.id.uuid}));
  EXPECT_THAT(names_of(TagTarget::data, data.id.uuid), ElementsAre("a", "b"));
  EXPECT_EQ(w_.database().write([&](Connection& c) { return rename_tag(c, a.id, "b"); }).error().kind, ErrorKind::conflict);
  EXPECT_EQ(w_.write([&](Connection& c) { return rename_tag(c, a.id, "z"); }).name, "z");
  const auto page = w_.read([&](Connection& c) { return list_tags(c, TagTarget::data, w_.datalake.id.uuid, {.limit = 1}); });
  ASSERT_EQ(page.items.size(), 1U);
  EXPECT_EQ(page.items[0].name, "b");
  EXPECT_TRUE(page.next_cursor);
  w_.write([&](Connection& c) { return delete_tag(c, b.id); });
  EXPECT_THAT(names_of(TagTarget::data, data.id.uuid), ElementsAre("z"));
  EXPECT_EQ(w_.database().write([&](Connection& c) { return delete_tag(c, b.id); }).error().kind, ErrorKind::not_found);
}

TEST_F(TagsTest, TagsOfManyLeavesOutThoseWithout) {
  const auto ids = w_.add_datas(3);
  must(attach(make(TagTarget::data, w_.datalake.id.uuid, "red"), {ids[0].uuid, ids[2].uuid}));
  const auto all =
      w_.read([&](Connection& c) { return tags_of_many(c, TagTarget::data, std::vector{ids[0].uuid, ids[1].uuid, ids[2].uuid}); });
  EXPECT_EQ(all.size(), 2U);
  EXPECT_EQ(all.at(ids[2].uuid)[0].name, "red");
}

}  // namespace
}  // namespace kindred::store
