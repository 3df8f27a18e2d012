#include "store/users.h"

#include "store/rows.h"

namespace kindred::store {
namespace {

constexpr std::string_view kSelectToken = "SELECT id, user_id, name, created_at, last_used_at, expires_at, revoked FROM token ";

Result<User> read_user(const Statement& row) {
  return User{{row.column_uuid(0)}, row.column_text(1), TRY(stored_word(row, 2, parse_role))};
}

Result<Member> read_member(const Statement& row) { return Member{TRY(read_user(row)), {row.column_uuid(3)}}; }

Result<RoleGrant> read_role_grant(const Statement& row) {
  return RoleGrant{
      {row.column_uuid(0)}, TRY(stored_word(row, 1, parse_role_scope)), row.column_uuid(2), TRY(stored_word(row, 3, parse_role))};
}

Result<Token> read_token(const Statement& row) {
  return Token{row.column_uuid(0),    {row.column_uuid(1)},  row.column_text(2),    {row.column_int(3)},
               optional_time(row, 4), optional_time(row, 5), row.column_int(6) != 0};
}

std::string no_user(UserId id) { return "There is no user " + to_string(id); }

}  // namespace

Result<User> create_user(Connection& connection, OrganizationId organization, std::string_view username, Role role) {
  User user{UserId::make(), std::string(username), role};
  TRY(explain_conflict(execute(connection, "INSERT INTO user(id, organization_id, username, role) VALUES (?, ?, ?, ?)", user.id,
                               organization, user.username, to_string(role)),
                       "There is a user '" + user.username + "' already"));
  return user;
}

Result<Member> find_user(Connection& connection, UserId id) {
  return require_row(query(connection, "SELECT id, username, role, organization_id FROM user WHERE id = ?", id), read_member, no_user(id));
}

Result<Member> find_user_by_name(Connection& connection, std::string_view username) {
  return require_row(query(connection, "SELECT id, username, role, organization_id FROM user WHERE username = ?", username), read_member,
                     "There is no user '" + std::string(username) + "'");
}

Result<std::optional<Member>> first_admin(Connection& connection, OrganizationId organization) {
  return read_row(
      query(connection, "SELECT id, username, role, organization_id FROM user WHERE organization_id = ? AND role = ? ORDER BY seq LIMIT 1",
            organization, to_string(Role::admin)),
      read_member);
}

Result<std::vector<User>> list_users(Connection& connection, OrganizationId organization) {
  return read_rows(query(connection, "SELECT id, username, role FROM user WHERE organization_id = ? ORDER BY username", organization),
                   read_user);
}

Result<void> set_role(Connection& connection, UserId id, Role role) {
  if (TRY(execute(connection, "UPDATE user SET role = ? WHERE id = ?", to_string(role), id)) == 0) return not_found(no_user(id));
  return {};
}

Result<void> delete_user(Connection& connection, UserId id) {
  if (TRY(execute(connection, "DELETE FROM user WHERE id = ?", id)) == 0) return not_found(no_user(id));
  return {};
}

Result<std::int64_t> count_admins(Connection& connection, OrganizationId organization) {
  return read_int(
      query(connection, "SELECT count(*) FROM user WHERE organization_id = ? AND role = ?", organization, to_string(Role::admin)));
}

Result<void> set_password(Connection& connection, UserId id, std::string_view hash) {
  if (TRY(execute(connection, "UPDATE user SET password = ? WHERE id = ?", null_if_empty(hash), id)) == 0) return not_found(no_user(id));
  return {};
}

Result<std::string> find_password(Connection& connection, UserId id) {
  return require_row(
      query(connection, "SELECT coalesce(password, '') FROM user WHERE id = ?", id),
      [](const Statement& row) { return Result<std::string>(row.column_text(0)); }, no_user(id));
}

Result<void> put_role_grant(Connection& connection, const RoleGrant& grant) {
  TRY(explain_conflict(execute(connection,
                               "INSERT INTO role_grant(user_id, kind, scope, role) VALUES (?, ?, ?, ?) "
                               "ON CONFLICT(user_id, scope) DO UPDATE SET role = excluded.role",
                               grant.user_id, to_string(grant.kind), grant.scope, to_string(grant.role)),
                       no_user(grant.user_id)));
  return {};
}

Result<void> delete_role_grant(Connection& connection, UserId user, const Uuid& scope) {
  if (TRY(execute(connection, "DELETE FROM role_grant WHERE user_id = ? AND scope = ?", user, scope)) > 0) return {};
  return not_found("The user " + to_string(user) + " has no role of its own at " + to_string(scope));
}

Result<std::vector<RoleGrant>> role_grants_of(Connection& connection, UserId user) {
  return read_rows(query(connection, "SELECT user_id, kind, scope, role FROM role_grant WHERE user_id = ? ORDER BY scope", user),
                   read_role_grant);
}

Result<std::vector<RoleGrant>> list_role_grants(Connection& connection, OrganizationId organization) {
  return read_rows(query(connection,
                         "SELECT user_id, kind, scope, role_grant.role FROM user JOIN role_grant ON user_id = user.id "
                         "WHERE organization_id = ? ORDER BY username, scope",
                         organization),
                   read_role_grant);
}

Result<Token> insert_token(Connection& connection, const NewToken& token) {
  const Token made{new_uuid(), token.user_id, token.name, now(), std::nullopt, token.expires_at, false};
  TRY(explain_conflict(execute(connection, "INSERT INTO token(id, user_id, name, digest, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                               made.id, made.user_id, made.name, token.digest, made.created_at, made.expires_at),
                       "The token '" + token.name + "' can't be added: its secret is a token already, or its user is gone"));
  return made;
}

Result<std::optional<Token>> find_token(Connection& connection, const Digest& digest) {
  return read_row(query(connection, std::string(kSelectToken) + "WHERE digest = ?", digest), read_token);
}

Result<std::vector<Token>> list_tokens(Connection& connection, UserId user) {
  return read_rows(query(connection, std::string(kSelectToken) + "WHERE user_id = ? ORDER BY seq DESC", user), read_token);
}

Result<void> touch_token(Connection& connection, const Uuid& id, Timestamp used_at) {
  TRY(execute(connection, "UPDATE token SET last_used_at = ? WHERE id = ?", used_at, id));
  return {};
}

Result<Token> find_token_by_id(Connection& connection, const Uuid& id) {
  return require_row(query(connection, std::string(kSelectToken) + "WHERE id = ?", id), read_token, "There is no token " + to_string(id));
}

Result<void> revoke_token(Connection& connection, const Uuid& id) {
  if (TRY(execute(connection, "UPDATE token SET revoked = 1 WHERE id = ?", id)) == 0)
    return not_found("There is no token " + to_string(id));
  return {};
}

Result<void> insert_login_code(Connection& connection, UserId user, const Digest& digest, Timestamp expires_at) {
  TRY(explain_conflict(
      execute(connection, "INSERT INTO login_code(digest, user_id, expires_at) VALUES (?, ?, ?)", digest, user, expires_at),
      "The login code can't be added: it exists already, or its user is gone"));
  return {};
}

Result<std::optional<UserId>> consume_login_code(Connection& connection, const Digest& digest, Timestamp at) {
  TRY(execute(connection, "DELETE FROM login_code WHERE expires_at <= ?", at));
  const auto user = TRY(read_row(query(connection, "SELECT user_id FROM login_code WHERE digest = ?", digest), read_id<UserId>));
  TRY(execute(connection, "DELETE FROM login_code WHERE digest = ?", digest));
  return user;
}

Result<void> insert_session(Connection& connection, const Digest& digest, const SessionRow& session) {
  TRY(execute(connection, "DELETE FROM session WHERE expires_at <= ?", now()));
  TRY(explain_conflict(execute(connection, "INSERT INTO session(digest, user_id, csrf_token, expires_at) VALUES (?, ?, ?, ?)", digest,
                               session.user_id, session.csrf_token, session.expires_at),
                       "The session can't be added: it exists already, or its user is gone"));
  return {};
}

Result<std::optional<SessionRow>> find_session(Connection& connection, const Digest& digest, Timestamp at) {
  return read_row(
      query(connection, "SELECT user_id, csrf_token, expires_at FROM session WHERE digest = ? AND expires_at > ?", digest, at),
      [](const Statement& row) { return Result<SessionRow>(SessionRow{{row.column_uuid(0)}, row.column_text(1), {row.column_int(2)}}); });
}

Result<void> delete_session(Connection& connection, const Digest& digest) {
  TRY(execute(connection, "DELETE FROM session WHERE digest = ?", digest));
  return {};
}

Result<void> delete_sessions_of(Connection& connection, UserId user, const Digest& kept) {
  TRY(execute(connection, "DELETE FROM session WHERE user_id = ? AND digest <> ?", user, kept));
  return {};
}

}  // namespace kindred::store
