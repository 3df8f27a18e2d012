#include "embed/seeded_checkpoint.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "base/float16.h"
#include "embed/open_clip_config.h"
#include "embed/state_dict.h"

namespace kindred::embed {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): a well mixed number for each place of a sequence.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t place) {
  std::uint64_t z = seed + (place + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

// FNV-1a.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char letter : text)
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
  return hash;
}

// In [-1, 1), of 24 bits: exact in float.
float uniform(std::uint64_t bits) { return static_cast<float>(static_cast<std::int32_t>(bits >> 40) - (1 << 23)) * 0x1p-23F; }

struct Spread {
  float centre = 0;
  float reach = 0;  // values lie in centre +- reach
};

// A uniform variable of reach sqrt(3 / n) has the variance 1 / n: n of them sum to order one.
float reach_for(std::size_t fan_in) { return static_cast<float>(std::sqrt(3.0 / static_cast<double>(fan_in))); }

Spread spread_of(std::string_view name, std::span<const std::size_t> shape) {
  if (name.ends_with("embedding") || name.ends_with("token_embedding.weight")) return {0, 0.5F};
  if (name.ends_with(".bias") || name.ends_with("_bias")) return {0, 0.1F};
  if (name.ends_with("head_scale") || shape.size() == 1) return {1, 0.25F};                          // norms, layer scales
  if (shape.empty()) return {1, 0.25F};                                                              // logit_scale
  if (name.ends_with("proj") || name.ends_with("text_projection")) return {0, reach_for(shape[0])};  // [in, out]
  std::size_t fan_in = 1;
  for (const std::size_t side : shape.subspan(1))
    fan_in *= side;
  // What is added to the residual stream is small, so that depth does not blow it up.
  const bool adds_to_residual = name.ends_with("out_proj.weight") || name.ends_with("c_proj.weight");
  return {0, reach_for(adds_to_residual ? 4 * fan_in : fan_in)};
}

template <typename Bits, typename Convert>
std::vector<std::uint8_t> packed(const std::vector<float>& values, Convert convert) {
  std::vector<std::uint8_t> bytes(values.size() * sizeof(Bits));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Bits bits = convert(values[i]);
    std::memcpy(bytes.data() + i * sizeof bits, &bits, sizeof bits);
  }
  return bytes;
}

std::vector<std::uint8_t> tensor_bytes(const TensorPlan& plan) {
  const std::vector<float> values = seeded_values(plan.name, plan.shape);
  if (plan.type == TensorType::f16) return packed<std::uint16_t>(values, float_to_f16);
  if (plan.type == TensorType::bf16) return packed<std::uint16_t>(values, float_to_bf16);
  return packed<std::uint32_t>(values, [](float value) { return std::bit_cast<std::uint32_t>(value); });
}

std::uint8_t byte_at(std::uint64_t seed, std::uint64_t place) { return static_cast<std::uint8_t>(mixed(seed, place) >> 56); }

std::span<const std::uint8_t> as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

}  // namespace

std::vector<float> seeded_values(std::string_view name, std::span<const std::size_t> shape) {
  const Spread spread = spread_of(name, shape);
  const std::uint64_t seed = hash_of(name);
  std::size_t count = 1;
  for (const std::size_t side : shape)
    count *= side;
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    const float deviation = uniform(mixed(seed, i)) * spread.reach;
    values[i] = spread.centre + deviation;
  }
  return values;
}

Result<void> write_seeded_checkpoint(const std::filesystem::path& folder, std::string_view config_json, TensorType type) {
  const OpenClipConfig config = TRY(parse_open_clip_config(config_json));
  std::vector<TensorSpec> specs = vision_tensors(config);
  for (TensorSpec& spec : text_tensors(config, config.custom_text ? kCustomTextPrefix : ""))
    specs.push_back(std::move(spec));
  specs.push_back({"logit_scale", {}});  // not needed here, but open_clip asks for it
  std::vector<TensorPlan> plans;
  for (TensorSpec& spec : specs)
    plans.push_back({std::move(spec.name), std::move(spec.shape), type});

  TRY(make_folders_durably(folder));
  TRY(write_file_durably(folder / "open_clip_config.json", as_bytes(config_json)));
  return write_safetensors(folder / "open_clip_model.safetensors", plans, tensor_bytes);
}

std::vector<std::uint8_t> seeded_bytes(std::uint64_t seed, std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  for (std::size_t i = 0; i < count; ++i)
    bytes[i] = byte_at(seed, i);
  return bytes;
}

std::vector<std::uint8_t> seeded_pictures(std::size_t count, std::size_t side) {
  constexpr std::size_t kBlock = 8;
  std::vector<std::uint8_t> pixels;
  pixels.reserve(count * side * side * 3);
  for (std::size_t picture = 0; picture < count; ++picture) {
    for (std::size_t y = 0; y < side; ++y) {
      for (std::size_t x = 0; x < side; ++x) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
          pixels.push_back(byte_at(picture, ((y / kBlock) * side + x / kBlock) * 3 + channel));
        }
      }
    }
  }
  return pixels;
}

}  // namespace kindred::embed
