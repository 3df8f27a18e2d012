// Hashes, message authentication and randomness, over libsodium (which crypto.cpp wraps).
//
// SHA-256 is FIPS 180-4, HMAC is RFC 2104 with SHA-256, base64url is RFC 4648 section 5 without padding.
// Thread-safety: every function may be called from any thread; a Sha256 belongs to one thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace kindred {

using Digest = std::array<std::uint8_t, 32>;

void random_bytes(std::span<std::uint8_t> out);
// `bytes` random bytes as base64url: a secret that can stand in a URL.
std::string random_token(std::size_t bytes = 32);

Digest sha256(std::span<const std::uint8_t> bytes);
Digest sha256(std::string_view text);
Digest hmac_sha256(std::string_view key, std::string_view message);

// SHA-256 of what comes in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  void update(std::span<const std::uint8_t> bytes);
  // Ends the computation; the object may not be used after it.
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A password as an Argon2id string (RFC 9106) with a random salt and its costs: 64 MiB and about a tenth of a second for each call.
// Empty when there is no memory for it.
std::string hash_password(std::string_view password);
// Takes as long as making it. False for a string that hash_password did not make.
bool is_password(std::string_view password, const std::string& hash);

std::string hex(std::span<const std::uint8_t> bytes);
std::string base64url(std::span<const std::uint8_t> bytes);
// In a time that does not depend on where the strings differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace kindred
