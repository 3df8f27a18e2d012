// Users and what proves who they are: tokens, one-time login codes, sessions. Only SHA-256 digests of secrets are stored.
//
// Thread-safety: as the Connection. Errors: `not_found` names what is missing (never a secret), `conflict` a name that is taken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"
#include "base/time.h"
#include "model/organization.h"
#include "store/database.h"

namespace kindred::store {

// A user with the organization that the role holds in.
struct Member {
  User user;
  OrganizationId organization_id;
};

Result<User> create_user(Connection& connection, OrganizationId organization, std::string_view username, Role role);
Result<Member> find_user(Connection& connection, UserId id);
Result<Member> find_user_by_name(Connection& connection, std::string_view username);
// The first admin made; nothing in a new database.
Result<std::optional<Member>> first_admin(Connection& connection, OrganizationId organization);
// By username.
Result<std::vector<User>> list_users(Connection& connection, OrganizationId organization);
Result<void> set_role(Connection& connection, UserId id, Role role);
// The user's tokens, sessions and granted roles go too.
Result<void> delete_user(Connection& connection, UserId id);
Result<std::int64_t> count_admins(Connection& connection, OrganizationId organization);
// An Argon2id string, "" for none.
Result<void> set_password(Connection& connection, UserId id, std::string_view hash);
Result<std::string> find_password(Connection& connection, UserId id);

// A role for one Datalake or Dataset in place of the one in the organization. Giving it again changes it.
Result<void> put_role_grant(Connection& connection, const RoleGrant& grant);
Result<void> delete_role_grant(Connection& connection, UserId user, const Uuid& scope);
Result<std::vector<RoleGrant>> role_grants_of(Connection& connection, UserId user);
// Of all users, by username.
Result<std::vector<RoleGrant>> list_role_grants(Connection& connection, OrganizationId organization);

struct Token {
  Uuid id;
  UserId user_id;
  std::string name;
  Timestamp created_at;
  std::optional<Timestamp> last_used_at;
  std::optional<Timestamp> expires_at;
  bool revoked = false;
};
struct NewToken {
  UserId user_id;
  std::string name;
  Digest digest;  // SHA-256 of the secret
  std::optional<Timestamp> expires_at;
};
// `conflict` when the secret is a token already.
Result<Token> insert_token(Connection& connection, const NewToken& token);
// Expired and revoked ones too: the caller tells them apart.
Result<std::optional<Token>> find_token(Connection& connection, const Digest& digest);
// Newest first.
Result<std::vector<Token>> list_tokens(Connection& connection, UserId user);
Result<void> touch_token(Connection& connection, const Uuid& id, Timestamp used_at);
Result<Token> find_token_by_id(Connection& connection, const Uuid& id);
Result<void> revoke_token(Connection& connection, const Uuid& id);

Result<void> insert_login_code(Connection& connection, UserId user, const Digest& digest, Timestamp expires_at);
// Uses the code up, within the caller's write: of two who bring the same code one gets the user, the other nothing. Nothing too
// for unknown and expired codes; expired ones are removed on the way.
Result<std::optional<UserId>> consume_login_code(Connection& connection, const Digest& digest, Timestamp at);

struct SessionRow {
  UserId user_id;
  std::string csrf_token;
  Timestamp expires_at;
};
// Removes expired sessions on the way.
Result<void> insert_session(Connection& connection, const Digest& digest, const SessionRow& session);
// Nothing for unknown and expired sessions.
Result<std::optional<SessionRow>> find_session(Connection& connection, const Digest& digest, Timestamp at);
Result<void> delete_session(Connection& connection, const Digest& digest);
// All but one, which may be any digest to keep none.
Result<void> delete_sessions_of(Connection& connection, UserId user, const Digest& kept);

}  // namespace kindred::store
