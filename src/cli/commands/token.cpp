// kindred token: a new API token of the first admin, printed once.
#include <cstdio>

#include "cli/commands.h"
#include "cli/workspace_arguments.h"
#include "usecases/sign_in.h"

namespace kindred::cli {
namespace {

class TokenCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "token"; }
  [[nodiscard]] std::string_view summary() const override { return "Make an API token for the first admin; it is shown this once"; }
  [[nodiscard]] std::string_view example() const override { return "kindred token --name laptop --days 90"; }

  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.option("--name", token_name_, "What the token is for");
    arguments.option("--days", days_, "How long it is valid; 0: until it is revoked");
  }

  Result<int> run() override {
    if (days_ < 0 || days_ > 36'500) return invalid("--days must be from 0 to 36500");
    const auto workspace = TRY(workspace_.open_rows());
    std::optional<std::chrono::seconds> lifetime;
    if (days_ > 0) lifetime = std::chrono::hours(24 * days_);
    const std::string token = TRY(usecases::make_token(*workspace, workspace->owner(), token_name_, lifetime));
    std::printf("%s\n", token.c_str());
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string token_name_ = "command line";
  std::int64_t days_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_token_command() { return std::make_unique<TokenCommand>(); }

}  // namespace kindred::cli
