// The table of all routes (routes.cpp) and the handlers in it (routes/, one file a noun).
#pragma once

#include <span>

#include "api/router.h"

namespace kindred::api {

inline constexpr std::string_view kSessionCookie = "kindred_session";

std::span<const Route> all_routes();

}  // namespace kindred::api
