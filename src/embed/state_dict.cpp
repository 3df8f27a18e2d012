#include "embed/state_dict.h"

#include <algorithm>

namespace kindred::embed {
namespace {

std::size_t size(int value) { return static_cast<std::size_t>(value); }

class Lister {
 public:
  explicit Lister(std::string_view prefix) : prefix_(prefix) {}

  void add(const std::string& name, std::vector<std::size_t> shape) { specs_.push_back({prefix_ + name, std::move(shape)}); }
  void norm(const std::string& name, int width) {
    add(name + ".weight", {size(width)});
    add(name + ".bias", {size(width)});
  }
  void linear(const std::string& name, int out, int in) {
    add(name + ".weight", {size(out), size(in)});
    add(name + ".bias", {size(out)});
  }

  void block(const std::string& name, const TransformerConfig& blocks) {
    norm(name + "ln_1", blocks.width);
    add(name + "attn.in_proj_weight", {3 * size(blocks.width), size(blocks.width)});
    add(name + "attn.in_proj_bias", {3 * size(blocks.width)});
    if (blocks.qk_norm) {
      norm(name + "attn.ln_q", blocks.head_width());
      norm(name + "attn.ln_k", blocks.head_width());
    }
    if (blocks.scale_heads) add(name + "attn.head_scale", {size(blocks.heads), 1, 1});
    if (blocks.scale_attn_inner) norm(name + "attn.ln_inner", blocks.width);
    linear(name + "attn.out_proj", blocks.width, blocks.width);
    if (blocks.scale_attn) norm(name + "ln_attn", blocks.width);
    if (blocks.layer_scale) add(name + "ls_1.gamma", {size(blocks.width)});
    norm(name + "ln_2", blocks.width);
    linear(name + "mlp.c_fc", blocks.mlp_width, blocks.width);
    if (blocks.scale_fc) norm(name + "mlp.ln", blocks.mlp_width);
    linear(name + "mlp.c_proj", blocks.width, blocks.mlp_width);
    if (blocks.layer_scale) add(name + "ls_2.gamma", {size(blocks.width)});
  }

  void transformer(const TransformerConfig& blocks) {
    for (int layer = 0; layer < blocks.layers; ++layer)
      block("transformer.resblocks." + std::to_string(layer) + ".", blocks);
  }

  std::vector<TensorSpec> take() { return std::move(specs_); }

 private:
  std::string prefix_;
  std::vector<TensorSpec> specs_;
};

}  // namespace

std::vector<TensorSpec> vision_tensors(const OpenClipConfig& config) {
  const VisionConfig& vision = config.vision;
  const int width = vision.transformer.width;
  Lister list(kVisionPrefix);
  list.add("conv1.weight", {size(width), 3, size(vision.patch_size), size(vision.patch_size)});
  list.add("class_embedding", {size(width)});
  list.add("positional_embedding", {size(vision.tokens()), size(width)});
  if (vision.norm_before) list.norm("ln_pre", width);
  list.transformer(vision.transformer);
  list.norm("ln_post", width);
  list.add("proj", {size(width), size(config.dimension)});
  return list.take();
}

std::vector<TensorSpec> text_tensors(const OpenClipConfig& config, std::string_view prefix) {
  const TextConfig& text = config.text;
  const int width = text.transformer.width;
  Lister list(prefix);
  list.add("token_embedding.weight", {size(text.vocab_size), size(width)});
  list.add("positional_embedding", {size(text.context_length), size(width)});
  list.transformer(text.transformer);
  list.norm("ln_final", width);
  if (text.projection_bias) {
    list.linear("text_projection", config.dimension, width);
  } else if (text.projection) {
    list.add("text_projection", {size(width), size(config.dimension)});
  }
  return list.take();
}

bool is_passed_over(std::string_view name) {
  // The temperature is for training and zero-shot probabilities; the masks are written anew; the rest are OpenAI's notes.
  constexpr std::string_view kNames[] = {"logit_scale",      "logit_bias",     "attn_mask", "text.attn_mask",
                                         "input_resolution", "context_length", "vocab_size"};
  return std::ranges::find(kNames, name) != std::end(kNames);
}

}  // namespace kindred::embed
