// Law: a checkpoint opens if and only if it is exactly what its config describes, and a weight is the value that was stored.

#include "embed/checkpoint.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>

#include "base/float16.h"
#include "base/testing/temp_folder.h"

namespace kindred::embed {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::string_view kConfig = R"({"model_cfg": {"embed_dim": 8,
  "vision_cfg": {"image_size": 8, "patch_size": 4, "width": 8, "layers": 1, "head_width": 4},
  "text_cfg": {"context_length": 4, "vocab_size": 10, "width": 8, "heads": 2, "layers": 1}}})";

std::vector<TensorPlan> plans_of(const OpenClipConfig& config, std::string_view prefix, TensorType type) {
  std::vector<TensorPlan> plans;
  for (const TensorSpec& spec : vision_tensors(config))
    plans.push_back({spec.name, spec.shape, type});
  for (const TensorSpec& spec : text_tensors(config, prefix))
    plans.push_back({spec.name, spec.shape, type});
  return plans;
}

// Stored as `type`, all zeros but for `changed`, whose first element has the bits of `value`.
std::function<std::vector<std::uint8_t>(const TensorPlan&)> zeros(std::string changed = {}, float value = 0) {
  return [changed = std::move(changed), value](const TensorPlan& plan) {
    std::size_t bytes = bytes_each(plan.type);
    for (const std::size_t side : plan.shape)
      bytes *= side;
    std::vector<std::uint8_t> out(bytes);
    if (plan.name != changed) return out;
    const std::uint16_t half = plan.type == TensorType::bf16 ? float_to_bf16(value) : float_to_f16(value);
    plan.type == TensorType::f32 ? std::memcpy(out.data(), &value, 4) : std::memcpy(out.data(), &half, 2);
    return out;
  };
}

class CheckpointFile : public ::testing::Test {
 protected:
  Result<Checkpoint> open(const std::vector<TensorPlan>& plans,
                          const std::function<std::vector<std::uint8_t>(const TensorPlan&)>& bytes = zeros()) {
    EXPECT_TRUE(write_safetensors(path_, plans, bytes));
    return Checkpoint::open(path_, config_);
  }
  std::string refusal(const std::vector<TensorPlan>& plans,
                      const std::function<std::vector<std::uint8_t>(const TensorPlan&)>& bytes = zeros()) {
    const auto opened = open(plans, bytes);
    EXPECT_FALSE(opened);
    return opened ? "" : opened.error().message;
  }

  const testing::TempFolder folder_;
  const std::filesystem::path path_ = folder_ / "open_clip_model.safetensors";
  const OpenClipConfig config_ = *parse_open_clip_config(kConfig);
};

TEST_F(CheckpointFile, OpensUnderEitherNamingOfTheTextTower) {
  const auto top = open(plans_of(config_, "", TensorType::f32));
  ASSERT_TRUE(top) << top.error().message;
  EXPECT_EQ(top->text_prefix(), "");
  const auto module = open(plans_of(config_, "text.", TensorType::f32));
  ASSERT_TRUE(module) << module.error().message;
  EXPECT_EQ(module->text_prefix(), "text.");
}

TEST_F(CheckpointFile, WeightsAreTheStoredValues) {
  for (const TensorType type : {TensorType::f32, TensorType::f16, TensorType::bf16}) {
    const auto opened = open(plans_of(config_, "", type), zeros("visual.proj", -1.5F));
    ASSERT_TRUE(opened) << opened.error().message;
    const Weight weight = opened->weight("visual.proj");
    EXPECT_THAT(weight.shape, ::testing::ElementsAre(8, 8));
    EXPECT_EQ(weight.values.get()[0], -1.5F);
    EXPECT_EQ(weight.values.get()[63], 0.0F);
  }
}

TEST_F(CheckpointFile, AMissingTensorIsNamed) {
  const auto all = plans_of(config_, "", TensorType::f32);
  for (std::size_t missing = 0; missing < all.size(); ++missing) {
    auto plans = all;
    plans.erase(plans.begin() + static_cast<std::ptrdiff_t>(missing));
    EXPECT_THAT(refusal(plans), AllOf(HasSubstr("'" + all[missing].name + "'"), HasSubstr("missing")));
  }
}

TEST_F(CheckpointFile, AWrongShapeIsNamed) {
  const auto all = plans_of(config_, "", TensorType::f16);
  for (std::size_t wrong = 0; wrong < all.size(); ++wrong) {
    auto plans = all;
    plans[wrong].shape.back() += 1;
    EXPECT_THAT(refusal(plans), AllOf(HasSubstr("'" + all[wrong].name + "'"), HasSubstr(shape_text(all[wrong].shape))));
  }
}

TEST_F(CheckpointFile, AnUnexplainedTensorIsNamed) {
  auto plans = plans_of(config_, "", TensorType::f32);
  plans.push_back({"visual.attn_pool.query", {4}, TensorType::f32});
  EXPECT_THAT(refusal(plans), HasSubstr("'visual.attn_pool.query'"));
}

TEST_F(CheckpointFile, WhatEmbeddingDoesNotNeedIsPassedOver) {
  auto plans = plans_of(config_, "", TensorType::f32);
  plans.push_back({"logit_scale", {}, TensorType::f32});
  plans.push_back({"logit_bias", {1}, TensorType::f32});
  plans.push_back({"attn_mask", {4, 4}, TensorType::f32});
  EXPECT_TRUE(open(plans));
}

TEST_F(CheckpointFile, NumbersThatAreNotFiniteAreNamed) {
  for (const TensorType type : {TensorType::f32, TensorType::f16, TensorType::bf16}) {
    for (const float value : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
      EXPECT_THAT(refusal(plans_of(config_, "", type), zeros("ln_final.bias", value)),
                  AllOf(HasSubstr("'ln_final.bias'"), HasSubstr("finite")));
    }
  }
}

TEST_F(CheckpointFile, ATruncatedFileIsNamedByTensor) {
  ASSERT_TRUE(open(plans_of(config_, "", TensorType::f32)));
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) - 1);
  const auto opened = Checkpoint::open(path_, config_);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, AllOf(HasSubstr("'text_projection'"), HasSubstr("truncated")));
}

TEST_F(CheckpointFile, IsFoundAsOpenClipFindsIt) {
  const auto touch = [&](const char* name) { std::ofstream(folder_ / name) << "x"; };
  touch("weights.bin");
  EXPECT_THAT(Checkpoint::find(folder_.path()).error().message, AllOf(HasSubstr("open_clip_model.safetensors"), HasSubstr("pickled")));
  touch("z.safetensors");
  touch("b.safetensors");
  EXPECT_EQ(Checkpoint::find(folder_.path())->filename(), "b.safetensors");
  touch("model.safetensors");
  EXPECT_EQ(Checkpoint::find(folder_.path())->filename(), "model.safetensors");
  touch("open_clip_model.safetensors");
  EXPECT_EQ(Checkpoint::find(folder_.path())->filename(), "open_clip_model.safetensors");
}

}  // namespace
}  // namespace kindred::embed
