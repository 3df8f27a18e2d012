// kindred serve: a data folder on the network.
#include "cli/commands.h"
#include "cli/serve_workspace.h"
#include "cli/vector_arguments.h"
#include "cli/workspace_arguments.h"

namespace kindred::cli {
namespace {

class ServeCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "serve"; }
  [[nodiscard]] std::string_view summary() const override { return "Serve a data folder: web app, HTTP API, background jobs"; }
  [[nodiscard]] std::string_view example() const override { return "kindred serve --data ./data --listen 127.0.0.1:8080"; }

  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    serve_.declare(arguments);
    workspace_.declare_embedding(arguments);
    vectors_.declare(arguments);
  }

  Result<int> run() override {
    usecases::WorkspaceOptions options = TRY(workspace_.workspace_options());
    options.vectors = TRY(vectors_.settings());
    const auto workspace = TRY(usecases::Workspace::open(options));
    return serve_workspace(*workspace, serve_);
  }

 private:
  WorkspaceArguments workspace_;
  VectorArguments vectors_;
  ServeArguments serve_;
};

}  // namespace

std::unique_ptr<Command> make_serve_command() { return std::make_unique<ServeCommand>(); }

}  // namespace kindred::cli
