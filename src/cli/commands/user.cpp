// kindred user list, add, role, password, remove.
#include <cstdio>
#include <iostream>

#include "cli/commands.h"
#include "cli/workspace_arguments.h"
#include "usecases/browse.h"
#include "usecases/own.h"
#include "usecases/users.h"

namespace kindred::cli {
namespace {

Result<Role> role_named(const std::string& text) {
  std::string upper = text;
  for (char& c : upper)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto role = parse_role(upper);
  if (!role) return invalid("'" + text + "' is not a role: viewer, editor or admin");
  return *role;
}

// Read from standard input, so that it stands neither in the shell's history nor in the list of processes.
Result<std::string> read_password() {
  std::fprintf(stderr, "password: ");
  std::string password;
  if (!std::getline(std::cin, password)) return invalid("No password was given on standard input");
  return password;
}

class UserListCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "user list"; }
  [[nodiscard]] std::string_view summary() const override { return "List the users and their roles"; }
  [[nodiscard]] std::string_view example() const override { return "kindred user list"; }
  void declare(Arguments& arguments) override { workspace_.declare_folder(arguments); }

  Result<int> run() override {
    const auto workspace = TRY(workspace_.open_rows());
    const auto users = TRY(usecases::own_users(*workspace, workspace->owner()));
    const auto grants = TRY(usecases::granted_roles(*workspace, workspace->owner()));
    for (const User& user : users) {
      std::printf("%s\t%s\n", user.username.c_str(), std::string(to_string(user.role)).c_str());
      for (const RoleGrant& grant : grants) {
        if (grant.user_id != user.id) continue;
        std::printf("\t%s at %s %s\n", std::string(to_string(grant.role)).c_str(), std::string(to_string(grant.kind)).c_str(),
                    to_string(grant.scope).c_str());
      }
    }
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
};

class UserAddCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "user add"; }
  [[nodiscard]] std::string_view summary() const override { return "Add a user; --password reads one from standard input"; }
  [[nodiscard]] std::string_view example() const override { return "kindred user add ada --role editor --password"; }
  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.positional("NAME", username_, "The name to log in with");
    arguments.option("--role", role_, "viewer, editor or admin");
    arguments.flag("--password", with_password_, "Read a password from standard input; without one the user needs a token");
  }

  Result<int> run() override {
    usecases::NewUser user{username_, TRY(role_named(role_)), std::nullopt};
    const auto workspace = TRY(workspace_.open_rows());
    if (with_password_) user.password = TRY(read_password());
    const User made = TRY(usecases::add_user(*workspace, workspace->owner(), user));
    std::printf("added %s as %s\n", made.username.c_str(), std::string(to_string(made.role)).c_str());
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string username_;
  std::string role_ = "viewer";
  bool with_password_ = false;
};

class UserRoleCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "user role"; }
  [[nodiscard]] std::string_view summary() const override {
    return "Change a user's role: everywhere, or for one Datalake or Dataset (with the role 'inherit': no longer)";
  }
  [[nodiscard]] std::string_view example() const override { return "kindred user role ada admin --dataset birds"; }
  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.positional("NAME", username_, "The user");
    arguments.positional("ROLE", role_, "viewer, editor, admin or inherit");
    arguments.option("--datalake", datalake_, "For this Datalake only");
    arguments.option("--dataset", dataset_, "For this Dataset and its versions only");
  }

  Result<int> run() override {
    if (!datalake_.empty() && !dataset_.empty()) return invalid("--datalake and --dataset can't be given together");
    const auto workspace = TRY(workspace_.open_rows());
    const usecases::Caller& owner = workspace->owner();
    const User user = TRY(usecases::find_user(*workspace, owner, username_));
    if (datalake_.empty() && dataset_.empty()) {
      TRY(usecases::change_role(*workspace, owner, user.id, TRY(role_named(role_))));
      return 0;
    }
    RoleGrant grant{user.id, RoleScope::datalake, {}, Role::viewer};
    if (dataset_.empty()) {
      grant.scope = TRY(usecases::datalake_named(*workspace, workspace->owner(), datalake_)).id.uuid;
    } else {
      grant.kind = RoleScope::dataset;
      grant.scope = TRY(usecases::dataset_named(*workspace, workspace->owner(), dataset_)).id.uuid;
    }
    if (role_ == "inherit") {
      TRY(usecases::withdraw_role(*workspace, owner, user.id, grant.scope));
      return 0;
    }
    grant.role = TRY(role_named(role_));
    TRY(usecases::grant_role(*workspace, owner, grant));
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string username_;
  std::string role_;
  std::string datalake_;
  std::string dataset_;
};

class UserPasswordCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "user password"; }
  [[nodiscard]] std::string_view summary() const override { return "Give a user a new password, read from standard input"; }
  [[nodiscard]] std::string_view example() const override { return "kindred user password ada"; }
  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.positional("NAME", username_, "The user, whose sessions end");
  }

  Result<int> run() override {
    const auto workspace = TRY(workspace_.open_rows());
    const User user = TRY(usecases::find_user(*workspace, workspace->owner(), username_));
    TRY(usecases::change_password(*workspace, workspace->owner(), user.id, TRY(read_password()), ""));
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string username_;
};

class UserRemoveCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "user remove"; }
  [[nodiscard]] std::string_view summary() const override { return "Remove a user, with tokens and sessions"; }
  [[nodiscard]] std::string_view example() const override { return "kindred user remove ada"; }
  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.positional("NAME", username_, "The user");
  }

  Result<int> run() override {
    const auto workspace = TRY(workspace_.open_rows());
    const User user = TRY(usecases::find_user(*workspace, workspace->owner(), username_));
    TRY(usecases::remove_user(*workspace, workspace->owner(), user.id));
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string username_;
};

}  // namespace

std::unique_ptr<Command> make_user_list_command() { return std::make_unique<UserListCommand>(); }
std::unique_ptr<Command> make_user_add_command() { return std::make_unique<UserAddCommand>(); }
std::unique_ptr<Command> make_user_role_command() { return std::make_unique<UserRoleCommand>(); }
std::unique_ptr<Command> make_user_password_command() { return std::make_unique<UserPasswordCommand>(); }
std::unique_ptr<Command> make_user_remove_command() { return std::make_unique<UserRemoveCommand>(); }

}  // namespace kindred::cli
