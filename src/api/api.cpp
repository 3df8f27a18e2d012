#include "api/api.h"

#include "api/errors.h"
#include "api/exchanges.h"
#include "api/guard.h"
#include "api/job_news.h"
#include "api/routes.h"
#include "base/log.h"
#include "usecases/roles.h"
#include "usecases/sign_in.h"

namespace kindred::api {
namespace {

constexpr std::string_view kBearer = "Bearer ";

Role role_of(Access access) {
  switch (access) {
    case Access::anyone:
    case Access::viewer: return Role::viewer;
    case Access::editor:
    case Access::editor_somewhere: return Role::editor;
    case Access::admin: return Role::admin;
  }
  return Role::admin;
}

// The caller's role for what the route's path names.
Result<Role> held_role(usecases::Workspace& workspace, const usecases::Caller& caller, const Route& route, const Request& request) {
  if (route.access == Access::editor_somewhere) return usecases::highest_role(caller);
  for (const auto& [noun, id] : request.parameters) {
    if (usecases::has_role_scope(noun)) return usecases::role_at(workspace, caller, noun, id);
  }
  return caller.role;
}

Result<void> check_role(usecases::Workspace& workspace, const usecases::Caller& caller, const Route& route, const Request& request) {
  return usecases::require_role(caller, TRY(held_role(workspace, caller, route, request)), role_of(route.access));
}

// "https://host:port" without a path; gives the host.
Result<std::string> host_of_url(std::string_view url) {
  if (url.empty()) return std::string();
  const std::size_t scheme = url.find("://");
  const std::string_view host = scheme == std::string_view::npos ? std::string_view() : url.substr(scheme + 3);
  const bool known = url.starts_with("http://") || url.starts_with("https://");
  if (!known || host.empty() || host.find('/') != std::string_view::npos) {
    return invalid("The public URL '" + std::string(url) + "' must look like https://kindred.example.org, without a path");
  }
  return std::string(host_without_port(host));
}

}  // namespace

Response finished(Response response, std::string_view user) {
  add_security_headers(response);
  if (!response.headers.find("Cache-Control")) response.headers.add("Cache-Control", "no-store");
  response.user = user;
  return response;
}

Result<std::unique_ptr<Api>> Api::create(usecases::Workspace& workspace, ApiOptions options) {
  if (options.public_url.ends_with('/')) options.public_url.pop_back();
  std::string host = TRY(host_of_url(options.public_url));
  return std::unique_ptr<Api>(new Api(workspace, std::move(options), std::move(host)));
}

Api::Api(usecases::Workspace& workspace, ApiOptions options, std::string public_host)
    : workspace_(workspace),
      options_(std::move(options)),
      public_host_(std::move(public_host)),
      signer_(workspace.signing_key()),
      router_(all_routes()),
      events_(std::make_shared<EventHub>()) {
  // The queue may outlive this object, so the listener holds what it needs.
  workspace_.jobs().listen([news = std::make_shared<JobNews>(events_)](const Job& job) { news->tell(job); });
}

Response Api::refuse(const Error& error) { return finished(error_response(error), {}); }

std::variant<std::unique_ptr<Exchange>, Response> Api::begin(Request request) {
  auto target = parse_target(request.target);
  if (!target) return refuse(target.error());
  request.path = std::move(target->path);
  request.segments = std::move(target->segments);
  request.query = std::move(target->query);
  if (const auto host = check_host(request, public_host_); !host) return refuse(host.error());

  const Router::Match match = router_.match(request);
  if (match.route == nullptr) return finished(without_route(request, match.allowed), {});
  Context context{workspace_, signer_, *events_, log_ins_, options_.version, base_url(request), {}, {}, {}};
  if (match.route->access != Access::anyone) {
    if (const auto known = authenticate(request, context); !known) return refuse(known.error());
    if (const auto allowed = check_role(workspace_, context.caller, *match.route, request); !allowed) {
      return finished(error_response(allowed.error()), context.caller.username);
    }
  }
  return make_exchange(*match.route, std::move(context), std::move(request));
}

Result<void> Api::authenticate(const Request& request, Context& context) const {
  if (const auto header = request.headers.find("Authorization")) {
    if (!header->starts_with(kBearer)) return Error{ErrorKind::unauthorized, "The Authorization header must be 'Bearer TOKEN'", {}};
    context.caller = TRY(usecases::caller_of_token(workspace_, header->substr(kBearer.size())));
    return {};
  }
  const std::string secret = cookie(request, kSessionCookie);
  if (secret.empty()) return Error{ErrorKind::unauthorized, "An API token or a session is needed", "Make a token with: kindred token"};
  usecases::Session session = TRY(usecases::session_of(workspace_, secret));
  if (!is_safe(request.method)) TRY(check_cross_site(request, session.csrf_token));
  context.caller = std::move(session.caller);
  context.session_secret = std::move(session.secret);
  context.csrf_token = std::move(session.csrf_token);
  return {};
}

Response Api::without_route(const Request& request, const std::string& allowed) const {
  if (!allowed.empty()) {
    Response response = error_response(405, "'" + request.path + "' has no method " + request.method + ", but " + allowed);
    response.headers.add("Allow", allowed);
    return response;
  }
  const bool is_api = !request.segments.empty() && (request.segments[0] == "api" || request.segments[0] == "storage");
  const bool is_page = request.method == "GET" || request.method == "HEAD";
  if (!is_api && is_page) return serve_web(options_.web, request);
  return error_response(not_found("There is nothing at '" + request.path + "'"));
}

std::string Api::base_url(const Request& request) const {
  if (!options_.public_url.empty()) return options_.public_url;
  return "http://" + std::string(request.headers.find("Host").value_or("127.0.0.1"));
}

}  // namespace kindred::api
