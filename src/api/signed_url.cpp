#include "api/signed_url.h"

#include <charconv>

#include "base/crypto.h"

namespace kindred::api {

SignedGrant UrlSigner::sign(std::string_view method, std::string_view object, std::int64_t now, std::int64_t lifetime) const {
  std::string expires = std::to_string(now + lifetime);
  std::string signature = this->signature(method, object, expires);
  return {std::move(expires), std::move(signature)};
}

Result<void> UrlSigner::check(std::string_view method, std::string_view object, const SignedGrant& grant, std::int64_t now) const {
  // The signature first: an expiry that wasn't signed tells nothing.
  if (!equal_in_constant_time(signature(method, object, grant.expires), grant.signature)) {
    return Error{ErrorKind::forbidden, "The address's signature is not valid for this method and object", {}};
  }
  std::int64_t expires = 0;
  const char* end = grant.expires.data() + grant.expires.size();
  const auto parsed = std::from_chars(grant.expires.data(), end, expires);
  if (parsed.ec != std::errc() || parsed.ptr != end || now > expires) {
    return Error{ErrorKind::forbidden, "The address has expired: ask for a new one", {}};
  }
  return {};
}

std::string UrlSigner::signature(std::string_view method, std::string_view object, std::string_view expires) const {
  // Each part with its length, so that no two different grants give one message.
  std::string message;
  for (const std::string_view part : {method, object, expires}) {
    message.append(std::to_string(part.size())).append(":").append(part).append("\n");
  }
  return base64url(hmac_sha256(key_, message));
}

}  // namespace kindred::api
