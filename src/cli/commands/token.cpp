// kindred token: a new API token of a user, printed once; the list of them, and revoking one.
#include <cstdio>

#include "cli/commands.h"
#include "cli/workspace_arguments.h"
#include "usecases/sign_in.h"
#include "usecases/users.h"

namespace kindred::cli {
namespace {

class TokenCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "token"; }
  [[nodiscard]] std::string_view summary() const override { return "Make an API token, shown this once; list or revoke tokens"; }
  [[nodiscard]] std::string_view example() const override {
    return "kindred token --name laptop --days 90\n  kindred token --user ada --list\n  kindred token --revoke ID";
  }

  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.option("--user", username_, "Whose token; the first admin's unless given");
    arguments.option("--name", token_name_, "What the token is for");
    arguments.option("--days", days_, "How long it is valid; 0: until it is revoked");
    arguments.flag("--list", list_, "List the user's tokens instead");
    arguments.option("--revoke", revoked_, "Revoke the token with this id (from --list) instead");
  }

  Result<int> run() override {
    if (days_ < 0 || days_ > 36'500) return invalid("--days must be from 0 to 36500");
    const auto workspace = TRY(workspace_.open_rows());
    const usecases::Caller& owner = workspace->owner();
    if (!revoked_.empty()) {
      TRY(usecases::revoke_token(*workspace, owner, TRY(parse_uuid(revoked_))));
      return 0;
    }
    usecases::Caller user = owner;
    if (!username_.empty()) user.user_id = TRY(usecases::find_user(*workspace, owner, username_)).id;
    if (list_) return print_tokens(TRY(usecases::tokens_of(*workspace, owner, user.user_id)));
    std::optional<std::chrono::seconds> lifetime;
    if (days_ > 0) lifetime = std::chrono::hours(24 * days_);
    const std::string token = TRY(usecases::make_token(*workspace, user, token_name_, lifetime));
    std::printf("%s\n", token.c_str());
    return 0;
  }

 private:
  static int print_tokens(const std::vector<store::Token>& tokens) {
    for (const store::Token& token : tokens) {
      const std::string end = token.revoked      ? "revoked"
                              : token.expires_at ? "expires " + to_iso8601(*token.expires_at)
                                                 : std::string("valid until revoked");
      const std::string used = token.last_used_at ? "last used " + to_iso8601(*token.last_used_at) : "never used";
      std::printf("%s\t%s\t%s\t%s\n", to_string(token.id).c_str(), token.name.c_str(), end.c_str(), used.c_str());
    }
    return 0;
  }

  WorkspaceArguments workspace_;
  std::string username_;
  std::string token_name_ = "command line";
  std::int64_t days_ = 0;
  bool list_ = false;
  std::string revoked_;
};

}  // namespace

std::unique_ptr<Command> make_token_command() { return std::make_unique<TokenCommand>(); }

}  // namespace kindred::cli
