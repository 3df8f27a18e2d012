// The two towers of a CLIP as OpenVINO graphs, written op by op from the config: open_clip/transformer.py (VisionTransformer,
// TextTransformer) in evaluation mode. Internal to the backend: OpenVINO's types stay within its files.
// Thread-safety: free functions, any thread. May throw what OpenVINO throws; the backend catches it.
#pragma once

#include <memory>

#include "embed/checkpoint.h"
#include "embed/open_clip_config.h"

namespace ov {
class Model;
}

namespace kindred::embed {

// u8 [batch, side, side, 3] (RGB, not normalised) -> f32 [batch, dimension], not of unit length yet.
std::shared_ptr<ov::Model> build_vision_graph(const OpenClipConfig& config, const Checkpoint& weights);

// i64 ids [batch, length] and i64 positions [batch] of the token that stands for each text -> f32 [batch, dimension], not of
// unit length yet. `length` is dynamic, at most the context length: with a causal mask nothing after the pooled token matters.
std::shared_ptr<ov::Model> build_text_graph(const OpenClipConfig& config, const Checkpoint& weights);

}  // namespace kindred::embed
