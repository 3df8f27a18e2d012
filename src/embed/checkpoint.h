// The weights of an open_clip folder, checked against its config: nothing missing, nothing unexplained, every shape right,
// every number finite. What is wrong is named by tensor.
// Thread-safety: immutable once opened.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "embed/open_clip_config.h"
#include "embed/safetensors.h"
#include "embed/state_dict.h"

namespace kindred::embed {

// Row-major float32. Shares the mapped file where that holds aligned float32, else owns a converted copy.
struct Weight {
  std::vector<std::size_t> shape;
  std::shared_ptr<const float> values;
};

class Checkpoint {
 public:
  // The file that open_clip would take: open_clip_model.safetensors, else its other usual names, else the first *.safetensors.
  static Result<std::filesystem::path> find(const std::filesystem::path& folder);
  static Result<Checkpoint> open(const std::filesystem::path& file, const OpenClipConfig& config);

  // Requires: a name of vision_tensors() or text_tensors(text_prefix()).
  [[nodiscard]] Weight weight(const std::string& name) const;
  [[nodiscard]] std::string_view text_prefix() const { return text_prefix_; }

 private:
  Checkpoint(std::shared_ptr<const SafetensorsFile> file, std::string_view text_prefix)
      : file_(std::move(file)), text_prefix_(text_prefix) {}

  std::shared_ptr<const SafetensorsFile> file_;
  std::string_view text_prefix_;  // "" or "text."
};

}  // namespace kindred::embed
