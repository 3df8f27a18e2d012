// kindred model list, show, add.
#include <cstdio>

#include "cli/commands.h"
#include "cli/workspace_arguments.h"

namespace kindred::cli {
namespace {

usecases::ModelRegistry registry_of(const WorkspaceArguments& workspace) {
  return {std::filesystem::path(workspace.folder) / "models", embed::EmbedderOptions{}};
}

class ModelListCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "model list"; }
  [[nodiscard]] std::string_view summary() const override { return "List the registered models"; }
  [[nodiscard]] std::string_view example() const override { return "kindred model list"; }
  void declare(Arguments& arguments) override { workspace_.declare_folder(arguments); }

  Result<int> run() override {
    for (const auto& model : TRY(registry_of(workspace_).list())) {
      std::printf("%s\t%s\n", model.key.c_str(), model.origin.c_str());
    }
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
};

class ModelShowCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "model show"; }
  [[nodiscard]] std::string_view summary() const override { return "Load a registered model and print what it is"; }
  [[nodiscard]] std::string_view example() const override { return "kindred model show 'kindred||demo-clip||emoji'"; }

  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.positional("KEY", key_, "The model's key");
  }

  Result<int> run() override {
    usecases::ModelRegistry registry = registry_of(workspace_);
    const usecases::RegisteredModel model = TRY(registry.find(key_));
    const std::shared_ptr<embed::Embedder> embedder = TRY(registry.open(key_));
    const embed::ModelInfo& info = embedder->info();
    std::printf("key            %s\norigin         %s\nfolder         %s\n", model.key.c_str(), model.origin.c_str(), model.folder.c_str());
    std::printf("dimension      %d\nimage size     %d\ncontext length %d\nprecision      %s\n", info.dimension, info.image_size,
                info.context_length, std::string(embed::to_string(info.precision)).c_str());
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string key_;
};

class ModelAddCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "model add"; }
  [[nodiscard]] std::string_view summary() const override { return "Register a model from an open_clip folder, after loading it once"; }
  [[nodiscard]] std::string_view example() const override {
    return "kindred model add ./ViT-B-16-datacomp --key 'open_clip||ViT-B-16||datacomp_xl_s13b_b90k'";
  }

  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.positional("FOLDER", folder_, "Holds open_clip_config.json and open_clip_model.safetensors");
    arguments.option("--key", key_, "The model's name from now on", true);
  }

  Result<int> run() override {
    usecases::ModelRegistry registry = registry_of(workspace_);
    const usecases::RegisteredModel model = TRY(registry.add(folder_, key_));
    std::printf("registered %s in %s\n", model.key.c_str(), model.folder.c_str());
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string folder_;
  std::string key_;
};

}  // namespace

std::unique_ptr<Command> make_model_list_command() { return std::make_unique<ModelListCommand>(); }
std::unique_ptr<Command> make_model_show_command() { return std::make_unique<ModelShowCommand>(); }
std::unique_ptr<Command> make_model_add_command() { return std::make_unique<ModelAddCommand>(); }

}  // namespace kindred::cli
