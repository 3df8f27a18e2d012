// Models are registered whole or not at all, under keys of their own.
#include "usecases/model_registry.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/ids.h"
#include "usecases/demo_model.h"

namespace kindred::usecases {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class ModelRegistryTest : public ::testing::Test {
 protected:
  void TearDown() override { fs::remove_all(folder); }

  fs::path folder = fs::path(::testing::TempDir()) / ("kindred-models-" + to_string(new_uuid()));
  fs::path source = fs::path(KINDRED_SOURCE_DIR) / "models/demo-clip";
  ModelRegistry registry{folder / "models", {}};
};

TEST_F(ModelRegistryTest, TheDemoModelIsThereButNeverTheDefault) {
  EXPECT_TRUE(registry.find(kDemoModelKey));
  const auto none = registry.default_key();
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().detail, HasSubstr("kindred model add"));
  ASSERT_TRUE(registry.add(source, kDefaultModelKey));
  EXPECT_EQ(*registry.default_key(), kDefaultModelKey);
}

TEST_F(ModelRegistryTest, AnAddedModelOpensAsTheSameModel) {
  ASSERT_TRUE(registry.add(source, "mine||v1"));
  const auto added = registry.open("mine||v1");
  ASSERT_TRUE(added) << added.error().message;
  EXPECT_EQ((*added)->info().key, "mine||v1");
  EXPECT_EQ(*registry.open("mine||v1"), *added);  // it stays warm
  const auto bundled = registry.open(kDemoModelKey);
  ASSERT_TRUE(bundled) << bundled.error().message;
  const std::string text = "a cat";
  EXPECT_EQ(*(*added)->embed_texts(std::span(&text, 1)), *(*bundled)->embed_texts(std::span(&text, 1)));
}

TEST_F(ModelRegistryTest, RefusesTakenKeysUnknownKeysAndBrokenFolders) {
  ASSERT_TRUE(registry.add(source, "mine"));
  EXPECT_EQ(registry.add(source, "mine").error().kind, ErrorKind::conflict);
  EXPECT_EQ(registry.add(source, kDemoModelKey).error().kind, ErrorKind::conflict);
  EXPECT_EQ(registry.add(source, "has space").error().kind, ErrorKind::invalid);
  EXPECT_THAT(registry.find("other").error().message, HasSubstr("'mine'"));
  fs::create_directories(folder / "broken");
  std::ofstream(folder / "broken/open_clip_config.json") << "{}";
  EXPECT_FALSE(registry.add(folder / "broken", "broken"));
  EXPECT_FALSE(registry.find("broken"));
}

TEST_F(ModelRegistryTest, AnUnpackedDemoModelIsMendedWhenItIsDamaged) {
  ASSERT_TRUE(unpack_demo_model(folder / "demo"));
  fs::resize_file(folder / "demo/open_clip_model.safetensors", 100);
  ASSERT_TRUE(unpack_demo_model(folder / "demo"));
  EXPECT_EQ(fs::file_size(folder / "demo/open_clip_model.safetensors"), fs::file_size(source / "open_clip_model.safetensors"));
}

}  // namespace
}  // namespace kindred::usecases
