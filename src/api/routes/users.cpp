// People, their roles and their tokens.
#include "usecases/users.h"

#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/routes/handlers.h"
#include "usecases/log_in.h"
#include "usecases/own.h"
#include "usecases/sign_in.h"

namespace kindred::api {
namespace {

constexpr std::int64_t kMostDays = 36'500;

json::object to_json(const User& user) { return {{"id", to_string(user.id)}, {"username", user.username}, {"role", to_string(user.role)}}; }

json::object to_json(const RoleGrant& grant) {
  return {{"user_id", to_string(grant.user_id)},
          {"role", to_string(grant.role)},
          {"datalake_id", grant.kind == RoleScope::datalake ? json::value(to_string(grant.scope)) : json::value(nullptr)},
          {"dataset_id", grant.kind == RoleScope::dataset ? json::value(to_string(grant.scope)) : json::value(nullptr)}};
}

json::value time_or_null(const std::optional<Timestamp>& time) { return time ? json::value(to_iso8601(*time)) : json::value(nullptr); }

json::object to_json(const store::Token& token) {
  return {{"id", to_string(token.id)},
          {"user_id", to_string(token.user_id)},
          {"name", token.name},
          {"created_at", to_iso8601(token.created_at)},
          {"last_used_at", time_or_null(token.last_used_at)},
          {"expires_at", time_or_null(token.expires_at)},
          {"revoked", token.revoked}};
}

template <typename Values>
Response list_of(const Values& values) {
  json::array items;
  for (const auto& value : values)
    items.push_back(to_json(value));
  const std::size_t count = items.size();
  return json_response({{"items", std::move(items)}, {"count", count}, {"next_cursor", nullptr}});
}

Result<Role> role_in(const json::object& body) { return word(TRY(required_string(body, "role")), "role", parse_role); }

struct ScopeOfRole {
  RoleScope kind;
  Uuid id;
};
Result<ScopeOfRole> scope_in(const json::object& body) {
  const auto datalake = TRY(optional_string(body, "datalake_id"));
  const auto dataset = TRY(optional_string(body, "dataset_id"));
  if (datalake.has_value() == dataset.has_value()) return invalid("One of 'datalake_id' and 'dataset_id' must be given");
  if (datalake) return ScopeOfRole{RoleScope::datalake, TRY(parse_uuid(*datalake))};
  return ScopeOfRole{RoleScope::dataset, TRY(parse_uuid(*dataset))};
}

}  // namespace

Result<Response> list_all_users(Context& context, const Request&) {
  return list_of(TRY(usecases::own_users(context.workspace, context.caller)));
}

Result<Response> create_user(Context& context, const Request& request) {
  const json::object body = TRY(body_object(request.body));
  const usecases::NewUser user{TRY(required_string(body, "username")), TRY(role_in(body)), TRY(optional_string(body, "password"))};
  return json_response(to_json(TRY(usecases::add_user(context.workspace, context.caller, user))), 201);
}

Result<Response> change_user(Context& context, const Request& request) {
  const auto id = TRY(id_of<UserId>(request, "user"));
  const json::object body = TRY(body_object(request.body));
  if (const auto password = TRY(optional_string(body, "password")))
    TRY(usecases::change_password(context.workspace, context.caller, id, *password, context.session_secret));
  if (body.contains("role")) TRY(usecases::change_role(context.workspace, context.caller, id, TRY(role_in(body))));
  return json_response(to_json(TRY(usecases::find_user(context.workspace, context.caller, id))));
}

Result<Response> delete_user(Context& context, const Request& request) {
  TRY(usecases::remove_user(context.workspace, context.caller, TRY(id_of<UserId>(request, "user"))));
  return no_content();
}

// One's own password, proved by the old one where there is one. The session that asks goes on, the user's others end.
Result<Response> change_me(Context& context, const Request& request) {
  const json::object body = TRY(body_object(request.body));
  const std::string password = TRY(required_string(body, "password"));
  if (TRY(usecases::has_password(context.workspace, context.caller.user_id))) {
    const std::string old = TRY(required_string(body, "old_password"));
    TRY(usecases::check_password(context.workspace, context.log_ins, context.caller.username, old));
  }
  TRY(usecases::change_password(context.workspace, context.caller, context.caller.user_id, password, context.session_secret));
  return no_content();
}

Result<Response> list_roles(Context& context, const Request&) {
  return list_of(TRY(usecases::granted_roles(context.workspace, context.caller)));
}

Result<Response> grant_role(Context& context, const Request& request) {
  const json::object body = TRY(body_object(request.body));
  const ScopeOfRole scope = TRY(scope_in(body));
  const RoleGrant grant{TRY(UserId::parse(TRY(required_string(body, "user_id")))), scope.kind, scope.id, TRY(role_in(body))};
  TRY(usecases::grant_role(context.workspace, context.caller, grant));
  return json_response(to_json(grant), 201);
}

Result<Response> withdraw_role(Context& context, const Request& request) {
  const json::object body = TRY(body_object(request.body));
  const auto user = TRY(UserId::parse(TRY(required_string(body, "user_id"))));
  TRY(usecases::withdraw_role(context.workspace, context.caller, user, TRY(scope_in(body)).id));
  return no_content();
}

// One's own; an admin may name another ?user.
Result<Response> list_tokens(Context& context, const Request& request) {
  const auto user = request.query.one("user");
  const UserId id = user ? TRY(UserId::parse(*user)) : context.caller.user_id;
  return list_of(TRY(usecases::tokens_of(context.workspace, context.caller, id)));
}

Result<Response> create_token(Context& context, const Request& request) {
  const json::object body = TRY(body_object(request.body));
  const std::string name = TRY(required_string(body, "name"));
  std::optional<std::chrono::seconds> lifetime;
  if (const auto days = TRY(optional_int(body, "days"))) {
    if (*days < 1 || *days > kMostDays) return invalid("'days' must be from 1 to " + std::to_string(kMostDays));
    lifetime = std::chrono::hours(24 * *days);
  }
  const std::string secret = TRY(usecases::make_token(context.workspace, context.caller, name, lifetime));
  return json_response({{"token", secret}, {"name", name}}, 201);
}

Result<Response> revoke_token(Context& context, const Request& request) {
  TRY(usecases::revoke_token(context.workspace, context.caller, TRY(parse_uuid(request.parameter("token")))));
  return no_content();
}

}  // namespace kindred::api
