// A model that makes unit vectors from pictures and texts, in one space.
//
// Thread-safety: all members from any thread. embed_images() and embed_texts() block; up to `streams` calls of
// embed_images() run beside each other, further ones wait.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "images/image.h"

namespace kindred::embed {

enum class Precision { automatic, fp32, bf16 };  // automatic: bf16 where the CPU has it, else fp32

std::string_view to_string(Precision precision);  // "fp32", "bf16", "auto"
Result<Precision> parse_precision(std::string_view text);

struct ModelInfo {
  std::string key;  // "open_clip||ViT-B-16||datacomp_xl_s13b_b90k"
  int dimension = 0;
  int image_size = 0;  // pixels: the model takes squares
  int context_length = 0;
  Precision precision = Precision::fp32;  // in force, never `automatic`
  std::size_t batch = 8;                  // pictures a call is best given
  std::size_t streams = 1;                // calls that run beside each other
};

struct EmbedderOptions {
  std::string key;  // of the model; empty: the folder's name
  Precision precision = Precision::automatic;
  std::size_t threads = 0;   // 0: all usable CPUs
  std::size_t batch = 0;     // 0: the backend's own choice
  std::size_t streams = 0;   // 0: the backend's own choice
  std::string cache_folder;  // where compiled graphs may be kept; empty: nowhere
};

// image_size x image_size x 3 bytes, RGB interleaved: what the evaluation transform makes of a picture before it is
// normalised. Normalisation is part of the model's graph.
using Pixels = std::vector<std::uint8_t>;

class Embedder {
 public:
  virtual ~Embedder() = default;
  [[nodiscard]] virtual const ModelInfo& info() const = 0;

  // The model's evaluation transform: resize in the picture's own mode, centre crop, convert to RGB.
  [[nodiscard]] virtual Result<Pixels> preprocess(images::Image image) const = 0;
  // `pixels` is count x image_size x image_size x 3. Gives count x dimension, each row of unit length.
  virtual Result<std::vector<float>> embed_images(std::span<const std::uint8_t> pixels, std::size_t count) = 0;
  // texts.size() x dimension, each row of unit length. `unsupported` for a model without a text tower.
  virtual Result<std::vector<float>> embed_texts(std::span<const std::string> texts) = 0;
  // context_length ids, padded with zeros; `unsupported` for a model without a text tower.
  [[nodiscard]] virtual Result<std::vector<std::int64_t>> tokenize(std::string_view text) const = 0;
};

}  // namespace kindred::embed
