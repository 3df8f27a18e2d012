#include "embed/backends.h"

#include <array>

namespace kindred::embed {

#ifdef KINDRED_WITH_OPENVINO
// backends/clip_openvino.cpp
bool recognises_open_clip(const std::filesystem::path& folder);
Result<std::unique_ptr<Embedder>> make_clip_openvino(const std::filesystem::path& folder, const EmbedderOptions& options);
#endif

namespace {

#ifdef KINDRED_WITH_OPENVINO
constexpr std::array kBackends{
    Backend{"clip_openvino", recognises_open_clip, make_clip_openvino},
};
#else
constexpr std::array<Backend, 0> kBackends{};
#endif

}  // namespace

std::span<const Backend> backends() { return kBackends; }

Result<std::unique_ptr<Embedder>> open_model(const std::filesystem::path& folder, const EmbedderOptions& options) {
  if (!std::filesystem::is_directory(folder)) return not_found("There is no model folder '" + folder.string() + "'");
  for (const Backend& backend : kBackends) {
    if (backend.recognises(folder)) return backend.make(folder, options);
  }
  return unsupported("The folder '" + folder.string() + "' is not a model that this build can run: an open_clip folder holds " +
                     "open_clip_config.json and open_clip_model.safetensors");
}

}  // namespace kindred::embed
