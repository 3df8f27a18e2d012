// A whole open_clip folder with weights drawn from a hash: for tests and benches, where no trained model can be had.
//
// Element i of a tensor is a function of the tensor's name, i and the kind of parameter alone, made of integer arithmetic and
// single float multiplications, so that tests/reference/make_clip_goldens.py makes the very same bits in NumPy. Scales follow
// a usual initialisation: activations stay of order one at any depth, and every parameter matters to the result.
// Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "embed/safetensors.h"

namespace kindred::embed {

// Values of the tensor `name`: uniform around 0, or around 1 for scales.
std::vector<float> seeded_values(std::string_view name, std::span<const std::size_t> shape);

// Makes `folder` with open_clip_config.json and open_clip_model.safetensors. The config is checked first.
Result<void> write_seeded_checkpoint(const std::filesystem::path& folder, std::string_view config_json, TensorType type = TensorType::f32);

// `count` bytes drawn from the hash, another sequence for each `seed`.
std::vector<std::uint8_t> seeded_bytes(std::uint64_t seed, std::size_t count);

// `count` pictures of side x side x 3 bytes: blocks of 8 x 8 pixels of colours drawn from the same hash.
std::vector<std::uint8_t> seeded_pictures(std::size_t count, std::size_t side);

}  // namespace kindred::embed
