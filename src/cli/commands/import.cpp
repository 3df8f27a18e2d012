// kindred import: a folder of images into a Datalake and a version, with their annotations, embedded on the way.
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/progress_bar.h"
#include "cli/run_jobs.h"
#include "cli/workspace_arguments.h"
#include "usecases/browse.h"
#include "usecases/import_annotation_files.h"
#include "usecases/import_folder.h"
#include "usecases/visual_search.h"

namespace kindred::cli {
namespace {

class ImportCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "import"; }
  [[nodiscard]] std::string_view summary() const override {
    return "Import a folder of images as a dataset version, and make it searchable";
  }
  [[nodiscard]] std::string_view example() const override {
    return "kindred import ./photos --dataset street --version v1 --model 'open_clip||ViT-B-16||datacomp_xl_s13b_b90k'";
  }

  void declare(Arguments& arguments) override {
    arguments.positional("FOLDER", what_.folder_text, "Searched with its subfolders");
    arguments.option("--dataset", what_.dataset, "The dataset's name; made when it is not there", true);
    arguments.option("--version", what_.version, "The version's name; made when it is not there", true);
    arguments.option("--annotations", annotations_, "COCO, YOLO or Pascal VOC files for these images: a folder, a .zip or one file");
    arguments.option("--format", format_, "Their format: coco, yolo or pascal_voc; none: told by the files' names");
    arguments.option("--existing", on_existing_, "Annotations of yours that are there already: REPLACE, KEEP or CONCATENATE");
    arguments.flag("--all-or-nothing", all_or_nothing_, "Import no annotations when one is bad or has no image");
    arguments.option("--model", model_, "Switch visual search on with this model when it is off; none: leave it as it is");
    workspace_.declare_folder(arguments);
    workspace_.declare_embedding(arguments);
  }

  Result<int> run() override {
    const auto workspace = TRY(workspace_.open());
    const Datalake datalake = TRY(usecases::default_datalake(*workspace, workspace->owner()));
    const usecases::ImportReport report = TRY(import(*workspace, datalake.id));
    std::printf("%lld imported, %lld already there, %lld other files skipped\n", static_cast<long long>(report.imported),
                static_cast<long long>(report.already_there), static_cast<long long>(report.skipped));
    for (const std::string& problem : report.problems)
      std::fprintf(stderr, "kindred: %s\n", problem.c_str());
    TRY(workspace->start_jobs());
    if (!annotations_.empty()) TRY(import_annotations(*workspace, report.version));
    if (!model_.empty()) TRY(activate(*workspace, datalake.id, report.version));
    const int code = TRY(run_all_jobs(*workspace));
    TRY(print_counts(*workspace, report.version));
    return code;
  }

 private:
  static Result<void> print_counts(usecases::Workspace& workspace, DatasetVersionId version) {
    const auto status = TRY(usecases::visual_search_of(workspace, version));
    if (status.search.state == VisualSearchState::inactive) return {};
    const EmbeddingCounts& counts = status.counts;
    std::printf("searchable: %lld of %lld; %lld with an error, %lld of an unsupported format (the web app lists them with the reasons)\n",
                static_cast<long long>(counts.done), static_cast<long long>(counts.total()), static_cast<long long>(counts.error),
                static_cast<long long>(counts.unsupported));
    return {};
  }

  struct What {
    std::string folder_text;
    std::string dataset;
    std::string version;
  };

  Result<usecases::ImportReport> import(usecases::Workspace& workspace, DatalakeId datalake) {
    ProgressBar bar("Importing");
    const StopFlag& stop = interrupt_flag();
    return usecases::import_folder(workspace, workspace.owner(), datalake, {what_.folder_text, what_.dataset, what_.version}, stop,
                                   [&](std::int64_t done, std::int64_t total) { bar.show(done, total); });
  }

  Result<void> import_annotations(usecases::Workspace& workspace, DatasetVersionId version) {
    usecases::ImportAnnotationFiles what;
    std::error_code failure;
    what.files = std::filesystem::absolute(annotations_, failure);
    if (failure) return invalid("'" + annotations_ + "' is no path: " + failure.message());
    if (!format_.empty()) what.format = format_;
    const auto mode = usecases::parse_import_mode(on_existing_);
    if (!mode) return invalid("'" + on_existing_ + "' is none of REPLACE, KEEP and CONCATENATE");
    what.on_existing = *mode;
    what.all_or_nothing = all_or_nothing_;
    const JobId id = TRY(usecases::import_annotation_files(workspace, workspace.owner(), version, what));
    const Result<Job> job = wait_for_job(workspace, id, "Annotations");
    TRY(print_report(workspace, id));
    std::printf("%s\n", TRY(Result<Job>(job)).message.c_str());
    return {};
  }

  static Result<void> print_report(usecases::Workspace& workspace, JobId id) {
    const json::object report = TRY(usecases::import_report(workspace, workspace.owner(), id));
    if (report.empty()) return {};
    for (const json::value& name : report.at("unmatched").at("examples").as_array())
      std::fprintf(stderr, "kindred: no asset for '%s'\n", name.as_string().c_str());
    for (const auto& [kind, found] : report.at("problems").as_object()) {
      for (const json::value& problem : found.at("examples").as_array())
        std::fprintf(stderr, "kindred: %s: %s: %s\n", std::string(kind).c_str(), problem.at("place").as_string().c_str(),
                     problem.at("reason").as_string().c_str());
    }
    return {};
  }

  Result<void> activate(usecases::Workspace& workspace, DatalakeId datalake, DatasetVersionId version) {
    const auto lake = TRY(usecases::visual_search_of(workspace, datalake));
    if (lake.search.state == VisualSearchState::inactive) {
      const JobId job = TRY(usecases::activate_datalake(workspace, workspace.owner(), datalake, model_));
      TRY(wait_for_job(workspace, job, "Embedding"));
    } else if (lake.search.model_key != model_) {
      return conflict("Visual search is on with the model '" + lake.search.model_key + "': leave --model out, or deactivate it first");
    }
    const auto search = TRY(usecases::visual_search_of(workspace, version));
    if (search.search.state != VisualSearchState::inactive) return {};
    TRY(wait_for_job(workspace, TRY(usecases::activate_version(workspace, workspace.owner(), version)), "Activating the version"));
    return {};
  }

  WorkspaceArguments workspace_;
  What what_;
  std::string model_;
  std::string annotations_;
  std::string format_;
  std::string on_existing_ = "CONCATENATE";
  bool all_or_nothing_ = false;
};

}  // namespace

std::unique_ptr<Command> make_import_command() { return std::make_unique<ImportCommand>(); }

}  // namespace kindred::cli
