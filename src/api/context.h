// What a handler works with, made for each request.
#pragma once

#include <string>
#include <string_view>

#include "api/event_hub.h"
#include "api/request.h"
#include "api/signed_url.h"
#include "usecases/caller.h"
#include "usecases/log_in.h"
#include "usecases/workspace.h"

namespace kindred::api {

class Context {
 public:
  usecases::Workspace& workspace;
  const UrlSigner& signer;
  EventHub& events;
  usecases::LogInThrottle& log_ins;
  std::string_view version;  // of the program
  std::string base_url;      // how the client reaches this server: "http://127.0.0.1:8080"
  // Only for routes that ask for a role.
  usecases::Caller caller;
  std::string session_secret;  // when a cookie showed who calls
  std::string csrf_token;
};

// The id that stands for `name` in the route's pattern.
template <typename T>
Result<T> id_of(const Request& request, std::string_view name) {
  return T::parse(request.parameter(name));
}

}  // namespace kindred::api
