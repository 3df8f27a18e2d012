// The two ways in which a route takes a request: with its body in memory, or as a stream into a sink.
#pragma once

#include <memory>

#include "api/context.h"
#include "api/router.h"
#include "api/service.h"

namespace kindred::api {

// A streaming route is asked for its sink at once, so a refusal comes before the body.
std::variant<std::unique_ptr<Exchange>, Response> make_exchange(const Route& route, Context context, Request request);

}  // namespace kindred::api
