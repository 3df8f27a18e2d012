// --model FOLDER_OR_KEY for commands that need no data folder, and the JSON array of texts they read.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"
#include "embed/embedder.h"

namespace kindred::cli {

struct ModelArgument {
  std::string model;
  std::string precision = "auto";
  std::int64_t threads = 0;
  std::string folder;  // the data folder whose registered models a key may name

  ModelArgument();
  void declare(Arguments& arguments);
  // A folder with a model, or the key of a registered one.
  [[nodiscard]] Result<std::shared_ptr<embed::Embedder>> open() const;
};

Result<std::vector<std::string>> read_texts(const std::filesystem::path& file);

}  // namespace kindred::cli
