// Below the free space that is to be kept, nothing more is taken in, and what is there stays readable.
#include <gtest/gtest.h>

#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

class FreeSpaceTest : public WorkspaceTest {};

TEST_F(FreeSpaceTest, UploadsAreRefusedAndReadingGoesOn) {
  const Data data = add({1, 2, 3}, "a.bin");
  workspace.reset();
  WorkspaceOptions options;
  options.folder = folder;
  options.min_free_bytes = UINT64_MAX;
  workspace = *Workspace::open(options);
  const auto refused = ObjectUpload::begin(*workspace, workspace->owner().connector_id, *new_object_name("b.bin", ""), "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::no_space);
  EXPECT_TRUE(open_object(*workspace, workspace->owner().connector_id, data.object_name));
}

}  // namespace
}  // namespace kindred::usecases
