// Law: a bulk action does what was chosen when it was asked for, goes on where it was after a restart, and is undone exactly.
#include "usecases/bulk.h"

#include <gmock/gmock.h>

#include "store/bulk.h"
#include "store/datas.h"
#include "store/tags.h"
#include "usecases/edit.h"
#include "usecases/filtered.h"
#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

using store::Connection;
using ::testing::HasSubstr;

class BulkTest : public WorkspaceTest {
 protected:
  void SetUp() override {
    WorkspaceTest::SetUp();
    const auto inserted = workspace->database().write([&](Connection& c) -> Result<void> {
      for (int i = 0; i < kItems; ++i) {
        Data data;
        data.id = DataId::make();
        data.datalake_id = lake;
        data.object_name = "o" + std::to_string(i);
        data.filename = (i % 2 == 0 ? "even" : "odd") + std::to_string(i);
        data.content_type = "image/png";
        data.upload_status = UploadStatus::done;
        data.sha256 = std::string(64, 'a');
        data.created_at = now();
        TRY(store::insert_data(c, data));
      }
      return {};
    });
    ASSERT_TRUE(inserted) << inserted.error().message;
  }

  static Filter by(std::string q) {
    Filter filter;
    filter.q = std::move(q);
    return filter;
  }
  std::int64_t count(const std::string& q) {
    const auto found = count_filtered(*workspace, lake, by(q));
    EXPECT_TRUE(found) << found.error().message;
    return found ? *found : -1;
  }
  const Caller& caller() { return workspace->owner(); }

  static constexpr int kItems = 40;
};

TEST_F(BulkTest, GoesOnAfterARestartWhereItWas) {
  const auto started = tag_filtered(*workspace, caller(), lake, by("filename ~ \"odd\""), "odd");
  ASSERT_TRUE(started) << started.error().message;
  EXPECT_EQ(started->count, kItems / 2);
  // As if the first half were done, and the tag had been taken off again since.
  const auto half = workspace->database().write([&](Connection& c) -> Result<void> {
    const store::Bulk bulk = TRY(store::find_bulk(c, started->job));
    return store::set_bulk_progress(c, started->job, {}, *bulk.chosen.select(kItems / 4));
  });
  ASSERT_TRUE(half) << half.error().message;
  reopen();
  ASSERT_TRUE(workspace->start_jobs());
  const Job job = ended(started->job);
  EXPECT_EQ(job.status, JobStatus::succeeded);
  EXPECT_THAT(job.message, HasSubstr("10 items"));
  EXPECT_EQ(count("tags.name = \"odd\""), kItems / 4);
}

TEST_F(BulkTest, IsUndoneExactlyAndOnlyOnceItHasEnded) {
  ASSERT_TRUE(workspace->start_jobs());
  ended(tag_filtered(*workspace, caller(), lake, by("filename ~ \"even1\""), "seen")->job);
  const std::int64_t before = count("tags.name = \"seen\"");
  const auto all = tag_filtered(*workspace, caller(), lake, {}, "seen");
  ended(all->job);
  EXPECT_EQ(count("tags.name = \"seen\""), kItems);
  ended(undo_bulk(*workspace, caller(), all->job)->job);
  EXPECT_EQ(count("tags.name = \"seen\""), before);

  const auto removed = remove_filtered(*workspace, caller(), lake, by("tags.name = \"seen\""));
  EXPECT_EQ(undo_bulk(*workspace, caller(), removed->job).error().kind, ErrorKind::conflict);
  ended(removed->job);
  EXPECT_EQ(count(""), kItems - before);
  workspace->stop_jobs();
  const auto waiting = tag_filtered(*workspace, caller(), lake, {}, "later");
  EXPECT_EQ(undo_bulk(*workspace, caller(), waiting->job).error().kind, ErrorKind::conflict);
}

TEST_F(BulkTest, FailsWithoutItsTag) {
  const auto started = tag_filtered(*workspace, caller(), lake, {}, "gone");
  ASSERT_TRUE(delete_tag(*workspace, tag_named(*workspace, TagTarget::data, lake.uuid, "gone")->id));
  ASSERT_TRUE(workspace->start_jobs());
  EXPECT_EQ(ended(started->job).status, JobStatus::failed);
  EXPECT_EQ(untag_filtered(*workspace, caller(), lake, {}, "gone").error().kind, ErrorKind::not_found);
}

TEST_F(BulkTest, RefusesAQueryThatIsNotUnderstood) {
  const auto refused = tag_filtered(*workspace, caller(), lake, by("colour = 1"), "a");
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_THAT(refused.error().message, HasSubstr("Unknown field: colour"));
}

}  // namespace
}  // namespace kindred::usecases
