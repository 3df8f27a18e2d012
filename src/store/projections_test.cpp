// Law: a Projection's row names the file that counts, and goes with what it is a map of; a change of the items is always noticed.
#include "store/projections.h"

#include <gmock/gmock.h>

#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ProjectionsTest : public ::testing::Test {
 protected:
  Projection add(const MapScope& scope, const std::string& name) {
    Projection projection;
    projection.id = ProjectionId::make();
    projection.scope = scope;
    projection.name = name;
    projection.parameters_json = R"({"umap":{}})";
    projection.model_key = "key";
    projection.username = "ann";
    projection.created_at = {next_time_++};
    w.write([&](Connection& c) { return insert_projection(c, projection); });
    return projection;
  }
  Projection find(ProjectionId id) {
    return w.read([&](Connection& c) { return find_projection(c, id); });
  }
  std::vector<std::string> names(const MapScope& scope) {
    std::vector<std::string> names;
    const auto page = w.read([&](Connection& c) { return list_projections(c, scope, {}); });
    for (const Projection& projection : page.items)
      names.push_back(projection.name);
    EXPECT_EQ(w.read([&](Connection& c) { return count_projections(c, scope); }), std::ssize(names));
    return names;
  }
  static NewPoints points(std::int64_t count) {
    return {new_uuid(), count, 2 * count, 0.99, 0.25, {ClusteringId::make(), 0.5, 7, 3, 11, "bob", {5}}};
  }
  MapItemsStamp stamp(const MapScope& scope) {
    return w.read([&](Connection& c) { return map_items_stamp(c, scope); });
  }
  std::vector<MapItem> items(const MapScope& scope) {
    return w.read([&](Connection& c) { return map_items(c, scope); });
  }

  TestWorkspace w;
  const MapScope of_datalake{w.datalake.id, EmbeddingKind::images};
  const MapScope of_version{w.version.id, EmbeddingKind::images};

 private:
  std::int64_t next_time_ = 100;
};

TEST_F(ProjectionsTest, GivesBackWhatWasInserted) {
  const Projection made = add(of_version, "one");
  const Projection found = find(made.id);
  EXPECT_EQ(found.scope, made.scope);
  EXPECT_EQ(found.name, "one");
  EXPECT_EQ(found.parameters_json, made.parameters_json);
  EXPECT_EQ(found.model_key, "key");
  EXPECT_EQ(found.username, "ann");
  EXPECT_EQ(found.created_at, made.created_at);
  EXPECT_FALSE(found.file || found.job_id || found.computed_at);
}

TEST_F(ProjectionsTest, ListsThoseOfAScopeNewestFirst) {
  add(of_version, "first");
  add(of_version, "second");
  add(of_datalake, "of all");
  add({w.version.id, EmbeddingKind::shapes}, "of shapes");
  EXPECT_THAT(names(of_version), ElementsAre("second", "first"));
  EXPECT_THAT(names(of_datalake), ElementsAre("of all"));
  EXPECT_THAT(names({w.version.id, EmbeddingKind::shapes}), ElementsAre("of shapes"));
}

TEST_F(ProjectionsTest, NewPointsTakeThePlaceOfThoseTheyWereMadeFrom) {
  const ProjectionId id = add(of_datalake, "map").id;
  const auto replace = [&](const std::optional<Uuid>& before, const NewPoints& now) {
    return w.database().write([&](Connection& c) { return replace_points(c, id, before, now); });
  };
  const NewPoints first = points(10);
  const NewPoints second = points(12);
  ASSERT_TRUE(replace(std::nullopt, first));
  EXPECT_EQ(replace(std::nullopt, second).error().kind, ErrorKind::conflict);
  ASSERT_TRUE(replace(first.file, second));
  EXPECT_EQ(replace(first.file, points(13)).error().kind, ErrorKind::conflict);
  const Projection found = find(id);
  EXPECT_EQ(found.file, second.file);
  EXPECT_EQ(found.points, 12);
  EXPECT_EQ(found.items, 24);
  EXPECT_EQ(found.suggested_eps, 0.25);
  const auto clustering = w.read([&](Connection& c) { return clustering_of(c, id); });
  ASSERT_TRUE(clustering);
  EXPECT_EQ(clustering->id, second.clustering.id);
  EXPECT_EQ(clustering->min_samples, 7);
  EXPECT_EQ(clustering->noise, 11);
  EXPECT_THAT(w.read(projection_files), ElementsAre(second.file));
}

TEST_F(ProjectionsTest, WhatIsGoneIsNotFound) {
  const ProjectionId id = add(of_datalake, "map").id;
  w.write([&](Connection& c) { return rename_projection(c, id, "renamed"); });
  EXPECT_EQ(find(id).name, "renamed");
  w.write([&](Connection& c) { return delete_projection(c, id); });
  EXPECT_EQ(w.database().read([&](Connection& c) { return find_projection(c, id); }).error().kind, ErrorKind::not_found);
  EXPECT_EQ(w.database().write([&](Connection& c) { return delete_projection(c, id); }).error().kind, ErrorKind::not_found);
  EXPECT_EQ(w.database().write([&](Connection& c) { return rename_projection(c, id, "x"); }).error().kind, ErrorKind::not_found);
  EXPECT_EQ(w.database().write([&](Connection& c) { return replace_points(c, id, std::nullopt, points(1)); }).error().kind,
            ErrorKind::not_found);
}

TEST_F(ProjectionsTest, GoesWithItsVersion) {
  const ProjectionId id = add(of_version, "map").id;
  w.write([&](Connection& c) { return replace_points(c, id, std::nullopt, points(1)); });
  w.write([&](Connection& c) { return delete_version(c, w.version.id); });
  EXPECT_THAT(w.read(projection_files), IsEmpty());
  EXPECT_EQ(w.read([&](Connection& c) { return clustering_of(c, id); }), std::nullopt);
}

TEST_F(ProjectionsTest, ItemsAreTheScopesOwnByKey) {
  const auto datas = w.add_datas(30);
  w.write([&](Connection& c) { return insert_assets(c, w.version.id, std::span(datas).first(20), {}); });
  const auto all = items(of_datalake);
  ASSERT_EQ(all.size(), 30U);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const MapItem& a, const MapItem& b) { return a.key < b.key; }));
  for (const MapItem& item : all)
    EXPECT_EQ(item.key, item.id);
  const auto members = items(of_version);
  ASSERT_EQ(members.size(), 20U);
  for (const MapItem& item : members) {
    const Asset asset = w.read([&](Connection& c) { return find_asset(c, {item.id}); });
    EXPECT_EQ(asset.data.id.uuid, item.key);
  }
}

TEST_F(ProjectionsTest, EveryDeletionChangesTheStamp) {
  const auto datas = w.add_datas(3);
  w.write([&](Connection& c) { return insert_assets(c, w.version.id, datas, {}); });
  const MapItemsStamp lake = stamp(of_datalake);
  const MapItemsStamp version = stamp(of_version);
  w.write([&](Connection& c) { return delete_datas(c, std::span(datas).last(1)); });
  w.add_data("another.png");
  EXPECT_NE(stamp(of_datalake), lake);
  EXPECT_NE(stamp(of_version), version);
}

TEST_F(ProjectionsTest, AnAssetThatLeavesAndComesBackChangesTheStamp) {
  const auto datas = w.add_datas(3);
  w.write([&](Connection& c) { return insert_assets(c, w.version.id, datas, {}); });
  const MapItemsStamp before = stamp(of_version);
  const AssetId asset = {items(of_version).front().id};
  w.write([&](Connection& c) { return delete_assets(c, w.version.id, std::span(&asset, 1)); });
  w.write([&](Connection& c) { return insert_assets(c, w.version.id, datas, {}); });
  EXPECT_EQ(items(of_version).size(), 3U);
  EXPECT_NE(stamp(of_version), before);
}

}  // namespace
}  // namespace kindred::store
