#include "cli/workspace_arguments.h"

#include "base/log.h"
#include "cli/default_folder.h"
#include "images/child/decoder_child.h"
#include "usecases/browse.h"

namespace kindred::cli {

WorkspaceArguments::WorkspaceArguments() : folder(default_data_folder()) {}

void WorkspaceArguments::declare_folder(Arguments& arguments) {
  arguments.option("--data", folder, "The data folder; made when it is not there (also: environment variable KINDRED_DATA)");
}

void WorkspaceArguments::declare_embedding(Arguments& arguments) {
  arguments.option("--precision", precision, "Of models: fp32, bf16, or auto: bf16 where the CPU has it");
  arguments.option("--threads", threads, "CPU threads for embedding; 0: all");
  arguments.option("--max-pixels", max_pixels, "Larger pictures are refused");
  arguments.option("--min-free-mib", min_free_mib, "Uploads are refused while the disk has less than this many MiB free");
  arguments.flag("--fast-decode", fast_decode, "Let JPEG files be scaled while they are decoded: quicker, slightly other pixels");
  arguments.flag("--decode-here", decode_here, "Decode pictures in this process: a damaged one that crashes a decoder ends the program");
}

Result<usecases::WorkspaceOptions> WorkspaceArguments::workspace_options() const {
  usecases::WorkspaceOptions options;
  if (min_free_mib < 0) return invalid("--min-free-mib must be at least 0");
  if (max_pixels < 1) return invalid("--max-pixels must be at least 1");
  if (threads < 0) return invalid("--threads must be 0 (all) or more");
  options.folder = folder;
  options.embedder.precision = TRY(embed::parse_precision(precision));
  options.embedder.threads = static_cast<std::size_t>(threads);
  options.decode_threads = static_cast<std::size_t>(threads);
  options.fast_decode = fast_decode;
  options.min_free_bytes = static_cast<std::uint64_t>(min_free_mib) << 20;
  options.max_pixels = static_cast<std::uint64_t>(max_pixels);
  if (!decode_here) options.decoder_command = {"/proc/self/exe", std::string(images::kDecoderChildArgument)};
  return options;
}

Result<std::unique_ptr<usecases::Workspace>> WorkspaceArguments::open() const {
  quiet_log();
  return usecases::Workspace::open(TRY(workspace_options()));
}

Result<std::unique_ptr<usecases::Workspace>> WorkspaceArguments::open_rows() const {
  quiet_log();
  return usecases::Workspace::open_rows(folder);
}

Result<DatasetVersion> find_version(usecases::Workspace& workspace, const std::string& dataset, const std::string& version) {
  const std::vector<DatasetVersion> versions = TRY(usecases::all_versions(workspace));
  std::string known;
  for (const DatasetVersion& one : versions) {
    if (one.dataset_name == dataset && one.version == version) return one;
    known += (known.empty() ? "" : ", ") + ("'" + one.dataset_name + "/" + one.version + "'");
  }
  return not_found("There is no version '" + version + "' of a dataset '" + dataset + "'. Known: " + (known.empty() ? "none" : known));
}

}  // namespace kindred::cli
