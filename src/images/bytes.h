// Integers and magic numbers out of foreign bytes.
// Requires of the readers: the offset plus the width lies inside the bytes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace kindred::images {

using Bytes = std::span<const std::uint8_t>;

inline std::uint32_t le16(Bytes bytes, std::size_t at) { return bytes[at] | std::uint32_t{bytes[at + 1]} << 8; }
inline std::uint32_t be16(Bytes bytes, std::size_t at) { return bytes[at + 1] | std::uint32_t{bytes[at]} << 8; }
inline std::uint32_t le32(Bytes bytes, std::size_t at) { return le16(bytes, at) | le16(bytes, at + 2) << 16; }
inline std::uint32_t be32(Bytes bytes, std::size_t at) { return be16(bytes, at + 2) | be16(bytes, at) << 16; }

// Whether `magic` stands at offset `at`. The only function here that accepts any offset.
inline bool has_at(Bytes bytes, std::size_t at, std::string_view magic) {
  return bytes.size() >= at + magic.size() &&
         std::equal(magic.begin(), magic.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char wanted, std::uint8_t found) { return static_cast<std::uint8_t>(wanted) == found; });
}
inline bool starts_with(Bytes bytes, std::string_view magic) { return has_at(bytes, 0, magic); }

}  // namespace kindred::images
