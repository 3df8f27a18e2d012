// Who is calling: tokens for programs, one-time codes and sessions for browsers. Secrets are stored as SHA-256 only.
// Thread-safety: free functions, any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "usecases/caller.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// A new token of `user`, shown once. No expiry unless `lifetime` is given.
Result<std::string> make_token(Workspace& workspace, const Caller& user, std::string_view name,
                               std::optional<std::chrono::seconds> lifetime);
// Makes `token` itself valid for the first admin (the environment variable KINDRED_ADMIN_TOKEN). At least 16 characters.
Result<void> accept_token(Workspace& workspace, std::string_view token);
// `unauthorized` for a token that is unknown, expired or revoked.
Result<Caller> caller_of_token(Workspace& workspace, std::string_view token);

// A code that logs a browser in once, within ten minutes.
Result<std::string> make_login_code(Workspace& workspace, const Caller& user);

struct Session {
  std::string secret;      // the cookie
  std::string csrf_token;  // to be sent back in a header with every unsafe request
  Caller caller;
};
// For one who has proved to be this user.
Result<Session> start_session(Workspace& workspace, UserId user);
Result<Session> redeem_login_code(Workspace& workspace, std::string_view code);
Result<Session> session_of(Workspace& workspace, std::string_view secret);
Result<void> end_session(Workspace& workspace, std::string_view secret);

}  // namespace kindred::usecases
