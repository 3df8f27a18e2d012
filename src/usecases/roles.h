// What a caller may do where: the role in the Organization, or the one granted for a Datalake or a Dataset (spec: roles).
//
// Everything lives in one Datalake or one Dataset: a Data and its tags in a Datalake; versions, Assets, their tags and annotations
// in a Dataset. `noun` is the name of the parameter that a route has for it: "datalake", "data", "version", "asset" …
// Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string_view>

#include "usecases/workspace.h"

namespace kindred::usecases {

// Whether things of this noun live in a Datalake or a Dataset.
bool has_role_scope(std::string_view noun);

// The caller's role for the thing with this id. One that is not there has the role in the Organization: who asks then learns that
// it is not there. Costs nothing for callers without grants.
Result<Role> role_at(Workspace& workspace, const Caller& caller, std::string_view noun, std::string_view id);
// The highest role that the caller has anywhere.
Role highest_role(const Caller& caller);

// `forbidden`, saying which role is needed.
Result<void> require_role(const Caller& caller, Role held, Role needed);

}  // namespace kindred::usecases
