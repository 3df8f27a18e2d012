// kindred export: a version's annotations as COCO, YOLO or Pascal VOC, with its pictures on request.
#include <cstdio>

#include "annotations/text.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/workspace_arguments.h"
#include "usecases/browse.h"
#include "usecases/export_annotation_files.h"

namespace kindred::cli {
namespace {

class ExportCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "export"; }
  [[nodiscard]] std::string_view summary() const override { return "Write a dataset version's annotations as COCO, YOLO or Pascal VOC"; }
  [[nodiscard]] std::string_view example() const override { return "kindred export street/v1 --format yolo --out street.zip --images"; }

  void declare(Arguments& arguments) override {
    arguments.positional("VERSION", version_, "DATASET/VERSION, or its id");
    arguments.option("--format", format_, "coco, yolo or pascal_voc", true);
    arguments.option("--out", out_, "A .json (COCO without images), a .zip, or a folder that is new or empty", true);
    arguments.option("--names", key_, "What pictures are called in it: FILENAME, OBJECT_NAME, ASSET_ID or DATA_ID");
    arguments.flag("--images", images_, "With the pictures themselves");
    arguments.flag("--boxes-only", boxes_only_, "Outlines and masks become their boxes");
    workspace_.declare_folder(arguments);
  }

  Result<int> run() override {
    usecases::ExportAnnotationFiles what;
    what.format = format_;
    what.with_images = images_;
    what.boxes_only = boxes_only_;
    const auto key = usecases::parse_export_key(key_);
    if (!key) return invalid("'" + key_ + "' is none of FILENAME, OBJECT_NAME, ASSET_ID and DATA_ID");
    what.key = *key;
    const auto workspace = TRY(workspace_.open());
    const DatasetVersion version = TRY(version_named(*workspace));
    const auto target = TRY(make_target());
    const auto report = TRY(usecases::export_annotation_files(*workspace, version.id, what, *target, interrupt_flag()));
    std::printf("%lld shapes on %lld pictures written to %s\n", static_cast<long long>(report.shapes),
                static_cast<long long>(report.pictures), out_.c_str());
    for (const auto kind : {annotations::ProblemKind::lost, annotations::ProblemKind::odd}) {
      if (report.count(kind) == 0) continue;
      const std::string word(annotations::to_string(kind));
      std::fprintf(stderr, "kindred: %lld %s; the first:\n", static_cast<long long>(report.count(kind)), word.c_str());
      for (const annotations::Problem& problem : report.examples(kind))
        std::fprintf(stderr, "kindred: %s: %s\n", problem.place.c_str(), problem.reason.c_str());
    }
    return 0;
  }

 private:
  Result<DatasetVersion> version_named(usecases::Workspace& workspace) {
    if (const auto id = DatasetVersionId::parse(version_)) return usecases::version_of(workspace, *id);
    const auto slash = version_.rfind('/');
    if (slash == std::string::npos) return invalid("'" + version_ + "' is not of the form DATASET/VERSION");
    return find_version(workspace, version_.substr(0, slash), version_.substr(slash + 1));
  }

  Result<std::unique_ptr<annotations::TargetFiles>> make_target() {
    if (annotations::has_extension(out_, ".zip")) return annotations::make_zip(out_);
    if (annotations::has_extension(out_, ".json")) return annotations::make_one_file(out_);
    return annotations::make_folder(out_);
  }

  WorkspaceArguments workspace_;
  std::string version_;
  std::string format_;
  std::string out_;
  std::string key_ = "FILENAME";
  bool images_ = false;
  bool boxes_only_ = false;
};

}  // namespace

std::unique_ptr<Command> make_export_command() { return std::make_unique<ExportCommand>(); }

}  // namespace kindred::cli
