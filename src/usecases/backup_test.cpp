// A backup beside a busy server is whole and of one moment; a restored folder answers as the one that was backed up; what is not a
// whole backup is refused.
#include "usecases/backup.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "base/files.h"
#include "objects/object_storage.h"
#include "usecases/own.h"
#include "usecases/search_images.h"
#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

namespace fs = std::filesystem;

class BackupTest : public WorkspaceTest {
 protected:
  void TearDown() override {
    fs::remove_all(target);
    fs::remove_all(restored);
    WorkspaceTest::TearDown();
  }
  Result<CopyReport> back_up() {
    return usecases::back_up(folder, target, stop, [](std::uint64_t) {});
  }
  Result<CopyReport> restore() {
    return usecases::restore(target, restored, stop, [](std::uint64_t) {});
  }
  std::unique_ptr<Workspace> open_restored() {
    WorkspaceOptions options;
    options.folder = restored;
    options.embedder.precision = embed::Precision::fp32;
    auto opened = Workspace::open(options);
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }

  StopFlag stop;
  fs::path target = fs::path(folder) += "-backup";
  fs::path restored = fs::path(folder) += "-restored";
};

TEST_F(BackupTest, WhatIsRestoredAnswersAsBefore) {
  const auto datas = add_golden_pictures();
  activate();
  const auto report = back_up();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->copied, report->objects);
  ASSERT_TRUE(restore());
  const auto before = find_similar(*workspace, lake, datas.front().id, 5);
  ASSERT_TRUE(before) << before.error().message;
  const auto again = open_restored();
  const auto after = find_similar(*again, lake, datas.front().id, 5);
  ASSERT_TRUE(after) << after.error().message;
  ASSERT_EQ(before->size(), after->size());
  for (std::size_t i = 0; i < before->size(); ++i)
    EXPECT_EQ((*before)[i].id, (*after)[i].id);
  for (const Data& data : datas)
    EXPECT_TRUE(again->objects().contains(data.sha256)) << data.filename;
}

TEST_F(BackupTest, AgainIntoTheSameFolderCopiesWhatIsNew) {
  add({1, 2, 3}, "a.bin");
  ASSERT_EQ(back_up()->copied, 1U);
  add({4, 5, 6}, "b.bin");
  const auto report = back_up();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->copied, 1U);
  EXPECT_EQ(report->objects, 2U);
}

TEST_F(BackupTest, IsWholeWhileOthersWrite) {
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; !done; ++i)
      add({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8)}, std::to_string(i) + ".bin");
  });
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(back_up());
  done = true;
  writer.join();
  ASSERT_TRUE(restore());
  EXPECT_TRUE(open_restored());
}

TEST_F(BackupTest, AFolderThatIsNotEmptyIsLeftAlone) {
  add({1, 2, 3}, "a.bin");
  ASSERT_TRUE(back_up());
  fs::create_directories(restored / "something");
  EXPECT_EQ(restore().error().kind, ErrorKind::conflict);
  EXPECT_EQ(usecases::back_up(folder, restored, stop, [](std::uint64_t) {}).error().kind, ErrorKind::conflict);
}

TEST_F(BackupTest, DamageIsNamed) {
  const Data data = add({1, 2, 3}, "a.bin");
  ASSERT_TRUE(back_up());
  const std::uint8_t other[] = {3, 2, 1};
  ASSERT_TRUE(write_file_durably(objects::local_object_path(target / "objects", data.sha256), other));
  EXPECT_EQ(restore().error().kind, ErrorKind::corrupt);
  EXPECT_FALSE(fs::exists(restored));
}

TEST_F(BackupTest, AnUnfinishedBackupIsNone) {
  add({1, 2, 3}, "a.bin");
  ASSERT_TRUE(back_up());
  fs::remove(target / "backup.json");
  EXPECT_EQ(restore().error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace kindred::usecases
