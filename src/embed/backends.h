// The kinds of models there are. A new kind is one file in backends/ that exports one make_ function, and one row in
// backends.cpp.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "embed/embedder.h"

namespace kindred::embed {

struct Backend {
  std::string_view name;
  // Whether a model folder looks as if it were of this kind; cheap, reads no weights.
  bool (*recognises)(const std::filesystem::path& folder);
  Result<std::unique_ptr<Embedder>> (*make)(const std::filesystem::path& folder, const EmbedderOptions& options);
};

std::span<const Backend> backends();

// Opens a model folder with the first backend that recognises it. The error of a broken folder names the file, tensor or
// option; a folder that no backend knows is `unsupported`.
Result<std::unique_ptr<Embedder>> open_model(const std::filesystem::path& folder, const EmbedderOptions& options);

}  // namespace kindred::embed
