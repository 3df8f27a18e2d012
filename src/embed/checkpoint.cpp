#include "embed/checkpoint.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <set>

#include "base/float16.h"

namespace kindred::embed {
namespace {

// Calls `use` with each element's bits, whatever the alignment.
template <typename Bits, typename Use>
void for_each_element(std::span<const std::uint8_t> bytes, Use use) {
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(Bits)) {
    Bits bits = 0;
    std::memcpy(&bits, bytes.data() + at, sizeof bits);
    use(bits);
  }
}

// A number is infinite or not a number when all bits of its exponent are set.
template <typename Bits>
bool all_finite(std::span<const std::uint8_t> bytes, Bits exponent) {
  bool finite = true;
  for_each_element<Bits>(bytes, [&](Bits bits) { finite &= (bits & exponent) != exponent; });
  return finite;
}

bool all_finite(const TensorView& tensor) {
  switch (tensor.type) {
    case TensorType::f32: return all_finite<std::uint32_t>(tensor.bytes, 0x7F800000U);
    case TensorType::f16: return all_finite<std::uint16_t>(tensor.bytes, 0x7C00U);
    case TensorType::bf16: return all_finite<std::uint16_t>(tensor.bytes, 0x7F80U);
    case TensorType::other: return true;
  }
  return true;
}

Result<void> check(const TensorMap& tensors, const TensorSpec& spec, const std::string& file) {
  const auto place = tensors.find(spec.name);
  const std::string named = "The tensor '" + spec.name + "' of " + file + " ";
  if (place == tensors.end()) return invalid("The tensor '" + spec.name + "' is missing in " + file);
  const TensorView& tensor = place->second;
  if (tensor.shape != spec.shape) {
    return invalid(named + "has the shape " + shape_text(tensor.shape) + " instead of " + shape_text(spec.shape) +
                   ", which open_clip_config.json asks for");
  }
  if (tensor.type == TensorType::other) return unsupported(named + "is not of dtype F32, F16 or BF16");
  if (!all_finite(tensor)) return invalid(named + "holds values that are not finite (NaN or infinity)");
  return {};
}

std::shared_ptr<const float> converted(const TensorView& tensor) {
  const std::size_t count = tensor.bytes.size() / bytes_each(tensor.type);
  const std::shared_ptr<float[]> values(new float[count]);
  float* out = values.get();
  switch (tensor.type) {
    case TensorType::f32: std::memcpy(out, tensor.bytes.data(), tensor.bytes.size()); break;
    case TensorType::f16: for_each_element<std::uint16_t>(tensor.bytes, [&](std::uint16_t bits) { *out++ = f16_to_float(bits); }); break;
    case TensorType::bf16: for_each_element<std::uint16_t>(tensor.bytes, [&](std::uint16_t bits) { *out++ = bf16_to_float(bits); }); break;
    case TensorType::other: assert(false && "open() lets no other type through");
  }
  return {values, values.get()};
}

}  // namespace

Result<std::filesystem::path> Checkpoint::find(const std::filesystem::path& folder) {
  for (const char* name : {"open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "model.safetensors"}) {
    if (std::filesystem::is_regular_file(folder / name)) return folder / name;
  }
  std::set<std::filesystem::path> others;
  bool pickled = false;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    const auto extension = entry.path().extension();
    if (extension == ".safetensors") others.insert(entry.path());
    pickled |= extension == ".bin" || extension == ".pt" || extension == ".pth";
  }
  if (!others.empty()) return *others.begin();
  return not_found("There is no open_clip_model.safetensors in " + folder.string() +
                   (pickled ? "; Kindred does not read PyTorch's pickled files: save the weights as safetensors" : ""));
}

Result<Checkpoint> Checkpoint::open(const std::filesystem::path& path, const OpenClipConfig& config) {
  SafetensorsFile opened = TRY(SafetensorsFile::open(path));
  auto file = std::make_shared<const SafetensorsFile>(std::move(opened));
  const TensorMap& tensors = file->tensors();
  const std::string name = path.filename().string();
  const std::string_view prefix = tensors.contains("text.positional_embedding") ? kCustomTextPrefix : "";

  std::vector<TensorSpec> specs = vision_tensors(config);
  std::ranges::move(text_tensors(config, prefix), std::back_inserter(specs));
  std::set<std::string_view> expected;
  for (const TensorSpec& spec : specs) {
    TRY(check(tensors, spec, name));
    expected.insert(spec.name);
  }
  for (const auto& [key, tensor] : tensors) {
    if (expected.contains(key) || is_passed_over(key)) continue;
    return invalid("The tensor '" + key + "' of " + name + " has no place in the model that open_clip_config.json describes");
  }
  return Checkpoint(std::move(file), prefix);
}

Weight Checkpoint::weight(const std::string& name) const {
  const auto place = file_->tensors().find(name);
  assert(place != file_->tensors().end() && "open() has seen every tensor");
  const TensorView& tensor = place->second;
  const bool usable_in_place =
      tensor.type == TensorType::f32 && reinterpret_cast<std::uintptr_t>(tensor.bytes.data()) % alignof(float) == 0;
  if (!usable_in_place) return {tensor.shape, converted(tensor)};
  return {tensor.shape, std::shared_ptr<const float>(file_, reinterpret_cast<const float*>(tensor.bytes.data()))};
}

}  // namespace kindred::embed
