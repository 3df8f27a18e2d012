// Who is calling: the SDK's handshake, and sessions of browsers.
#include "api/context.h"
#include "api/fields.h"
#include "api/guard.h"
#include "api/json.h"
#include "api/routes.h"
#include "api/routes/handlers.h"
#include "usecases/log_in.h"
#include "usecases/own.h"
#include "usecases/sign_in.h"

namespace kindred::api {
namespace {

// Newer than the caller's makes the SDK print a warning.
constexpr std::string_view kSdkVersion = "6.37.0";
constexpr int kSessionSeconds = 14 * 24 * 3600;

void set_cookie(Response& response, const Context& context, std::string_view secret, int seconds) {
  // Lax, not Strict: a link to this server in a chat or a mail must find its reader logged in. Unsafe methods need the CSRF token.
  std::string value =
      std::string(kSessionCookie) + "=" + std::string(secret) + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds);
  if (context.base_url.starts_with("https://")) value += "; Secure";
  response.headers.add("Set-Cookie", value);
}

json::object me(const usecases::Caller& caller, const Organization& organization, std::string_view csrf_token) {
  return {{"id", to_string(caller.user_id)},
          {"username", caller.username},
          {"role", to_string(caller.role)},
          {"organization", to_json(organization)},
          {"csrf_token", csrf_token}};
}

Result<usecases::Session> session_for(Context& context, const json::object& body) {
  if (const auto username = TRY(optional_string(body, "username")))
    return usecases::log_in(context.workspace, context.log_ins, *username, TRY(required_string(body, "password")));
  if (const auto code = TRY(optional_string(body, "code"))) return usecases::redeem_login_code(context.workspace, *code);
  const std::string token = TRY(required_string(body, "token"));
  return usecases::start_session(context.workspace, TRY(usecases::caller_of_token(context.workspace, token)).user_id);
}

}  // namespace

Result<Response> ping(Context& context, const Request&) {
  return json_response({{"username", context.caller.username},
                        {"sdk_version", kSdkVersion},
                        {"default_organization", to_string(context.caller.organization_id)}});
}

Result<Response> show_me(Context& context, const Request&) {
  const Organization organization = TRY(usecases::own_organization(context.workspace, context.caller, context.caller.organization_id));
  return json_response(me(context.caller, organization, context.csrf_token));
}

Result<Response> log_in_by_link(Context& context, const Request& request) {
  const std::string code = TRY(required(request.query, "code"));
  const usecases::Session session = TRY(usecases::redeem_login_code(context.workspace, code));
  Response response = redirect("/");
  set_cookie(response, context, session.secret, kSessionSeconds);
  return response;
}

// With {"username": …, "password": …}, {"token": …} or {"code": …}.
Result<Response> log_in(Context& context, const Request& request) {
  // Another site must not log its visitor in as somebody else.
  TRY(check_origin(request));
  const json::object body = TRY(body_object(request.body));
  const usecases::Session session = TRY(session_for(context, body));
  const Organization organization = TRY(usecases::own_organization(context.workspace, session.caller, session.caller.organization_id));
  Response response = json_response(me(session.caller, organization, session.csrf_token), 201);
  set_cookie(response, context, session.secret, kSessionSeconds);
  return response;
}

Result<Response> log_out(Context& context, const Request&) {
  if (!context.session_secret.empty()) TRY(usecases::end_session(context.workspace, context.session_secret));
  Response response = no_content();
  set_cookie(response, context, "", 0);
  return response;
}

}  // namespace kindred::api
