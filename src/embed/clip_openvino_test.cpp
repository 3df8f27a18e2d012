// Law: a model that open_clip has but Kindred has not in full is used for what it can do, and refuses the rest by name.

#include <gmock/gmock.h>

#include "base/testing/temp_folder.h"
#include "embed/backends.h"
#include "embed/seeded_checkpoint.h"

namespace kindred::embed {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string config_with(std::string_view text_options) {
  return R"({"model_cfg": {"embed_dim": 16, "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 16, "layers": 1, "head_width": 8},
             "text_cfg": {"context_length": 8, "width": 16, "heads": 2, "layers": 1, )" +
         std::string(text_options) + "}}}";
}

class ClipOpenVino : public ::testing::Test {
 protected:
  void SetUp() override {
    if (backends().empty()) GTEST_SKIP() << "built without OpenVINO";
  }
  std::unique_ptr<Embedder> open(const std::string& config) const {
    EXPECT_TRUE(write_seeded_checkpoint(folder_.path(), config));
    auto model = open_model(folder_.path(), {.precision = Precision::fp32});
    EXPECT_TRUE(model) << model.error().message;
    return *std::move(model);
  }
  const testing::TempFolder folder_;
};

TEST_F(ClipOpenVino, AnotherTokenizerLeavesPictures) {
  const auto model = open(config_with(R"("vocab_size": 100, "hf_tokenizer_name": "bert-base-uncased")"));
  EXPECT_TRUE(model->embed_images(seeded_pictures(1, 16), 1));
  const std::vector<std::string> texts{"a cat"};
  const auto refused = model->embed_texts(texts);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("hf_tokenizer_name"), HasSubstr("bert-base-uncased")));
  EXPECT_FALSE(model->tokenize("a cat"));
}

TEST_F(ClipOpenVino, AVocabularyTooSmallForTheTokenizerIsRefused) {
  const auto model = open(config_with(R"("vocab_size": 1000)"));
  const std::vector<std::string> texts{"a cat"};
  const auto refused = model->embed_texts(texts);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("1000"));
}

TEST_F(ClipOpenVino, ABrokenFolderIsRefusedOnOpening) {
  ASSERT_TRUE(write_seeded_checkpoint(folder_.path(), config_with(R"("vocab_size": 100)")));
  std::filesystem::resize_file(folder_ / "open_clip_model.safetensors", 3000);
  const auto model = open_model(folder_.path(), {});
  ASSERT_FALSE(model);
  EXPECT_THAT(model.error().message, HasSubstr("open_clip_model.safetensors"));
}

}  // namespace
}  // namespace kindred::embed
