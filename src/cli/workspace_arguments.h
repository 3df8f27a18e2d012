// The arguments that every command on a data folder shares, and opening it.
#pragma once

#include <memory>
#include <string>

#include "cli/command.h"
#include "usecases/workspace.h"

namespace kindred::cli {

struct WorkspaceArguments {
  std::string folder;  // default: $KINDRED_DATA, else ~/.local/share/kindred
  std::string precision = "auto";
  std::int64_t threads = 0;
  bool fast_decode = false;
  std::int64_t max_pixels = 178'956'970;
  bool decode_here = false;
  std::int64_t min_free_mib = 512;

  WorkspaceArguments();
  void declare_folder(Arguments& arguments);
  // For commands that embed.
  void declare_embedding(Arguments& arguments);
  [[nodiscard]] Result<std::unique_ptr<usecases::Workspace>> open() const;
  // Also while a server holds the folder (Workspace::open_rows).
  [[nodiscard]] Result<std::unique_ptr<usecases::Workspace>> open_rows() const;
  [[nodiscard]] Result<usecases::WorkspaceOptions> workspace_options() const;
};

// The id of the version named "DATASET/VERSION", or an error that names the known ones.
Result<DatasetVersion> find_version(usecases::Workspace& workspace, const std::string& dataset, const std::string& version);

}  // namespace kindred::cli
