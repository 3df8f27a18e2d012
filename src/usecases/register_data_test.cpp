// What is uploaded is there; names belong to one Data; files that nobody uses any more are removed, and only those.
#include "usecases/register_data.h"

#include <gmock/gmock.h>

#include "usecases/show_image.h"
#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

using ::testing::HasSubstr;

class RegisterDataTest : public WorkspaceTest {};

TEST_F(RegisterDataTest, TheFileItselfSaysWhatItIs) {
  const Data data = add(golden_pictures() / "exif_orientation6.jpg");
  EXPECT_EQ(data.upload_status, UploadStatus::done);
  EXPECT_EQ(data.content_type, "image/jpeg");
  EXPECT_EQ(data.width, 120);  // 160 x 120 in the file, turned by its EXIF orientation
  EXPECT_EQ(data.height, 160);
  EXPECT_EQ(add({1, 2, 3}, "noise.jpg").upload_status, UploadStatus::error);
}

TEST_F(RegisterDataTest, RefusesWhatWasNotUploaded) {
  NewData data;
  data.object_name = "nowhere/a.png";
  data.filename = "a.png";
  const auto made = register_data(*workspace, workspace->owner(), lake, data);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::invalid);
  EXPECT_THAT(made.error().message, HasSubstr("nowhere/a.png"));
}

TEST_F(RegisterDataTest, AnObjectNameBelongsToOneData) {
  const Data data = add(golden_pictures() / "rgb_96.png");
  EXPECT_EQ(ObjectUpload::begin(*workspace, workspace->owner().connector_id, data.object_name, "").error().kind, ErrorKind::conflict);
}

TEST_F(RegisterDataTest, ObjectNamesAreNoPaths) {
  for (const char* name : {"", "/etc/passwd", "a/../b", "a//b", "a/./b", "a\\b", "a/", "a\nb"}) {
    EXPECT_EQ(ObjectUpload::begin(*workspace, workspace->owner().connector_id, name, "").error().kind, ErrorKind::invalid) << name;
  }
  const auto name = new_object_name("../../etc/passwd", "");
  ASSERT_TRUE(name);
  EXPECT_THAT(*name, ::testing::EndsWith("/passwd"));
  EXPECT_TRUE(ObjectUpload::begin(*workspace, workspace->owner().connector_id, *name, ""));
}

TEST_F(RegisterDataTest, AFileGoesWithItsLastData) {
  const Data first = add(golden_pictures() / "rgb_96.png");
  const Data second = add(golden_pictures() / "rgb_96.png");
  ASSERT_EQ(first.sha256, second.sha256);
  ASSERT_TRUE(delete_datas(*workspace, workspace->owner(), std::span(&first.id, 1)));
  EXPECT_TRUE(workspace->objects().contains(second.sha256));
  EXPECT_TRUE(show_image(*workspace, second));
  ASSERT_TRUE(delete_datas(*workspace, workspace->owner(), std::span(&second.id, 1)));
  EXPECT_FALSE(workspace->objects().contains(second.sha256));
}

TEST_F(RegisterDataTest, AThumbnailIsMadeOnceAndABrokenPictureSaysWhy) {
  const Data data = add(golden_pictures() / "rgb_scene_256.png");
  const auto thumbnail = show_thumbnail(*workspace, data, 100);
  ASSERT_TRUE(thumbnail) << thumbnail.error().message;
  EXPECT_EQ(thumbnail->content_type, "image/jpeg");
  EXPECT_TRUE(workspace->thumbnails().contains(data.sha256, 128));
  const Data broken = add({1, 2, 3}, "noise.jpg");
  const auto refused = show_thumbnail(*workspace, broken, 256);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_EQ(show_thumbnail(*workspace, data, 0).error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace kindred::usecases
