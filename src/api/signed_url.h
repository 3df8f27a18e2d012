// Addresses that carry their own right: an HMAC-SHA256 over method, object and expiry, so that uploads and downloads need no
// token (the official SDK sends none to its storage). The idea is that of AWS signature version 4's presigned addresses.
//
// Thread-safety: immutable once made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kindred::api {

struct SignedGrant {
  std::string expires;    // seconds since 1970, as text
  std::string signature;  // base64url
};

class UrlSigner {
 public:
  explicit UrlSigner(std::string key) : key_(std::move(key)) {}

  // `method` is "GET" or "POST"; `now` and `lifetime` in seconds.
  [[nodiscard]] SignedGrant sign(std::string_view method, std::string_view object, std::int64_t now, std::int64_t lifetime) const;
  // `forbidden` for a grant that is forged, for another method or object, or expired.
  [[nodiscard]] Result<void> check(std::string_view method, std::string_view object, const SignedGrant& grant, std::int64_t now) const;

 private:
  [[nodiscard]] std::string signature(std::string_view method, std::string_view object, std::string_view expires) const;

  std::string key_;
};

}  // namespace kindred::api
