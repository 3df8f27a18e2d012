// People: made, given roles, removed. There is always an admin.
// Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/users.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

struct NewUser {
  std::string username;  // 1 to 100 bytes without blanks at its ends
  Role role = Role::viewer;
  std::optional<std::string> password;  // 8 to 1000 bytes; without one the user comes by link or token
};
// `conflict` for a name that is taken.
Result<User> add_user(Workspace& workspace, const Caller& caller, const NewUser& user);
// Of the caller's organization; `not_found` otherwise.
Result<User> find_user(Workspace& workspace, const Caller& caller, UserId id);
Result<User> find_user(Workspace& workspace, const Caller& caller, std::string_view username);
// `conflict` for the last admin.
Result<User> change_role(Workspace& workspace, const Caller& caller, UserId id, Role role);
Result<void> remove_user(Workspace& workspace, const Caller& caller, UserId id);

Result<bool> has_password(Workspace& workspace, UserId id);
// Ends the user's sessions, apart from the one whose secret is `kept_session`.
Result<void> change_password(Workspace& workspace, const Caller& caller, UserId id, std::string_view password,
                             std::string_view kept_session);

// A role for one Datalake or Dataset, which must be the organization's.
Result<void> grant_role(Workspace& workspace, const Caller& caller, const RoleGrant& grant);
Result<void> withdraw_role(Workspace& workspace, const Caller& caller, UserId user, const Uuid& scope);
Result<std::vector<RoleGrant>> granted_roles(Workspace& workspace, const Caller& caller);

// Newest first. Others' tokens are for admins; elsewhere they are `not_found`.
Result<std::vector<store::Token>> tokens_of(Workspace& workspace, const Caller& caller, UserId user);
Result<void> revoke_token(Workspace& workspace, const Caller& caller, const Uuid& token);

}  // namespace kindred::usecases
