// Law: whatever the shape of the model, embeddings are those that open_clip 3.3.0 gives for the same weights. One folder of
// tests/data/clip/variants is one shape; tests/reference/make_clip_goldens.py made them, and would make more.

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/files.h"
#include "base/json.h"
#include "base/npy.h"
#include "base/testing/temp_folder.h"
#include "embed/backends.h"
#include "embed/centred_cosine.h"
#include "embed/seeded_checkpoint.h"

namespace kindred::embed {
namespace {

const std::filesystem::path kVariants = std::filesystem::path(KINDRED_SOURCE_DIR) / "tests/data/clip/variants";

std::set<std::string> variant_names() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kVariants)) {
    if (entry.is_directory()) names.insert(entry.path().filename().string());
  }
  return names;
}

TensorType stored_type(const std::filesystem::path& variant) {
  const json::object seed = *parse_json_object(*read_text_file(variant / "seed.json"), "seed.json");
  const std::string type = *required_string(seed, "dtype");
  return type == "F16" ? TensorType::f16 : type == "BF16" ? TensorType::bf16 : TensorType::f32;
}

std::string test_name(const ::testing::TestParamInfo<std::string>& variant) {
  std::string name = variant.param;
  std::ranges::replace(name, '-', '_');
  return name;
}

// The aim is a centred cosine of 0.9999. fp32 does far better (3e-7 an element was seen), and the bound on each element tells even
// GELU's tanh approximation (5e-5) from the exact one.
constexpr double kLeastCosine = 0.9999;
constexpr double kLargestDifference = 1e-5;

void expect_equal(const NpyArray& golden, const std::vector<float>& ours, std::string_view what) {
  ASSERT_EQ(golden.values.size(), ours.size());
  const auto cosines = centred_cosines(golden.values, ours, golden.shape[1]);
  for (std::size_t row = 0; row < cosines.size(); ++row)
    EXPECT_GE(cosines[row], kLeastCosine) << what << ' ' << row;
  for (std::size_t i = 0; i < ours.size(); ++i)
    ASSERT_NEAR(ours[i], golden.values[i], kLargestDifference) << what << ' ' << i / golden.shape[1];
}

class ClipVariants : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (backends().empty()) GTEST_SKIP() << "built without OpenVINO";
    const auto written =
        write_seeded_checkpoint(folder_.path(), *read_text_file(variant_ / "open_clip_config.json"), stored_type(variant_));
    ASSERT_TRUE(written) << written.error().message;
    auto model = open_model(folder_.path(), {.precision = Precision::fp32});
    ASSERT_TRUE(model) << model.error().message;
    model_ = *std::move(model);
  }

  const std::filesystem::path variant_ = kVariants / GetParam();
  const testing::TempFolder folder_;
  std::unique_ptr<Embedder> model_;
};

INSTANTIATE_TEST_SUITE_P(Every, ClipVariants, ::testing::ValuesIn(variant_names()), test_name);

TEST_P(ClipVariants, GivesTheReferencesVectors) {
  const NpyArray images = *read_npy(variant_ / "images.npy");
  const auto pixels = seeded_pictures(images.shape[0], static_cast<std::size_t>(model_->info().image_size));
  const auto our_images = model_->embed_images(pixels, images.shape[0]);
  ASSERT_TRUE(our_images) << our_images.error().message << our_images.error().detail;
  expect_equal(images, *our_images, "picture");

  const json::value listed = *parse_json(*read_text_file(kVariants / "texts.json"), "texts.json");
  const auto texts = json::value_to<std::vector<std::string>>(listed);
  const auto our_texts = model_->embed_texts(texts);
  ASSERT_TRUE(our_texts) << our_texts.error().message << our_texts.error().detail;
  expect_equal(*read_npy(variant_ / "texts.npy"), *our_texts, "text");
}

}  // namespace
}  // namespace kindred::embed
