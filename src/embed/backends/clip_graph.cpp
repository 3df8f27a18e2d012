#include "embed/backends/clip_graph.h"

#include <cmath>
#include <openvino/core/model.hpp>
#include <openvino/opsets/opset13.hpp>

namespace kindred::embed {
namespace {

namespace op = ov::opset13;
using Value = ov::Output<ov::Node>;

ov::Shape shape_of(const std::vector<std::size_t>& shape) { return {shape.begin(), shape.end()}; }

Value floats(const ov::Shape& shape, const std::vector<float>& values) {
  return std::make_shared<op::Constant>(ov::element::f32, shape, values);
}
Value integers(const std::vector<std::int64_t>& values) {
  return std::make_shared<op::Constant>(ov::element::i64, ov::Shape{values.size()}, values);
}
Value integer(std::int64_t value) { return std::make_shared<op::Constant>(ov::element::i64, ov::Shape{}, value); }

Value add(const Value& a, const Value& b) { return std::make_shared<op::Add>(a, b); }
Value multiply(const Value& a, const Value& b) { return std::make_shared<op::Multiply>(a, b); }
Value transpose(const Value& x, const std::vector<std::int64_t>& order) { return std::make_shared<op::Transpose>(x, integers(order)); }
// 0 keeps a dimension, -1 infers one.
Value reshape(const Value& x, const std::vector<std::int64_t>& shape) { return std::make_shared<op::Reshape>(x, integers(shape), true); }
// x [batch, tokens, width] -> [batch, width]
Value token(const Value& x, std::int64_t index) { return std::make_shared<op::Gather>(x, integer(index), integer(1)); }
Value as_row(const Value& x) { return std::make_shared<op::Unsqueeze>(x, integer(1)); }

// The network below one prefix of the state dict.
class TowerBuilder {
 public:
  TowerBuilder(const Checkpoint& checkpoint, std::string prefix, const TransformerConfig& config)
      : checkpoint_(checkpoint), prefix_(std::move(prefix)), config_(config) {}

  Value weight(const std::string& name) const { return constant(checkpoint_.weight(prefix_ + name)); }

  Value norm(const Value& x, const std::string& name) const {
    const Value centred =
        std::make_shared<op::MVN>(x, integers({-1}), true, static_cast<float>(config_.norm_epsilon), ov::op::MVNEpsMode::INSIDE_SQRT);
    return add(multiply(centred, weight(name + ".weight")), weight(name + ".bias"));
  }

  Value linear(const Value& x, const std::string& name) const {
    return add(std::make_shared<op::MatMul>(x, weight(name + ".weight"), false, true), weight(name + ".bias"));
  }

  Value project(const Value& x, const std::string& name) const { return std::make_shared<op::MatMul>(x, weight(name), false, false); }

  // All blocks over x [batch, tokens, width]. With `only_first`, the last block works out the first token alone, which is
  // all that class-token pooling looks at: [batch, 1, width].
  Value transformer(Value x, bool causal, bool only_first) const {
    for (int layer = 0; layer < config_.layers; ++layer) {
      const bool last = layer + 1 == config_.layers;
      x = block(x, "transformer.resblocks." + std::to_string(layer) + ".", causal, only_first && last);
    }
    return x;
  }

 private:
  static Value constant(const Weight& weight) {
    return std::make_shared<op::Constant>(ov::element::f32, shape_of(weight.shape), weight.values.get(),
                                          std::const_pointer_cast<float>(weight.values));
  }

  // The parameters of query, key and value, which the checkpoint stacks in this order.
  struct InProjection {
    Weight weight;
    Weight bias;
  };

  // The rows of the query (0), key (1) or value (2); shares the memory of `stacked`.
  static Value third(const Weight& stacked, std::size_t which) {
    Weight part = stacked;
    part.shape[0] /= 3;
    const std::size_t offset = which * ov::shape_size(shape_of(part.shape));
    part.values = std::shared_ptr<const float>(stacked.values, stacked.values.get() + offset);
    return constant(part);
  }

  // [batch, tokens, width] -> [batch, heads, tokens, channels of a head]
  Value heads(const Value& x, const InProjection& in, std::size_t which) const {
    const Value projected = add(std::make_shared<op::MatMul>(x, third(in.weight, which), false, true), third(in.bias, which));
    return transpose(reshape(projected, {0, 0, config_.heads, config_.head_width()}), {0, 2, 1, 3});
  }

  // Multi-head attention of `asking` over `x`, output projection included.
  Value attention(const Value& asking, const Value& x, const std::string& name, bool causal) const {
    const InProjection in{checkpoint_.weight(prefix_ + name + "in_proj_weight"), checkpoint_.weight(prefix_ + name + "in_proj_bias")};
    Value query = heads(asking, in, 0);
    Value key = heads(x, in, 1);
    if (config_.qk_norm) {
      query = norm(query, name + "ln_q");
      key = norm(key, name + "ln_k");
    }
    Value context = std::make_shared<op::ScaledDotProductAttention>(query, key, heads(x, in, 2), causal);
    if (config_.scale_heads) context = multiply(context, weight(name + "head_scale"));
    context = reshape(transpose(context, {0, 2, 1, 3}), {0, 0, config_.width});
    if (config_.scale_attn_inner) context = norm(context, name + "ln_inner");
    return linear(context, name + "out_proj");
  }

  Value activate(const Value& x) const {
    switch (config_.activation) {
      case Activation::gelu: return std::make_shared<op::Gelu>(x, ov::op::GeluApproximationMode::ERF);
      case Activation::gelu_tanh: return std::make_shared<op::Gelu>(x, ov::op::GeluApproximationMode::TANH);
      case Activation::quick_gelu: return std::make_shared<op::Swish>(x, floats({}, {1.702F}));
    }
    return x;
  }

  Value mlp(const Value& x, const std::string& name) const {
    Value hidden = activate(linear(x, name + "c_fc"));
    if (config_.scale_fc) hidden = norm(hidden, name + "ln");
    return linear(hidden, name + "c_proj");
  }

  Value scaled(const Value& x, const std::string& name) const { return config_.layer_scale ? multiply(x, weight(name + ".gamma")) : x; }

  Value block(const Value& x, const std::string& name, bool causal, bool only_first) const {
    const Value normed = norm(x, name + "ln_1");
    const Value asking = only_first ? as_row(token(normed, 0)) : normed;
    const Value residual = only_first ? as_row(token(x, 0)) : x;
    Value attended = attention(asking, normed, name + "attn.", causal);
    if (config_.scale_attn) attended = norm(attended, name + "ln_attn");
    const Value middle = add(residual, scaled(attended, name + "ls_1"));
    return add(middle, scaled(mlp(norm(middle, name + "ln_2"), name + "mlp."), name + "ls_2"));
  }

  const Checkpoint& checkpoint_;
  std::string prefix_;
  const TransformerConfig& config_;
};

// u8 [batch, side, side, 3] -> f32 [batch, 3, side, side], mean 0 and deviation 1 a channel.
Value normalised(const Value& pixels, const PreprocessConfig& preprocess) {
  std::vector<float> scale;
  std::vector<float> shift;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    scale.push_back(1.0F / (255.0F * preprocess.deviation[channel]));
    shift.push_back(-preprocess.mean[channel] / preprocess.deviation[channel]);
  }
  const Value values = std::make_shared<op::Convert>(pixels, ov::element::f32);
  return transpose(add(multiply(values, floats({1, 1, 1, 3}, scale)), floats({1, 1, 1, 3}, shift)), {0, 3, 1, 2});
}

// The class token before the patches, positions added: [batch, tokens, width].
Value embedded_patches(const TowerBuilder& tower, const Value& pixels, const OpenClipConfig& config) {
  const auto patch = static_cast<std::size_t>(config.vision.patch_size);
  const std::int64_t width = config.vision.transformer.width;
  const Value patches =
      std::make_shared<op::Convolution>(normalised(pixels, config.preprocess), tower.weight("conv1.weight"), ov::Strides{patch, patch},
                                        ov::CoordinateDiff{0, 0}, ov::CoordinateDiff{0, 0}, ov::Strides{1, 1});
  const Value rows = transpose(reshape(patches, {0, width, -1}), {0, 2, 1});
  const Value batch = std::make_shared<op::Gather>(std::make_shared<op::ShapeOf>(pixels), integers({0}), integer(0));
  const Value class_shape = std::make_shared<op::Concat>(ov::OutputVector{batch, integers({1, width})}, 0);
  const Value class_token = std::make_shared<op::Broadcast>(tower.weight("class_embedding"), class_shape);
  const Value tokens = std::make_shared<op::Concat>(ov::OutputVector{class_token, rows}, 1);
  return add(tokens, tower.weight("positional_embedding"));
}

Value pooled_patches(const TowerBuilder& tower, Value x, const VisionConfig& vision) {
  if (vision.pool == VisionPool::class_token) return tower.norm(token(x, 0), "ln_post");  // of one token: first or last is the same
  if (!vision.norm_after_pool) x = tower.norm(x, "ln_post");
  const Value patches = std::make_shared<op::Slice>(x, integers({1}), integers({vision.tokens()}), integers({1}), integers({1}));
  const Value mean = std::make_shared<op::ReduceMean>(patches, integers({1}), false);
  return vision.norm_after_pool ? tower.norm(mean, "ln_post") : mean;
}

}  // namespace

std::shared_ptr<ov::Model> build_vision_graph(const OpenClipConfig& config, const Checkpoint& weights) {
  const VisionConfig& vision = config.vision;
  const TowerBuilder tower(weights, std::string(kVisionPrefix), vision.transformer);
  const auto pixels = std::make_shared<op::Parameter>(ov::element::u8, ov::PartialShape{-1, vision.image_size, vision.image_size, 3});

  Value x = embedded_patches(tower, pixels, config);
  if (vision.norm_before) x = tower.norm(x, "ln_pre");
  x = tower.transformer(x, false, vision.pool == VisionPool::class_token);
  const Value features = tower.project(pooled_patches(tower, x, vision), "proj");
  return std::make_shared<ov::Model>(ov::OutputVector{features}, ov::ParameterVector{pixels}, "clip_vision");
}

std::shared_ptr<ov::Model> build_text_graph(const OpenClipConfig& config, const Checkpoint& weights) {
  const TextConfig& text = config.text;
  const TowerBuilder tower(weights, std::string(weights.text_prefix()), text.transformer);
  const auto ids = std::make_shared<op::Parameter>(ov::element::i64, ov::PartialShape{-1, ov::Dimension(1, text.context_length)});
  const auto positions = std::make_shared<op::Parameter>(ov::element::i64, ov::PartialShape{-1});

  const Value length = std::make_shared<op::Gather>(std::make_shared<op::ShapeOf>(ids), integers({1}), integer(0));
  const Value places =
      std::make_shared<op::Slice>(tower.weight("positional_embedding"), integers({0}), length, integers({1}), integers({0}));
  Value x = add(std::make_shared<op::Gather>(tower.weight("token_embedding.weight"), ids, integer(0)), places);
  x = tower.transformer(x, text.causal, false);
  const Value pooled = tower.norm(std::make_shared<op::Gather>(x, positions, integer(1), 1), "ln_final");
  Value features = pooled;
  if (text.projection_bias) {
    features = tower.linear(pooled, "text_projection");
  } else if (text.projection) {
    features = tower.project(pooled, "text_projection");
  }
  return std::make_shared<ov::Model>(ov::OutputVector{features}, ov::ParameterVector{ids, positions}, "clip_text");
}

}  // namespace kindred::embed
