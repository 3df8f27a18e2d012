// The embedding models of a workspace: folders under models/, each with the files of its kind and a kindred.json that holds its
// key and where it came from. The bundled demo model is listed too, but it is never chosen silently.
//
// Thread-safety: all members, any thread. An opened model is shared and stays warm.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "embed/embedder.h"

namespace kindred::usecases {

inline constexpr std::string_view kDefaultModelKey = "open_clip||ViT-B-16||datacomp_xl_s13b_b90k";
inline constexpr std::string_view kDemoModelKey = "kindred||demo-clip||emoji";

struct RegisteredModel {
  std::string key;
  std::filesystem::path folder;
  std::string origin;  // the folder it was added from, or "bundled"
  bool bundled = false;
};

class ModelRegistry {
 public:
  ModelRegistry(std::filesystem::path models_folder, embed::EmbedderOptions options);

  [[nodiscard]] Result<std::vector<RegisteredModel>> list() const;
  // `not_found`, naming the registered keys and how to add one.
  [[nodiscard]] Result<RegisteredModel> find(std::string_view key) const;
  // The key to use when none was asked for: the default model if it is registered, otherwise an `invalid` error that tells
  // how to get it or to choose another by name.
  [[nodiscard]] Result<std::string> default_key() const;
  // Opens the folder's model once to check it, then copies it in under `key`. `conflict` for a key that is taken.
  Result<RegisteredModel> add(const std::filesystem::path& folder, std::string_view key);

  // Loads the model on first use and keeps it.
  Result<std::shared_ptr<embed::Embedder>> open(std::string_view key);

 private:
  [[nodiscard]] std::filesystem::path folder_of(std::string_view key) const;

  std::filesystem::path models_folder_;
  embed::EmbedderOptions options_;
  std::mutex mutex_;  // guards opened_, and makes two first users load a model once
  std::map<std::string, std::shared_ptr<embed::Embedder>, std::less<>> opened_;
};

}  // namespace kindred::usecases
