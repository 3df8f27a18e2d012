// Law: no list of the main ones goes through a whole table of items or sorts it: each begins in an index.
#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include "store/annotations.h"
#include "store/embeddings.h"
#include "store/jobs.h"
#include "store/labels.h"
#include "store/rows.h"
#include "store/shapes.h"
#include "store/tags.h"
#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

// Passes everything on and remembers the SQL.
class ListeningConnection final : public Connection {
 public:
  explicit ListeningConnection(Connection& to) : to_(to) {}
  Result<std::unique_ptr<Statement>> prepare(std::string_view sql) override {
    heard_.emplace_back(sql);
    return to_.prepare(sql);
  }
  [[nodiscard]] std::int64_t changes() const override { return to_.changes(); }
  [[nodiscard]] const std::vector<std::string>& heard() const { return heard_; }

 private:
  Connection& to_;
  std::vector<std::string> heard_;
};

class QueryPlansTest : public ::testing::Test {
 protected:
  QueryPlansTest() {
    ids_ = w_.add_datas(20);
    w_.write([&](Connection& c) -> Result<void> {
      TRY(insert_assets(c, w_.version.id, ids_, {}));
      TRY(add_pending(c, ids_));
      const Tag tag = TRY(create_tag(c, TagTarget::asset, w_.version.id.uuid, "red"));
      asset_ = TRY(find_asset_by_data(c, w_.version.id, ids_[0])).id;
      TRY(attach_tag(c, tag, std::span(&asset_.uuid, 1)));
      const Tag data_tag = TRY(create_tag(c, TagTarget::data, w_.datalake.id.uuid, "red"));
      TRY(attach_tag(c, data_tag, std::span(&ids_[0].uuid, 1)));
      label_ = TRY(create_label(c, w_.version.id, "car")).id;
      annotation_ = TRY(create_annotation(c, {.asset_id = asset_, .username = "ann"})).id;
      const NewShape shape{.annotation_id = annotation_, .label_id = label_, .geometry = Rectangle{1, 2, 3, 4}};
      TRY(insert_shapes(c, w_.version.id, std::span(&shape, 1)));
      return {};
    });
  }

  // The plan's lines of every statement that `work` runs.
  template <typename Work>
  std::vector<std::string> plan(Work work) {
    return w_.read([&](Connection& c) -> Result<std::vector<std::string>> {
      ListeningConnection listening(c);
      TRY(work(listening));
      std::vector<std::string> lines;
      for (const std::string& sql : listening.heard()) {
        for (auto& line : TRY(read_rows(query(c, "EXPLAIN QUERY PLAN " + sql),
                                        [](const Statement& row) { return Result<std::string>(row.column_text(3)); }))) {
          lines.push_back(line);
        }
      }
      return lines;
    });
  }

  template <typename Work>
  void expect_no_scan(Work work) {
    for (const std::string table : {"data", "asset", "d", "a", "e", "data_embedding", "data_tag", "asset_tag", "t", "tag", "object", "s",
                                    "n", "l", "shape", "annotation", "label"}) {
      EXPECT_THAT(plan(work), Each(Not(::testing::MatchesRegex("SCAN " + table + "( .*)?")))) << table;
    }
  }
  template <typename Work>
  void expect_no_sort(Work work) {
    expect_no_scan(work);
    EXPECT_THAT(plan(work), Each(Not(HasSubstr("USE TEMP B-TREE FOR"))));
  }

  auto datas(DataFilter filter, std::vector<std::string> order_by = {}, std::string cursor = {}) {
    return [=, this](Connection& c) { return list_datas(c, w_.datalake.id, filter, {.limit = 2, .cursor = cursor, .order_by = order_by}); };
  }
  auto assets(AssetFilter filter, std::vector<std::string> order_by = {}, std::string cursor = {}) {
    return [=, this](Connection& c) { return list_assets(c, w_.version.id, filter, {.limit = 2, .cursor = cursor, .order_by = order_by}); };
  }

  TestWorkspace w_;
  std::vector<DataId> ids_;
  AssetId asset_;
  LabelId label_;
  AnnotationId annotation_;
};

TEST_F(QueryPlansTest, ListsOfData) {
  expect_no_sort(datas({}));
  expect_no_sort(datas({}, {}, *w_.read(datas({})).next_cursor));
  for (const std::string order : {"created_at", "-filename", "filename", "object_name", "-object_name"}) {
    SCOPED_TRACE(order);
    expect_no_sort(datas({}, {order}));
    expect_no_sort(datas({}, {order}, *w_.read(datas({}, {order})).next_cursor));
  }
  expect_no_sort(datas({.upload_statuses = {UploadStatus::done}, .types = {DataType::image}}));
  expect_no_scan(datas({.ids = ids_}));
  expect_no_scan(datas({.filenames = std::vector<std::string>{"1.png"}}));
  expect_no_scan(datas({.object_names = std::vector<std::string>{"1.png"}}));
  expect_no_scan(datas({.tags = {{"red"}}}));
}

TEST_F(QueryPlansTest, ListsOfAssets) {
  expect_no_sort(assets({}));
  expect_no_sort(assets({}, {"created_at"}));
  expect_no_sort(assets({}, {}, *w_.read(assets({})).next_cursor));
  for (const std::string order : {"filename", "-filename", "object_name"}) {
    SCOPED_TRACE(order);
    expect_no_sort(assets({}, {order}));
    expect_no_sort(assets({}, {order}, *w_.read(assets({}, {order})).next_cursor));
  }
  expect_no_scan(assets({}, {"height"}));
  expect_no_scan(assets({.ids = std::vector{asset_}}));
  expect_no_scan(assets({.data_ids = ids_}));
  expect_no_scan(assets({.filename_startswith = "1"}));
  expect_no_scan(assets({.tags = {{"red"}}}));
  expect_no_scan(assets({.data = {.tags = {{"red"}}}}));
  expect_no_scan(assets({.data = {.filenames = std::vector<std::string>{"1.png"}}}));
  expect_no_scan([&](Connection& c) { return find_asset_by_filename(c, w_.version.id, "1.png"); });
  expect_no_scan([&](Connection& c) { return find_asset_by_object_name(c, w_.version.id, "1.png"); });
}

TEST_F(QueryPlansTest, CountsOfEverything) {
  expect_no_scan([&](Connection& c) { return count_datas(c, w_.datalake.id, {}); });
  expect_no_scan([&](Connection& c) { return count_datas(c, w_.datalake.id, {.tags = {{"red"}}}); });
  expect_no_scan([&](Connection& c) { return count_assets(c, w_.version.id, {}); });
  expect_no_scan([&](Connection& c) { return count_assets(c, w_.version.id, {.tags = {{"red"}}}); });
  expect_no_scan([&](Connection& c) { return embedding_counts(c, w_.datalake.id); });
  expect_no_scan([&](Connection& c) { return embedding_counts(c, w_.version.id); });
}

TEST_F(QueryPlansTest, Embeddings) {
  const PageRequest page{.limit = 2};
  expect_no_sort([&](Connection& c) { return next_pending(c, w_.datalake.id, ids_[2], 5); });
  expect_no_sort([&](Connection& c) { return list_done(c, w_.datalake.id, ids_[2], 5); });
  expect_no_sort([&](Connection& c) { return list_done(c, w_.version.id, ids_[2], 5); });
  expect_no_sort([&](Connection& c) { return list_embeddings(c, w_.datalake.id, EmbeddingStatus::pending, page); });
  expect_no_scan([&](Connection& c) { return list_embeddings(c, w_.version.id, EmbeddingStatus::pending, page); });
  expect_no_sort([&](Connection& c) { return all_assets_by_data(c, w_.version.id); });
}

TEST_F(QueryPlansTest, AnnotationsAndShapes) {
  const DatasetVersionId version = w_.version.id;
  const PageRequest page{.limit = 2};
  expect_no_sort([&](Connection& c) { return list_annotations(c, version, {}, page); });
  expect_no_sort([&](Connection& c) { return list_annotations(c, version, {.status = AnnotationStatus::pending}, page); });
  expect_no_scan([&](Connection& c) { return list_annotations(c, version, {.assets = std::vector{asset_}}, page); });
  expect_no_scan([&](Connection& c) { return list_annotations(c, version, {.ids = std::vector{annotation_}}, page); });
  expect_no_scan([&](Connection& c) { return count_annotations(c, version, {.status = AnnotationStatus::pending}); });
  expect_no_sort([&](Connection& c) { return shapes_of_annotation(c, annotation_); });
  expect_no_scan([&](Connection& c) { return shapes_of_asset(c, asset_); });
  expect_no_sort([&](Connection& c) { return list_shapes(c, version, {}, page); });
  expect_no_sort([&](Connection& c) { return list_shapes(c, version, {.label = label_}, page); });
  expect_no_sort([&](Connection& c) { return list_shapes(c, version, {.status = ShapeStatus::refused}, page); });
  expect_no_scan([&](Connection& c) { return shape_counts(c, version); });
  expect_no_scan([&](Connection& c) { return shape_stamp(c, version); });
  expect_no_scan([&](Connection& c) { return list_labels(c, version); });
}

TEST_F(QueryPlansTest, TagsAndJobs) {
  expect_no_sort([&](Connection& c) { return list_tags(c, TagTarget::data, w_.datalake.id.uuid, {}); });
  expect_no_scan([&](Connection& c) { return tags_of(c, TagTarget::asset, asset_.uuid); });
  EXPECT_THAT(plan([&](Connection& c) { return list_jobs(c, w_.organization.id, {}); }), Each(Not(HasSubstr("TEMP B-TREE"))));
}

}  // namespace
}  // namespace kindred::store
