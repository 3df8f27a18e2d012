#include "base/ids.h"

#include <chrono>

#include "base/crypto.h"

namespace kindred {
namespace {

constexpr char kHex[] = "0123456789abcdef";
constexpr bool is_hyphen_place(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Uuid new_uuid() {
  Uuid uuid;
  random_bytes(uuid.bytes);
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  auto millis = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  for (std::size_t i = 6; i-- > 0; millis >>= 8)
    uuid.bytes[i] = static_cast<std::uint8_t>(millis);
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0F) | 0x70);  // version 7
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3F) | 0x80);  // variant of RFC 9562
  return uuid;
}

Result<Uuid> parse_uuid(std::string_view text) {
  const auto refuse = [&] { return invalid("'" + std::string(text.substr(0, 64)) + "' is not a UUID"); };
  if (text.size() != 36) return refuse();
  Uuid uuid;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_hyphen_place(i)) {
      if (text[i] != '-') return refuse();
      continue;
    }
    const int value = hex_value(text[i]);
    if (value < 0) return refuse();
    auto& byte = uuid.bytes[nibble / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | value);
    ++nibble;
  }
  return uuid;
}

std::string to_string(const Uuid& uuid) {
  std::string text;
  text.reserve(36);
  for (const std::uint8_t byte : uuid.bytes) {
    if (is_hyphen_place(text.size())) text += '-';
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

}  // namespace kindred
