// open_clip_config.json: the shape of a CLIP model and its evaluation transform, as open_clip 3.3.0 reads them
// (open_clip/model.py: CLIPVisionCfg, CLIPTextCfg; open_clip/transform.py: PreprocessCfg).
//
// Every option that open_clip knows is either represented here, has no effect on evaluation and is passed over, or is
// refused by name with the way out (`unsupported`). An option nobody knows is refused too (`invalid`): guessing would give
// wrong vectors silently. Thread-safety: values; free functions from any thread.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kindred::embed {

enum class Activation { gelu, gelu_tanh, quick_gelu };  // exact erf; tanh approximation; x sigmoid(1.702 x)

struct TransformerConfig {
  int width = 0;  // channels of a token
  int layers = 0;
  int heads = 0;      // divides width
  int mlp_width = 0;  // int(width x mlp_ratio)
  Activation activation = Activation::gelu;
  double norm_epsilon = 1e-5;
  bool layer_scale = false;  // ls_init_value is set: ls_1.gamma and ls_2.gamma
  // open_clip's "custom" block: further norms and scales, each with parameters of its own.
  bool qk_norm = false;           // attn.ln_q, attn.ln_k over the channels of a head
  bool scale_heads = false;       // attn.head_scale
  bool scale_attn_inner = false;  // attn.ln_inner, before the output projection
  bool scale_attn = false;        // ln_attn, after it
  bool scale_fc = false;          // mlp.ln, after the activation

  [[nodiscard]] int head_width() const { return width / heads; }
};

enum class VisionPool { class_token, average };  // average: over the patches, without the class token

struct VisionConfig {
  int image_size = 224;  // pixels, square
  int patch_size = 16;   // pixels, square; a remainder at the right and bottom is not looked at
  TransformerConfig transformer;
  bool norm_before = true;       // ln_pre
  bool norm_after_pool = false;  // ln_post after pooling instead of before
  VisionPool pool = VisionPool::class_token;

  [[nodiscard]] int grid() const { return image_size / patch_size; }
  [[nodiscard]] int tokens() const { return grid() * grid() + 1; }
};

// Which token stands for the text: the one with the highest id, the first that is eos_id, the first, the last.
enum class TextPool { highest_id, end_id, first, last };

struct TextConfig {
  int context_length = 77;  // tokens
  int vocab_size = 49408;
  TransformerConfig transformer;
  bool causal = true;
  TextPool pool = TextPool::highest_id;
  int end_id = 2;          // for TextPool::end_id
  bool projection = true;  // text_projection
  bool projection_bias = false;
  // Why Kindred can't make this model's token ids (empty: it can). Pictures work all the same.
  std::string tokenizer_refusal;
};

enum class ResizeMode { shortest, longest, squash };

struct PreprocessConfig {
  std::array<float, 3> mean{0.48145466F, 0.4578275F, 0.40821073F};  // of RGB in 0..1
  std::array<float, 3> deviation{0.26862954F, 0.26130258F, 0.27577711F};
  bool bicubic = true;  // else bilinear
  ResizeMode resize_mode = ResizeMode::shortest;
  int fill_color = 0;  // grey level beside a picture that resize mode `longest` leaves smaller than the square
};

struct OpenClipConfig {
  int dimension = 0;         // embed_dim: of the vectors
  bool custom_text = false;  // the text tower is a module of its own; a checkpoint may be named either way all the same
  VisionConfig vision;
  TextConfig text;
  PreprocessConfig preprocess;
};

// `what` names the file in errors.
Result<OpenClipConfig> parse_open_clip_config(std::string_view json_text, std::string_view what = "open_clip_config.json");

}  // namespace kindred::embed
