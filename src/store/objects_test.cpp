// Law: a content is in use exactly as long as an object name or a Data has it.
#include "store/objects.h"

#include <gmock/gmock.h>

#include <map>
#include <random>
#include <set>

#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class ObjectsTest : public ::testing::Test {
 protected:
  Result<void> record(const std::string& name, const std::string& content) {
    return w_.database().write([&](Connection& c) {
      return record_object(c, {w_.organization.default_connector_id, name, hex(sha256(content)), content.size(), "image/png", now()});
    });
  }
  Data use(const std::string& name, const std::string& content) {
    Data data = w_.new_data(name);
    data.sha256 = hex(sha256(content));
    w_.write([&](Connection& c) { return insert_data(c, data); });
    return data;
  }
  DeletedDatas remove(DataId id) {
    return w_.write([&](Connection& c) { return delete_datas(c, std::span(&id, 1)); });
  }
  std::vector<std::string> unused() {
    return w_.read([](Connection& c) { return list_unreferenced_contents(c, 100); });
  }
  TestWorkspace w_;
};

TEST_F(ObjectsTest, AnUploadOverAnUnusedNameReplacesIt) {
  must(record("a", "old"));
  must(record("a", "new"));
  const auto object = w_.read([&](Connection& c) { return find_object(c, w_.organization.default_connector_id, "a"); });
  EXPECT_EQ(object.sha256, hex(sha256("new")));
  EXPECT_EQ(object.bytes, 3U);
  EXPECT_THAT(unused(), ElementsAre(hex(sha256("old"))));
}

TEST_F(ObjectsTest, ANameThatADataUsesIsRefused) {
  must(record("a", "old"));
  use("a", "old");
  const auto refused = record("a", "new");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_THAT(refused.error().message, ::testing::HasSubstr("'a'"));
  EXPECT_TRUE(w_.read([&](Connection& c) { return object_name_in_use(c, w_.organization.default_connector_id, "a"); }));
}

TEST_F(ObjectsTest, DeletingTheLastDataOfAContentFreesItsFile) {
  must(record("a", "same"));
  must(record("b", "same"));
  const Data a = use("a", "same");
  const Data b = use("b", "same");
  EXPECT_THAT(remove(a.id).unused_contents, IsEmpty());
  EXPECT_THAT(remove(b.id).unused_contents, ElementsAre(hex(sha256("same"))));
  EXPECT_THAT(unused(), ElementsAre(hex(sha256("same"))));
  w_.write([&](Connection& c) { return forget_contents(c, unused()); });
  EXPECT_THAT(unused(), IsEmpty());
  EXPECT_EQ(w_.database().read([&](Connection& c) { return find_object(c, w_.organization.default_connector_id, "a"); }).error().kind,
            ErrorKind::not_found);
}

TEST_F(ObjectsTest, AContentInUseAgainIsNotForgotten) {
  must(record("a", "x"));
  must(record("a", "y"));
  const auto listed = unused();
  must(record("b", "x"));
  w_.write([&](Connection& c) { return forget_contents(c, listed); });
  EXPECT_TRUE(w_.read([](Connection& c) { return content_in_use(c, hex(sha256("x"))); }));
  must(record("b", "z"));
  EXPECT_THAT(unused(), ElementsAre(hex(sha256("x"))));
}

TEST_F(ObjectsTest, RandomHistoriesAgreeWithASlowCount) {
  std::mt19937 random(7);
  std::map<std::string, std::string> objects;  // name to content
  std::map<std::string, Data> datas;           // by name
  std::set<std::string> ever;
  for (int step = 0; step < 300; ++step) {
    const std::string name = std::to_string(random() % 12);
    const std::string content = "content " + std::to_string(random() % 6);
    if (random() % 3 != 0) {
      EXPECT_EQ(record(name, content).has_value(), !datas.contains(name));
      if (!datas.contains(name)) objects[name] = content;
      ever.insert(content);
    } else if (datas.contains(name)) {
      remove(datas[name].id);
      datas.erase(name);
      objects.erase(name);
    } else if (objects.contains(name)) {
      datas.emplace(name, use(name, objects[name]));
    }
    std::set<std::string> expected = ever;
    for (const auto& [object, held] : objects)
      expected.erase(held);
    std::set<std::string> expected_hashes;
    for (const auto& gone : expected)
      expected_hashes.insert(hex(sha256(gone)));
    const auto listed = unused();
    ASSERT_EQ(std::set<std::string>(listed.begin(), listed.end()), expected_hashes) << "after step " << step;
  }
}

}  // namespace
}  // namespace kindred::store
