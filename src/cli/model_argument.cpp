#include "cli/model_argument.h"

#include "base/files.h"
#include "base/json.h"
#include "cli/default_folder.h"
#include "embed/backends.h"
#include "usecases/model_registry.h"

namespace kindred::cli {

ModelArgument::ModelArgument() : folder(default_data_folder()) {}

void ModelArgument::declare(Arguments& arguments) {
  arguments.option("--model", model,
                   "A model folder (open_clip_config.json and open_clip_model.safetensors) or the key of a registered model", true);
  arguments.option("--precision", precision, "fp32, bf16, or auto: bf16 where the CPU has it");
  arguments.option("--threads", threads, "CPU threads to use; 0: all");
  arguments.option("--data", folder, "The data folder whose registered models a key may name");
}

Result<std::shared_ptr<embed::Embedder>> ModelArgument::open() const {
  embed::EmbedderOptions options;
  options.precision = TRY(embed::parse_precision(precision));
  options.threads = static_cast<std::size_t>(threads);
  if (std::filesystem::is_directory(model)) {
    std::shared_ptr<embed::Embedder> opened = TRY(embed::open_model(model, options));
    return opened;
  }
  usecases::ModelRegistry registry(std::filesystem::path(folder) / "models", options);
  return registry.open(model);
}

Result<std::vector<std::string>> read_texts(const std::filesystem::path& file) {
  constexpr std::uint64_t kMaxBytes = 256 << 20;
  const std::string name = "'" + file.string() + "'";
  const json::value value = TRY(parse_json(TRY(read_text_file(file, kMaxBytes)), name));
  if (!value.is_array()) return invalid(name + " must hold a JSON array of strings");
  std::vector<std::string> texts;
  for (const json::value& item : value.as_array()) {
    if (!item.is_string()) return invalid("Item " + std::to_string(texts.size()) + " of " + name + " is not a string");
    texts.emplace_back(item.as_string());
  }
  return texts;
}

}  // namespace kindred::cli
