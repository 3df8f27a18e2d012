#include "usecases/sign_in.h"

#include "base/crypto.h"
#include "store/organizations.h"
#include "store/users.h"

namespace kindred::usecases {
namespace {

using store::Connection;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kLoginCodeSeconds = 10 * 60;
constexpr std::int64_t kSessionSeconds = 14 * 24 * 3600;
constexpr std::int64_t kTouchEverySeconds = 60;  // so that a busy token costs one write a minute
constexpr std::size_t kMinTokenLength = 16;

Timestamp in_seconds(std::int64_t seconds) { return {now().micros + seconds * kMicrosPerSecond}; }

Result<Caller> caller_of(Connection& c, UserId id) {
  const store::Member member = TRY(store::find_user(c, id));
  const Organization organization = TRY(store::find_organization(c, member.organization_id));
  return Caller{
      id, member.user.username, organization.id, member.user.role, TRY(store::role_grants_of(c, id)), organization.default_connector_id};
}

Result<Session> new_session(Connection& c, UserId user) {
  Session session{random_token(), random_token(), TRY(caller_of(c, user))};
  TRY(store::insert_session(c, sha256(session.secret), {user, session.csrf_token, in_seconds(kSessionSeconds)}));
  return session;
}

Error wrong_token() { return {ErrorKind::unauthorized, "The API token is unknown, expired or revoked", "Make one with: kindred token"}; }

}  // namespace

Result<std::string> make_token(Workspace& workspace, const Caller& user, std::string_view name,
                               std::optional<std::chrono::seconds> lifetime) {
  std::string secret = random_token();
  store::NewToken token{user.user_id, std::string(name), sha256(secret), std::nullopt};
  if (lifetime) token.expires_at = in_seconds(lifetime->count());
  TRY(workspace.database().write([&](Connection& c) { return store::insert_token(c, token); }));
  return secret;
}

Result<void> accept_token(Workspace& workspace, std::string_view token) {
  if (token.size() < kMinTokenLength) {
    return invalid("KINDRED_ADMIN_TOKEN must have at least " + std::to_string(kMinTokenLength) + " characters");
  }
  const Digest digest = sha256(token);
  return workspace.database().write([&](Connection& c) -> Result<void> {
    if (TRY(store::find_token(c, digest))) return {};
    TRY(store::insert_token(c, {workspace.owner().user_id, "KINDRED_ADMIN_TOKEN", digest, std::nullopt}));
    return {};
  });
}

Result<Caller> caller_of_token(Workspace& workspace, std::string_view token) {
  const Digest digest = sha256(token);
  struct Found {
    store::Token token;
    Caller caller;
  };
  const auto found = TRY(workspace.database().read([&](Connection& c) -> Result<std::optional<Found>> {
    const auto row = TRY(store::find_token(c, digest));
    if (!row) return std::optional<Found>{};
    return std::optional(Found{*row, TRY(caller_of(c, row->user_id))});
  }));
  const Timestamp at = now();
  if (!found || found->token.revoked || (found->token.expires_at && *found->token.expires_at <= at)) return wrong_token();
  const auto& used = found->token.last_used_at;
  if (!used || at.micros - used->micros > kTouchEverySeconds * kMicrosPerSecond) {
    TRY(workspace.database().write([&](Connection& c) { return store::touch_token(c, found->token.id, at); }));
  }
  return found->caller;
}

Result<std::string> make_login_code(Workspace& workspace, const Caller& user) {
  std::string code = random_token();
  const Digest digest = sha256(code);
  TRY(workspace.database().write(
      [&](Connection& c) { return store::insert_login_code(c, user.user_id, digest, in_seconds(kLoginCodeSeconds)); }));
  return code;
}

Result<Session> redeem_login_code(Workspace& workspace, std::string_view code) {
  const Digest digest = sha256(code);
  return workspace.database().write([&](Connection& c) -> Result<Session> {
    const auto user = TRY(store::consume_login_code(c, digest, now()));
    if (!user) return Error{ErrorKind::unauthorized, "This login link was used already or has expired", "Ask for a new one."};
    return new_session(c, *user);
  });
}

Result<Session> start_session(Workspace& workspace, UserId user) {
  return workspace.database().write([&](Connection& c) { return new_session(c, user); });
}

Result<Session> session_of(Workspace& workspace, std::string_view secret) {
  const Digest digest = sha256(secret);
  return workspace.database().read([&](Connection& c) -> Result<Session> {
    const auto row = TRY(store::find_session(c, digest, now()));
    if (!row) return Error{ErrorKind::unauthorized, "The session has expired: log in again", {}};
    return Session{std::string(secret), row->csrf_token, TRY(caller_of(c, row->user_id))};
  });
}

Result<void> end_session(Workspace& workspace, std::string_view secret) {
  const Digest digest = sha256(secret);
  return workspace.database().write([&](Connection& c) { return store::delete_session(c, digest); });
}

}  // namespace kindred::usecases
