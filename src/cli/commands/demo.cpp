// kindred demo: a workspace with pictures to try everything on, served.
#include <cstdio>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/progress_bar.h"
#include "cli/run_jobs.h"
#include "cli/serve_workspace.h"
#include "cli/workspace_arguments.h"
#include "demo/demo_set.h"
#include "usecases/browse.h"
#include "usecases/import_folder.h"
#include "usecases/visual_search.h"

namespace kindred::cli {
namespace {

class DemoCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "demo"; }
  [[nodiscard]] std::string_view summary() const override { return "Make a workspace of composed emoji pictures and serve it"; }
  [[nodiscard]] std::string_view example() const override { return "./dev demo   (fetches the emoji packages and calls this)"; }

  void declare(Arguments& arguments) override {
    arguments.option("--emoji", emoji_, "The folder assets/ of the npm package @lobehub/fluent-emoji-3d 1.1.0", true);
    arguments.option("--emojibase", emojibase_, "The folder of the npm package emojibase-data 17.0.0", true);
    arguments.option("--scenes", scenes_, "How many scenes of several emoji");
    arguments.option("--singles", singles_, "How many pictures of one emoji at most");
    arguments.flag("--no-serve", no_serve_, "Only make the workspace, wait until it is searchable, and end");
    workspace_.declare_folder(arguments);
    serve_.declare(arguments);
    workspace_.declare_embedding(arguments);
  }

  Result<int> run() override {
    const auto workspace = TRY(workspace_.open());
    TRY(draw());
    const DatasetVersionId version = TRY(import(*workspace));
    TRY(activate(*workspace, version));
    if (no_serve_) return 0;
    return serve_workspace(*workspace, serve_);
  }

 private:
  [[nodiscard]] std::filesystem::path set_folder() const { return std::filesystem::path(workspace_.folder) / "demo-set"; }

  Result<void> draw() {
    ProgressBar bar("Drawing pictures");
    demo::DemoSetOptions options;
    options.emoji_pictures = emoji_;
    options.emojibase = emojibase_;
    options.folder = set_folder();
    options.scenes = static_cast<int>(scenes_);
    options.singles = static_cast<int>(singles_);
    return demo::make_demo_set(options, interrupt_flag(), [&](std::int64_t done, std::int64_t total) { bar.show(done, total); });
  }

  Result<DatasetVersionId> import(usecases::Workspace& workspace) {
    ProgressBar bar("Importing");
    const DatalakeId datalake = TRY(usecases::default_datalake(workspace, workspace.owner())).id;
    const auto report =
        TRY(usecases::import_folder(workspace, workspace.owner(), datalake, {set_folder() / "pictures", "Emoji", "v1"}, interrupt_flag(),
                                    [&](std::int64_t done, std::int64_t total) { bar.show(done, total); }));
    return report.version;
  }

  // Embeds what is not embedded yet, in this run or, after an interruption, the next.
  Result<void> activate(usecases::Workspace& workspace, DatasetVersionId version) {
    const DatalakeId datalake = TRY(usecases::default_datalake(workspace, workspace.owner())).id;
    if (TRY(run_all_jobs(workspace)) != 0) std::fprintf(stderr, "kindred: a job failed; what it left undone is shown in the web app\n");
    const auto lake = TRY(usecases::visual_search_of(workspace, datalake));
    if (lake.search.state != VisualSearchState::active) {
      TRY(wait_for_job(workspace,
                       TRY(usecases::activate_datalake(workspace, workspace.owner(), datalake, std::string(usecases::kDemoModelKey))),
                       "Embedding"));
    }
    const auto search = TRY(usecases::visual_search_of(workspace, version));
    if (search.search.state == VisualSearchState::active) return {};
    TRY(wait_for_job(workspace, TRY(usecases::activate_version(workspace, workspace.owner(), version)), "Activating the version"));
    return {};
  }

  WorkspaceArguments workspace_;
  ServeArguments serve_;
  std::string emoji_;
  std::string emojibase_;
  std::int64_t scenes_ = demo::DemoSetOptions{}.scenes;
  std::int64_t singles_ = demo::DemoSetOptions{}.singles;
  bool no_serve_ = false;
};

}  // namespace

std::unique_ptr<Command> make_demo_command() { return std::make_unique<DemoCommand>(); }

}  // namespace kindred::cli
