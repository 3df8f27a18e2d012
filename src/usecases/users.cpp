#include "usecases/users.h"

#include "base/crypto.h"
#include "store/datasets.h"
#include "store/organizations.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::size_t kMaxUsernameBytes = 100;
constexpr std::size_t kMinPasswordBytes = 8;
constexpr std::size_t kMaxPasswordBytes = 1000;

Error no_such_user(UserId id) { return not_found("There is no user " + to_string(id)); }

Result<void> check_username(std::string_view name) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  if (name.empty() || name.size() > kMaxUsernameBytes || is_blank(name.front()) || is_blank(name.back())) {
    return invalid("A username must have 1 to 100 bytes, without blanks before or after it");
  }
  return {};
}

// "" for no password.
Result<std::string> hash_of(const std::optional<std::string_view>& password) {
  if (!password) return std::string();
  if (password->size() < kMinPasswordBytes || password->size() > kMaxPasswordBytes) {
    return invalid("A password must have 8 to 1000 bytes");
  }
  std::string hash = hash_password(*password);
  if (hash.empty()) return unavailable("There is no memory to store a password now: try again");
  return hash;
}

Result<User> own_user(Connection& c, const Caller& caller, UserId id) {
  const store::Member member = TRY(store::find_user(c, id));
  if (member.organization_id != caller.organization_id) return no_such_user(id);
  return member.user;
}

Result<void> keep_an_admin(Connection& c, const Caller& caller, const User& user) {
  if (user.role != Role::admin || TRY(store::count_admins(c, caller.organization_id)) > 1) return {};
  return conflict("'" + user.username + "' is the only admin: make another one first");
}

Result<void> check_scope(Connection& c, const Caller& caller, const RoleGrant& grant) {
  switch (grant.kind) {
    case RoleScope::datalake:
      if (TRY(store::find_datalake(c, DatalakeId{grant.scope})).organization_id == caller.organization_id) return {};
      return not_found("There is no datalake " + to_string(grant.scope));
    case RoleScope::dataset:
      if (TRY(store::find_dataset(c, DatasetId{grant.scope})).organization_id == caller.organization_id) return {};
      return not_found("There is no dataset " + to_string(grant.scope));
  }
  return {};
}

}  // namespace

Result<User> add_user(Workspace& workspace, const Caller& caller, const NewUser& user) {
  TRY(check_username(user.username));
  const std::string hash = TRY(hash_of(user.password));
  return workspace.database().write([&](Connection& c) -> Result<User> {
    User made = TRY(store::create_user(c, caller.organization_id, user.username, user.role));
    TRY(store::set_password(c, made.id, hash));
    return made;
  });
}

Result<User> find_user(Workspace& workspace, const Caller& caller, UserId id) {
  return workspace.database().read([&](Connection& c) { return own_user(c, caller, id); });
}

Result<User> find_user(Workspace& workspace, const Caller& caller, std::string_view username) {
  return workspace.database().read([&](Connection& c) -> Result<User> {
    const store::Member member = TRY(store::find_user_by_name(c, username));
    if (member.organization_id != caller.organization_id) return not_found("There is no user '" + std::string(username) + "'");
    return member.user;
  });
}

Result<User> change_role(Workspace& workspace, const Caller& caller, UserId id, Role role) {
  return workspace.database().write([&](Connection& c) -> Result<User> {
    User user = TRY(own_user(c, caller, id));
    if (role != Role::admin) TRY(keep_an_admin(c, caller, user));
    TRY(store::set_role(c, id, role));
    user.role = role;
    return user;
  });
}

Result<void> remove_user(Workspace& workspace, const Caller& caller, UserId id) {
  return workspace.database().write([&](Connection& c) -> Result<void> {
    TRY(keep_an_admin(c, caller, TRY(own_user(c, caller, id))));
    return store::delete_user(c, id);
  });
}

Result<bool> has_password(Workspace& workspace, UserId id) {
  return workspace.database().read([&](Connection& c) -> Result<bool> { return !TRY(store::find_password(c, id)).empty(); });
}

Result<void> change_password(Workspace& workspace, const Caller& caller, UserId id, std::string_view password,
                             std::string_view kept_session) {
  const std::string hash = TRY(hash_of(password));
  return workspace.database().write([&](Connection& c) -> Result<void> {
    TRY(own_user(c, caller, id));
    TRY(store::set_password(c, id, hash));
    return store::delete_sessions_of(c, id, sha256(kept_session));
  });
}

Result<void> grant_role(Workspace& workspace, const Caller& caller, const RoleGrant& grant) {
  return workspace.database().write([&](Connection& c) -> Result<void> {
    TRY(own_user(c, caller, grant.user_id));
    TRY(check_scope(c, caller, grant));
    return store::put_role_grant(c, grant);
  });
}

Result<void> withdraw_role(Workspace& workspace, const Caller& caller, UserId user, const Uuid& scope) {
  return workspace.database().write([&](Connection& c) -> Result<void> {
    TRY(own_user(c, caller, user));
    return store::delete_role_grant(c, user, scope);
  });
}

Result<std::vector<RoleGrant>> granted_roles(Workspace& workspace, const Caller& caller) {
  return workspace.database().read([&](Connection& c) { return store::list_role_grants(c, caller.organization_id); });
}

Result<std::vector<store::Token>> tokens_of(Workspace& workspace, const Caller& caller, UserId user) {
  if (user != caller.user_id && caller.role != Role::admin) return no_such_user(user);
  return workspace.database().read([&](Connection& c) -> Result<std::vector<store::Token>> {
    TRY(own_user(c, caller, user));
    return store::list_tokens(c, user);
  });
}

Result<void> revoke_token(Workspace& workspace, const Caller& caller, const Uuid& token) {
  return workspace.database().write([&](Connection& c) -> Result<void> {
    const UserId user = TRY(store::find_token_by_id(c, token)).user_id;
    const bool is_own = user == caller.user_id;
    if (!is_own && (caller.role != Role::admin || !own_user(c, caller, user))) return not_found("There is no token " + to_string(token));
    return store::revoke_token(c, token);
  });
}

}  // namespace kindred::usecases
