// Law: what open_clip makes of a config is what the struct says; an option with no meaning here is refused by its name.

#include "embed/open_clip_config.h"

#include <gmock/gmock.h>

#include "base/json.h"

namespace kindred::embed {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::string_view kPlain = R"({
  "model_cfg": {
    "embed_dim": 256,
    "vision_cfg": {"image_size": 96, "layers": 6, "width": 192, "head_width": 64, "patch_size": 12},
    "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 128, "heads": 2, "layers": 4}
  },
  "preprocess_cfg": {"mean": [0.5, 0.25, 0.125], "std": 0.5, "interpolation": "bilinear", "resize_mode": "squash"}
})";

// kPlain with the member at `pointer` ("/model_cfg/embed_dim") set to `value`.
Result<OpenClipConfig> parse_with(std::string_view pointer, std::string_view value) {
  json::value root = json::parse(kPlain);
  json::value* place = &root;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::string_view name = pointer.substr(0, pointer.find('/'));
    place = &place->as_object()[name];
    pointer.remove_prefix(name.size());
  }
  *place = json::parse(value);
  return parse_open_clip_config(json::serialize(root));
}

OpenClipConfig parsed_with(std::string_view pointer, std::string_view value) {
  auto config = parse_with(pointer, value);
  EXPECT_TRUE(config) << config.error().message;
  return *std::move(config);
}

TEST(OpenClipConfig, ReadsWhatIsSaid) {
  const auto config = parse_open_clip_config(kPlain);
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->dimension, 256);
  EXPECT_EQ(config->vision.image_size, 96);
  EXPECT_EQ(config->vision.tokens(), 65);
  EXPECT_EQ(config->vision.transformer.heads, 3);
  EXPECT_EQ(config->vision.transformer.mlp_width, 768);
  EXPECT_EQ(config->text.transformer.heads, 2);
  EXPECT_EQ(config->text.context_length, 32);
  EXPECT_EQ(config->preprocess.mean, (std::array<float, 3>{0.5F, 0.25F, 0.125F}));
  EXPECT_EQ(config->preprocess.deviation, (std::array<float, 3>{0.5F, 0.5F, 0.5F}));
  EXPECT_FALSE(config->preprocess.bicubic);
  EXPECT_EQ(config->preprocess.resize_mode, ResizeMode::squash);
}

TEST(OpenClipConfig, WhatIsNotSaidIsOpenClipsDefault) {
  const auto config = parse_open_clip_config(R"({"model_cfg": {"embed_dim": 512, "vision_cfg": {}, "text_cfg": {}}})");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->vision.image_size, 224);
  EXPECT_EQ(config->vision.transformer.width, 768);
  EXPECT_EQ(config->vision.transformer.heads, 12);
  EXPECT_TRUE(config->vision.norm_before);
  EXPECT_EQ(config->vision.pool, VisionPool::class_token);
  EXPECT_EQ(config->text.transformer.width, 512);
  EXPECT_EQ(config->text.transformer.activation, Activation::gelu);
  EXPECT_TRUE(config->text.causal);
  EXPECT_EQ(config->text.pool, TextPool::highest_id);
  EXPECT_FLOAT_EQ(config->preprocess.mean[0], 0.48145466F);
  EXPECT_TRUE(config->preprocess.bicubic);
}

TEST(OpenClipConfig, Switches) {
  EXPECT_EQ(parsed_with("/model_cfg/quick_gelu", "true").vision.transformer.activation, Activation::quick_gelu);
  EXPECT_EQ(parsed_with("/model_cfg/vision_cfg/act_kwargs", R"({"approximate": "tanh"})").vision.transformer.activation,
            Activation::gelu_tanh);
  EXPECT_EQ(parsed_with("/model_cfg/vision_cfg/norm_kwargs", R"({"eps": 1e-6})").vision.transformer.norm_epsilon, 1e-6);
  EXPECT_EQ(parsed_with("/model_cfg/vision_cfg/mlp_ratio", "4.9231").vision.transformer.mlp_width, 945);  // 945.2352 truncated
  EXPECT_EQ(parsed_with("/model_cfg/vision_cfg/image_size", "[98, 98]").vision.grid(), 8);
  EXPECT_TRUE(parsed_with("/model_cfg/text_cfg/ls_init_value", "1e-5").text.transformer.layer_scale);
  EXPECT_FALSE(parsed_with("/model_cfg/text_cfg/ls_init_value", "null").text.transformer.layer_scale);
  EXPECT_FALSE(parsed_with("/model_cfg/text_cfg/no_causal_mask", "true").text.causal);
  EXPECT_EQ(parsed_with("/model_cfg/text_cfg/pool_type", R"("eos")").text.pool, TextPool::end_id);
  EXPECT_TRUE(parsed_with("/model_cfg/custom_text", "true").custom_text);
  EXPECT_TRUE(parsed_with("/preprocess_cfg/interpolation", R"("random")").preprocess.bicubic);
}

TEST(OpenClipConfig, AnotherTokenizerLeavesPicturesUsable) {
  EXPECT_EQ(parsed_with("/model_cfg/text_cfg/tokenizer_kwargs", R"({"clean": "lower"})").text.tokenizer_refusal, "");
  EXPECT_THAT(parsed_with("/model_cfg/text_cfg/hf_tokenizer_name", R"("bert-base-uncased")").text.tokenizer_refusal,
              AllOf(HasSubstr("text_cfg.hf_tokenizer_name"), HasSubstr("bert-base-uncased")));
  EXPECT_THAT(parsed_with("/model_cfg/text_cfg/tokenizer_kwargs", R"({"clean": "canonicalize"})").text.tokenizer_refusal,
              HasSubstr("tokenizer_kwargs.clean"));
}

struct Refusal {
  std::string_view pointer;
  std::string_view value;
  std::string_view named;  // stands in the message
};

class OpenClipConfigRefuses : public ::testing::TestWithParam<Refusal> {};

TEST_P(OpenClipConfigRefuses, ByName) {
  const auto config = parse_with(GetParam().pointer, GetParam().value);
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error().message, AllOf(HasSubstr("open_clip_config.json: "), HasSubstr(std::string(GetParam().named))));
}

constexpr Refusal kRefusals[] = {
    {"/model_cfg/vision_cfg/layers", "[3, 4, 6, 3]", "vision_cfg.layers is a list"},
    {"/model_cfg/vision_cfg/timm_model_name", R"("vit_base")", "vision_cfg.timm_model_name"},
    {"/model_cfg/vision_cfg/attentional_pool", "true", "vision_cfg.attentional_pool"},
    {"/model_cfg/vision_cfg/attentional_pool", R"("parallel")", "vision_cfg.attentional_pool"},
    {"/model_cfg/vision_cfg/scaled_cosine_attn", "true", "vision_cfg.scaled_cosine_attn"},
    {"/model_cfg/vision_cfg/pool_type", R"("none")", "vision_cfg.pool_type"},
    {"/model_cfg/vision_cfg/pos_embed_type", R"("rotary")", "vision_cfg.pos_embed_type"},
    {"/model_cfg/vision_cfg/head_width", "38", "vision_cfg.head_width"},
    {"/model_cfg/vision_cfg/head_width", "200", "vision_cfg.head_width"},
    {"/model_cfg/vision_cfg/width", "0", "vision_cfg.width"},
    {"/model_cfg/vision_cfg/width", R"("wide")", "vision_cfg.width"},
    {"/model_cfg/vision_cfg/width", "1e300", "vision_cfg.width"},
    {"/model_cfg/vision_cfg/image_size", "[96, 48]", "vision_cfg.image_size"},
    {"/model_cfg/vision_cfg/image_size", "[96]", "vision_cfg.image_size"},
    {"/model_cfg/vision_cfg/patch_size", "97", "vision_cfg.patch_size"},
    {"/model_cfg/vision_cfg/mlp_ratio", "0", "vision_cfg.mlp_ratio"},
    {"/model_cfg/vision_cfg/act_kwargs", R"({"inplace": true})", "vision_cfg.act_kwargs.inplace"},
    {"/model_cfg/vision_cfg/norm_kwargs", R"({"elementwise_affine": false})", "vision_cfg.norm_kwargs.elementwise_affine"},
    {"/model_cfg/vision_cfg/block_type", R"("fancy")", "vision_cfg.block_type"},
    {"/model_cfg/vision_cfg/no_ln_pre", "1", "vision_cfg.no_ln_pre"},
    {"/model_cfg/vision_cfg/colour", "1", "vision_cfg.colour"},
    {"/model_cfg/text_cfg/hf_model_name", R"("roberta")", "text_cfg.hf_model_name"},
    {"/model_cfg/text_cfg/embed_cls", "true", "text_cfg.embed_cls"},
    {"/model_cfg/text_cfg/pool_type", R"("none")", "text_cfg.pool_type"},
    {"/model_cfg/text_cfg/proj_type", R"("mlp")", "text_cfg.proj_type"},
    {"/model_cfg/text_cfg/proj_type", R"("none")", "text_cfg.proj_type"},  // width 128, embed_dim 256
    {"/model_cfg/text_cfg/heads", "3", "text_cfg.heads"},
    {"/model_cfg/text_cfg/unheard_of", "{}", "text_cfg.unheard_of"},
    {"/model_cfg/multimodal_cfg", "{}", "model_cfg.multimodal_cfg"},
    {"/model_cfg/embed_dim", "null", "model_cfg.embed_dim"},
    {"/model_cfg/vision_cfg", "null", "model_cfg.vision_cfg"},
    {"/model_cfg/new_option", "3", "model_cfg.new_option"},
    {"/preprocess_cfg/resize_mode", R"("fit")", "preprocess_cfg.resize_mode"},
    {"/preprocess_cfg/interpolation", R"("lanczos")", "preprocess_cfg.interpolation"},
    {"/preprocess_cfg/mean", "[0.5, 0.5]", "preprocess_cfg.mean"},
    {"/preprocess_cfg/std", "[0.5, 0, 0.5]", "preprocess_cfg.std"},
    {"/preprocess_cfg/mode", R"("L")", "preprocess_cfg.mode"},
    {"/preprocess_cfg/sharpen", "1", "preprocess_cfg.sharpen"},
    {"/model", "{}", "model is not an option"},
};
INSTANTIATE_TEST_SUITE_P(Every, OpenClipConfigRefuses, ::testing::ValuesIn(kRefusals));

TEST(OpenClipConfig, WhatIsNoConfigIsNamed) {
  for (const std::string_view text : {"", "[]", "{", R"({"model_cfg": 1})", "{}"}) {
    const auto config = parse_open_clip_config(text, "there/open_clip_config.json");
    ASSERT_FALSE(config) << text;
    EXPECT_THAT(config.error().message, HasSubstr("there/open_clip_config.json")) << text;
  }
}

}  // namespace
}  // namespace kindred::embed
