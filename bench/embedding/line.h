// The real path: a workspace with imported files, and the job that makes stored vectors of them.
// Thread-safety: one thread.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "support/measure.h"
#include "usecases/workspace.h"

namespace kindred::bench {

class Line {
 public:
  struct Options {
    std::filesystem::path folder;    // made; of the workspace
    std::filesystem::path pictures;  // imported
    std::filesystem::path models;    // a workspace's models/ folder, taken over by hard links
    std::string model_key;
    embed::Precision precision = embed::Precision::automatic;
    bool fast_decode = false;
  };

  // Imports the pictures, opens the model and warms it up.
  static Result<Line> open(const Options& options);

  // Embeds every picture once: files in the object storage to thumbnails, synced vectors and committed rows.
  Result<Usage> embed_all();
  // The same graph, with the same calls at once, on pixels in memory: `batches` for each stream. Gives the usage of one image.
  Result<Usage> embed_tensors(std::size_t batches);
  // Makes vectors durable as the job does, in its batches. Gives the usage of one image.
  Result<Usage> store_all();

  [[nodiscard]] std::size_t pictures() const { return pictures_; }
  [[nodiscard]] const embed::ModelInfo& model() const { return model_->info(); }
  embed::Embedder& embedder() { return *model_; }
  usecases::Workspace& workspace() { return *workspace_; }

 private:
  Line() = default;
  Result<void> make_ready();

  Options options_;
  std::unique_ptr<usecases::Workspace> workspace_;
  std::shared_ptr<embed::Embedder> model_;
  DatalakeId datalake_;
  std::size_t pictures_ = 0;
};

}  // namespace kindred::bench
