// A workspace of a great many items, made by writing rows and vectors as the verbs do, without pictures. In a temporary folder, removed at the
// end. Thread-safety: one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/testing/temp_folder.h"
#include "support/measure.h"
#include "usecases/register_data.h"
#include "usecases/workspace.h"

namespace kindred::bench {

inline constexpr const char* kModelKey = "seeded||ViT-B-16";

class World {
 public:
  // A Datalake, and a version with one Label; a ViT-B-16 with weights from a seed; jobs run.
  World();

  // That are not embedded and whose files are not there, named by filename(0) and up.
  void add_assets(std::size_t count);
  static std::string filename(std::size_t number);
  // A file, as an upload brings it, and the Asset of its Data.
  usecases::NewData upload(const std::filesystem::path& file);
  AssetId add_picture(const std::filesystem::path& file);
  // Rectangles on each of add_assets().
  void add_shapes(std::size_t each);

  // Drawn vectors for all that is there; the Datalake (the version's shapes) is active then.
  void embed_assets();
  void embed_shapes();

  void wait(JobId job);
  // Until no job is queued or running.
  void wait_until_idle();

  usecases::Workspace& workspace() { return *workspace_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  [[nodiscard]] DatalakeId datalake() const { return datalake_; }
  [[nodiscard]] DatasetVersionId version() const { return version_; }
  [[nodiscard]] LabelId label() const { return label_; }

 private:
  [[nodiscard]] std::vector<float> drawn_vectors(std::size_t count);
  void set_search(const EmbeddingScope& scope, VisualSearchState state);

  kindred::testing::TempFolder folder_;
  std::unique_ptr<usecases::Workspace> workspace_;
  DatalakeId datalake_;
  DatasetVersionId version_;
  LabelId label_;
  std::vector<AssetId> assets_;
  int dimension_ = 0;
  std::uint64_t random_ = 1;
};

}  // namespace kindred::bench
