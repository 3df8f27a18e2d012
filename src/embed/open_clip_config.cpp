#include "embed/open_clip_config.h"

#include <cmath>

#include "embed/json_options.h"

namespace kindred::embed {
namespace {

constexpr std::string_view kOnnx =
    "Kindred builds open_clip's own ViT and text transformer; use a model made of these, or export this one to ONNX";
constexpr int kMaxWidth = 16384;
constexpr int kMaxLayers = 512;
constexpr int kMaxPixels = 8192;

// Options that the two towers' transformers have in common.
Result<void> read_blocks(JsonOptions& options, bool quick_gelu, TransformerConfig& out) {
  const double ratio = TRY(options.number("mlp_ratio", 4.0, 0.01, 64));
  out.mlp_width = static_cast<int>(out.width * ratio);  // truncated, as open_clip does
  if (out.mlp_width < 1) return options.wrong("mlp_ratio", "large enough to leave the MLP a channel");
  out.layer_scale = options.find("ls_init_value") != nullptr;
  out.qk_norm = TRY(options.boolean("qk_norm", false));
  out.scale_heads = TRY(options.boolean("scale_heads", false));
  out.scale_attn_inner = TRY(options.boolean("scale_attn_inner", false));
  out.scale_attn = TRY(options.boolean("scale_attn", false));
  out.scale_fc = TRY(options.boolean("scale_fc", false));
  TRY(options.refuse("scaled_cosine_attn", kOnnx));
  const std::string block = TRY(options.text("block_type", ""));
  if (!block.empty() && block != "default" && block != "custom") return options.wrong("block_type", "\"default\" or \"custom\"");
  if (block == "default") {  // said in so many words, it turns the switches of the custom block off
    out.qk_norm = out.scale_heads = out.scale_attn_inner = out.scale_attn = out.scale_fc = false;
  }
  out.activation = quick_gelu ? Activation::quick_gelu : Activation::gelu;
  return {};
}

Result<void> read_activation(JsonOptions& options, TransformerConfig& out) {
  if (options.find("act_kwargs") == nullptr) return {};
  JsonOptions kwargs = TRY(options.object("act_kwargs"));
  if (out.activation != Activation::quick_gelu) {
    const std::string approximate = TRY(kwargs.text("approximate", "none"));
    if (approximate != "none" && approximate != "tanh") return kwargs.wrong("approximate", "\"none\" or \"tanh\"");
    if (approximate == "tanh") out.activation = Activation::gelu_tanh;
  }
  return kwargs.refuse_unknown();
}

Result<void> read_norm(JsonOptions& options, TransformerConfig& out) {
  if (options.find("norm_kwargs") == nullptr) return {};
  JsonOptions kwargs = TRY(options.object("norm_kwargs"));
  out.norm_epsilon = TRY(kwargs.number("eps", out.norm_epsilon, 0, 1));
  return kwargs.refuse_unknown();
}

Result<void> check_heads(const JsonOptions& options, std::string_view option, const TransformerConfig& blocks) {
  if (blocks.heads >= 1 && blocks.width % blocks.heads == 0) return {};
  return options.wrong(option, "such that the width of " + std::to_string(blocks.width) + " splits into equal heads");
}

Result<VisionConfig> read_vision(JsonOptions options, bool quick_gelu) {
  TRY(options.refuse("timm_model_name", kOnnx));
  TRY(options.refuse("attentional_pool", kOnnx));
  const json::value* layers = options.find("layers");
  if (layers != nullptr && layers->is_array()) {
    return unsupported(options.full_name("layers") + " is a list, which makes the picture tower a ResNet: " + std::string(kOnnx));
  }

  VisionConfig out;
  TransformerConfig& blocks = out.transformer;
  blocks.width = TRY(options.integer("width", 768, 1, kMaxWidth));
  blocks.layers = TRY(options.integer("layers", 12, 1, kMaxLayers));
  const int head_width = TRY(options.integer("head_width", 64, 1, kMaxWidth));
  blocks.heads = blocks.width / head_width;
  TRY(check_heads(options, "head_width", blocks));
  TRY(read_blocks(options, quick_gelu, blocks));
  TRY(read_activation(options, blocks));
  TRY(read_norm(options, blocks));

  out.image_size = TRY(options.square("image_size", 224, 1, kMaxPixels));
  out.patch_size = TRY(options.square("patch_size", 16, 1, kMaxPixels));
  if (out.patch_size > out.image_size) return options.wrong("patch_size", "at most image_size");
  out.norm_before = !TRY(options.boolean("no_ln_pre", false));
  out.norm_after_pool = TRY(options.boolean("final_ln_after_pool", false));
  const std::string pool = TRY(options.text("pool_type", "tok"));
  if (pool != "tok" && pool != "avg") return options.wrong("pool_type", "\"tok\" or \"avg\": \"" + pool + "\" gives no single vector");
  out.pool = pool == "tok" ? VisionPool::class_token : VisionPool::average;
  // Either kind of position embedding is stored in the checkpoint.
  const std::string positions = TRY(options.text("pos_embed_type", "learnable"));
  if (positions != "learnable" && positions != "sin_cos_2d") return options.wrong("pos_embed_type", "\"learnable\" or \"sin_cos_2d\"");
  options.pass_over({"patch_dropout", "output_tokens", "attn_pooler_queries", "attn_pooler_heads", "timm_model_pretrained", "timm_pool",
                     "timm_proj", "timm_proj_bias", "timm_drop", "timm_drop_path"});
  TRY(options.refuse_unknown());
  return out;
}

Result<TextPool> read_text_pool(JsonOptions& options) {
  const std::string pool = TRY(options.text("pool_type", "argmax"));
  if (pool == "argmax") return TextPool::highest_id;
  if (pool == "eos") return TextPool::end_id;
  if (pool == "first") return TextPool::first;
  if (pool == "last") return TextPool::last;
  return options.wrong("pool_type", "\"argmax\", \"eos\", \"first\" or \"last\"");
}

// A tokenizer other than open_clip's plain CLIP one leaves the model usable for pictures.
Result<std::string> read_tokenizer_refusal(JsonOptions& options) {
  for (const std::string_view name : {"hf_tokenizer_name", "tokenizer_mode"}) {
    const std::string value = TRY(options.text(name, ""));
    if (!value.empty()) return options.full_name(name) + " asks for the tokenizer '" + value + "', and Kindred has only CLIP's own";
  }
  if (options.find("tokenizer_kwargs") == nullptr) return std::string();
  const JsonOptions reader = TRY(options.object("tokenizer_kwargs"));
  const json::object& kwargs = reader.all();
  if (kwargs.empty() || (kwargs.size() == 1 && kwargs.begin()->key() == "clean" && kwargs.begin()->value() == "lower"))
    return std::string();
  return options.full_name("tokenizer_kwargs.") + std::string(kwargs.begin()->key()) +
         " changes the tokenizer, and Kindred has only CLIP's plain one";
}

Result<TextConfig> read_text(JsonOptions options, bool quick_gelu) {
  TRY(options.refuse("hf_model_name", kOnnx));
  TRY(options.refuse("embed_cls", kOnnx));

  TextConfig out;
  TransformerConfig& blocks = out.transformer;
  blocks.width = TRY(options.integer("width", 512, 1, kMaxWidth));
  blocks.layers = TRY(options.integer("layers", 12, 1, kMaxLayers));
  blocks.heads = TRY(options.integer("heads", 8, 1, kMaxWidth));
  TRY(check_heads(options, "heads", blocks));
  TRY(read_blocks(options, quick_gelu, blocks));
  TRY(read_activation(options, blocks));
  TRY(read_norm(options, blocks));

  out.context_length = TRY(options.integer("context_length", 77, 2, 65536));
  out.vocab_size = TRY(options.integer("vocab_size", 49408, 1, 16'777'216));
  out.causal = !TRY(options.boolean("no_causal_mask", false));
  out.pool = TRY(read_text_pool(options));
  out.end_id = TRY(options.integer("eos_id", 2, 0, 16'777'216));
  const std::string projection = TRY(options.text("proj_type", "linear"));
  if (projection != "linear" && projection != "none") return options.wrong("proj_type", "\"linear\" or \"none\"");
  out.projection = projection == "linear";
  out.projection_bias = TRY(options.boolean("proj_bias", false)) && out.projection;
  out.tokenizer_refusal = TRY(read_tokenizer_refusal(options));
  // final_ln_after_pool: the norm is of each token by itself, so that picking the token first or last is the same.
  // pad_id only matters for embed_cls.
  options.pass_over({"final_ln_after_pool", "pad_id", "output_tokens", "hf_model_pretrained", "hf_proj_type", "hf_pooler_type"});
  TRY(options.refuse_unknown());
  return out;
}

// One number for all channels, or one a channel.
Result<void> read_channels(JsonOptions& options, std::string_view name, double least, std::array<float, 3>& out) {
  const json::value* value = options.find(name);
  if (value == nullptr) return {};
  if (value->is_array() && value->as_array().size() != 3) return options.wrong(name, "a number or a list of three numbers");
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const json::object one{{name, value->is_array() ? value->as_array()[channel] : *value}};
    out[channel] = static_cast<float>(TRY(JsonOptions(one, options.full_name("")).number(name, 0, least, 1000)));
  }
  return {};
}

Result<PreprocessConfig> read_preprocess(JsonOptions options) {
  PreprocessConfig out;
  TRY(read_channels(options, "mean", -1000, out.mean));
  TRY(read_channels(options, "std", 1e-6, out.deviation));
  const std::string interpolation = TRY(options.text("interpolation", "bicubic"));
  if (interpolation != "bicubic" && interpolation != "bilinear" && interpolation != "random") {
    return options.wrong("interpolation", "\"bicubic\", \"bilinear\" or \"random\"");
  }
  out.bicubic = interpolation != "bilinear";  // "random" is bicubic in evaluation
  const std::string mode = TRY(options.text("resize_mode", "shortest"));
  if (mode != "shortest" && mode != "longest" && mode != "squash") {
    return options.wrong("resize_mode", "\"shortest\", \"longest\" or \"squash\"");
  }
  out.resize_mode = mode == "shortest" ? ResizeMode::shortest : mode == "longest" ? ResizeMode::longest : ResizeMode::squash;
  out.fill_color = TRY(options.integer("fill_color", 0, 0, 255));
  if (TRY(options.text("mode", "RGB")) != "RGB") return options.wrong("mode", "\"RGB\"");
  options.pass_over({"size"});  // open_clip puts the tower's image_size in its place
  TRY(options.refuse_unknown());
  return out;
}

Result<OpenClipConfig> read_model(JsonOptions options) {
  TRY(options.refuse("multimodal_cfg", kOnnx));
  OpenClipConfig out;
  if (options.find("embed_dim") == nullptr) return options.wrong("embed_dim", "given");
  out.dimension = TRY(options.integer("embed_dim", 0, 1, kMaxWidth));
  out.custom_text = TRY(options.boolean("custom_text", false));
  const bool quick_gelu = TRY(options.boolean("quick_gelu", false));
  JsonOptions vision = TRY(options.object("vision_cfg"));
  out.vision = TRY(read_vision(std::move(vision), quick_gelu));
  JsonOptions text = TRY(options.object("text_cfg"));
  out.text = TRY(read_text(std::move(text), quick_gelu));
  if (!out.text.projection && out.text.transformer.width != out.dimension) {
    return invalid(options.full_name("text_cfg.proj_type") + " is \"none\", but the text width of " +
                   std::to_string(out.text.transformer.width) + " is not embed_dim: texts and pictures would not share a space");
  }
  options.pass_over({"init_logit_scale", "init_logit_bias", "nonscalar_logit_scale", "cast_dtype", "output_dict"});
  TRY(options.refuse_unknown());
  return out;
}

}  // namespace

Result<OpenClipConfig> parse_open_clip_config(std::string_view json_text, std::string_view what) {
  const json::object root = TRY(parse_json_object(json_text, what));
  JsonOptions options(root, std::string(what) + ": ");
  JsonOptions model = TRY(options.object("model_cfg"));
  OpenClipConfig config = TRY(read_model(std::move(model)));
  if (options.find("preprocess_cfg") != nullptr) {
    JsonOptions preprocess = TRY(options.object("preprocess_cfg"));
    config.preprocess = TRY(read_preprocess(std::move(preprocess)));
  }
  TRY(options.refuse_unknown());
  return config;
}

}  // namespace kindred::embed
