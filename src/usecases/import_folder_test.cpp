// Importing a folder twice imports it once; what can't be read is reported, and nothing is left out silently.
#include "usecases/import_folder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

namespace fs = std::filesystem;

class ImportFolderTest : public WorkspaceTest {
 protected:
  void SetUp() override {
    WorkspaceTest::SetUp();
    fs::create_directories(source / "nested/.hidden");
    fs::copy(golden_pictures() / "rgb_96.png", source / "a.png");
    fs::copy(golden_pictures() / "rgb_420.jpg", source / "nested/A.JPG");
    fs::copy(golden_pictures() / "rgb_96.png", source / "nested/.hidden/b.png");
    std::ofstream(source / "notes.txt") << "no picture";
    std::ofstream(source / "drawing.svg") << "<svg/>";
  }

  ImportReport import() {
    const auto report =
        import_folder(*workspace, workspace->owner(), lake, {source, "pictures", "v1"}, StopFlag{}, [](std::int64_t, std::int64_t) {});
    EXPECT_TRUE(report) << report.error().message;
    return *report;
  }

  fs::path source = fs::path(::testing::TempDir()) / ("kindred-import-" + to_string(new_uuid()));
  void TearDown() override {
    fs::remove_all(source);
    WorkspaceTest::TearDown();
  }
};

TEST_F(ImportFolderTest, TakesPicturesOfAllLevelsByName) {
  const ImportReport report = import();
  EXPECT_EQ(report.imported, 3);  // the SVG too: it will be shown as UNSUPPORTED
  EXPECT_EQ(report.skipped, 1);
  EXPECT_EQ(*asset_count(*workspace, report.version), 3);
  EXPECT_TRUE(data_with_object_name(*workspace, lake, source.filename().string() + "/nested/A.JPG"));
}

TEST_F(ImportFolderTest, TwiceIsOnceAndChangedContentIsAnotherPicture) {
  import();
  const ImportReport again = import();
  EXPECT_EQ(again.imported, 0);
  EXPECT_EQ(again.already_there, 3);
  fs::copy(golden_pictures() / "gray_L.png", source / "a.png", fs::copy_options::overwrite_existing);
  const ImportReport changed = import();
  EXPECT_EQ(changed.imported, 1);
  EXPECT_EQ(changed.already_there, 2);
  EXPECT_EQ(*asset_count(*workspace, changed.version), 4);
  EXPECT_EQ(import().imported, 0);
}

TEST_F(ImportFolderTest, ReportsFilesThatCanNotBeRead) {
  fs::create_symlink("/nowhere/at/all.png", source / "broken-link.png");
  EXPECT_EQ(import().imported, 3);  // a dangling link is no regular file
  const auto nothing = import_folder(*workspace, workspace->owner(), lake, {source / "no-such", "pictures", "v1"}, StopFlag{},
                                     [](std::int64_t, std::int64_t) {});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace kindred::usecases
