#include "usecases/demo_model.h"

#include <span>
#include <string_view>

#include "base/files.h"

namespace kindred {

// Made by embed_file() in src/CMakeLists.txt.
std::span<const std::uint8_t> embedded_demo_model_config();
std::span<const std::uint8_t> embedded_demo_model_weights();

}  // namespace kindred

namespace kindred::usecases {
namespace {

Result<void> unpack(const std::filesystem::path& file, std::span<const std::uint8_t> bytes) {
  std::error_code absent;
  if (std::filesystem::file_size(file, absent) == bytes.size() && !absent) return {};
  return write_file_durably(file, bytes);
}

}  // namespace

Result<void> unpack_demo_model(const std::filesystem::path& folder) {
  TRY(make_folders_durably(folder));
  TRY(unpack(folder / "open_clip_config.json", embedded_demo_model_config()));
  return unpack(folder / "open_clip_model.safetensors", embedded_demo_model_weights());
}

}  // namespace kindred::usecases
