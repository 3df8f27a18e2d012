// The safetensors container: 8 bytes of length, a JSON header, the tensors' bytes. Mapped, not read.
//
// Format: https://github.com/huggingface/safetensors (README, "Format"). Checked on opening: the header's length and JSON,
// each tensor's type, shape and byte range, that ranges neither overlap nor leave holes, that none reaches beyond the end of
// the file (a truncated file). Errors are `corrupt` or `unsupported` and name the file and the tensor.
// Thread-safety: immutable once opened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace kindred::embed {

enum class TensorType { f32, f16, bf16, other };  // other: integers and the like, which no weight is

struct TensorView {
  TensorType type = TensorType::f32;
  std::vector<std::size_t> shape;       // empty: a scalar
  std::span<const std::uint8_t> bytes;  // row-major, little-endian; not necessarily aligned
};

using TensorMap = std::map<std::string, TensorView, std::less<>>;

// The tensors within `file`, which must outlive the views. `what` names the file in errors.
Result<TensorMap> parse_safetensors(std::span<const std::uint8_t> file, std::string_view what);

class SafetensorsFile {
 public:
  static Result<SafetensorsFile> open(const std::filesystem::path& path);
  [[nodiscard]] const TensorMap& tensors() const { return tensors_; }

 private:
  SafetensorsFile(MappedFile file, TensorMap tensors) : file_(std::move(file)), tensors_(std::move(tensors)) {}

  MappedFile file_;
  TensorMap tensors_;
};

struct TensorPlan {
  std::string name;
  std::vector<std::size_t> shape;
  TensorType type = TensorType::f32;  // not `other`
};
// For seeded checkpoints (tests, benches): asks for the bytes of one tensor after the other, so that a big model never stands
// in memory as a whole. Requires: as many bytes as the plan says.
Result<void> write_safetensors(const std::filesystem::path& path, std::span<const TensorPlan> plans,
                               const std::function<std::vector<std::uint8_t>(const TensorPlan&)>& bytes_of);

std::string shape_text(std::span<const std::size_t> shape);  // "[512, 768]"
constexpr std::size_t bytes_each(TensorType type) { return type == TensorType::f32 ? 4 : 2; }

}  // namespace kindred::embed
