// Kindred's HTTP interface: the official SDK's wire contract, our own additions in its style, and the web app.
//
// Each request passes: address, Host, route, credentials, role, cross-site check; then its handler (routes/, one file a noun).
// Thread-safety: the Service's members, from any thread.
#pragma once

#include <span>
#include <string>

#include "api/context.h"
#include "api/router.h"
#include "api/service.h"
#include "api/web_assets.h"

namespace kindred::api {

struct ApiOptions {
  // How clients reach the server when that isn't what they say in Host: behind a proxy, "https://kindred.example.org". No path.
  std::string public_url;
  std::string version;  // of the program
  std::span<const WebAsset> web;
};

class Api : public Service {
 public:
  // `invalid` for a public_url that is none. Both must outlive the Api, which listens to the workspace's jobs from now on.
  static Result<std::unique_ptr<Api>> create(usecases::Workspace& workspace, ApiOptions options);

  std::variant<std::unique_ptr<Exchange>, Response> begin(Request request) override;
  Response refuse(const Error& error) override;

 private:
  Api(usecases::Workspace& workspace, ApiOptions options, std::string public_host);
  Result<std::unique_ptr<Exchange>> admit(Request& request, Context& context);
  Result<void> authenticate(const Request& request, Context& context) const;
  Response without_route(const Request& request, const std::string& allowed) const;
  [[nodiscard]] std::string base_url(const Request& request) const;

  usecases::Workspace& workspace_;
  ApiOptions options_;
  std::string public_host_;
  UrlSigner signer_;
  Router router_;
  usecases::LogInThrottle log_ins_;
  std::shared_ptr<EventHub> events_;
};

// Adds what every response has: security headers, no storing of what is private, the user for the log.
Response finished(Response response, std::string_view user);

}  // namespace kindred::api
