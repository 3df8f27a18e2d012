// Signed addresses of stored objects, and the two nouns whose JSON carries one.
#pragma once

#include <string>

#include "api/context.h"
#include "base/json.h"
#include "model/dataset.h"

namespace kindred::api {

inline constexpr std::int64_t kLinkSeconds = 3600;

std::int64_t unix_now();
// What is signed for an object.
std::string signed_name(const ConnectorId& connector, std::string_view object_name);
std::string download_url(const Context& context, std::string_view object_name);

json::object data_json(const Context& context, const Data& data);
json::object asset_json(const Context& context, const Asset& asset);

}  // namespace kindred::api
