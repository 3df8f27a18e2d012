#include "api/links.h"

#include "api/json.h"
#include "api/url.h"
#include "base/time.h"

namespace kindred::api {

std::int64_t unix_now() { return now().micros / 1'000'000; }

std::string signed_name(const ConnectorId& connector, std::string_view object_name) {
  return to_string(connector) + "/" + std::string(object_name);
}

std::string download_url(const Context& context, std::string_view object_name) {
  const ConnectorId connector = context.caller.connector_id;
  const SignedGrant grant = context.signer.sign("GET", signed_name(connector, object_name), unix_now(), kLinkSeconds);
  return context.base_url + "/storage/" + to_string(connector) + "/" + percent_encode(object_name, "/") + "?expires=" + grant.expires +
         "&signature=" + grant.signature;
}

json::object data_json(const Context& context, const Data& data) { return to_json(data, download_url(context, data.object_name)); }

json::object asset_json(const Context& context, const Asset& asset) {
  return to_json(asset, download_url(context, asset.data.object_name));
}

}  // namespace kindred::api
