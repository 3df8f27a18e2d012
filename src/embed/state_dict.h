// The names and shapes of the tensors that a CLIP of a given shape is made of: open_clip's state dict.
//
// Text tensors stand either at the top ("transformer.resblocks.0…", class CLIP) or under "text." (class CustomTextCLIP, or
// any checkpoint whose config says custom_text); the network is the same. Thread-safety: free functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "embed/open_clip_config.h"

namespace kindred::embed {

struct TensorSpec {
  std::string name;
  std::vector<std::size_t> shape;  // as PyTorch stores it: a linear layer's weight is [out, in]
};

inline constexpr std::string_view kVisionPrefix = "visual.";
inline constexpr std::string_view kCustomTextPrefix = "text.";

std::vector<TensorSpec> vision_tensors(const OpenClipConfig& config);
// `prefix`: "" or "text.".
std::vector<TensorSpec> text_tensors(const OpenClipConfig& config, std::string_view prefix);
// What a checkpoint may hold that embedding does not need: logit_scale, masks, counters.
bool is_passed_over(std::string_view name);

}  // namespace kindred::embed
