#include "images/exif.h"

namespace kindred::images {
namespace {

constexpr std::string_view kPrefix("Exif\0\0", 6);
constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kShort = 3;
constexpr std::uint32_t kLong = 4;
constexpr std::size_t kEntrySize = 12;

}  // namespace

std::optional<std::uint32_t> directory_value(Bytes block, std::uint32_t tag) {
  const bool little = starts_with(block, "II");
  if ((!little && !starts_with(block, "MM")) || block.size() < 8) return std::nullopt;
  const auto u16 = little ? le16 : be16;
  const auto u32 = little ? le32 : be32;

  const std::size_t directory = u32(block, 4);
  if (directory > block.size() - 2) return std::nullopt;
  const std::size_t entries = u16(block, directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + i * kEntrySize;
    if (at + kEntrySize > block.size()) return std::nullopt;
    if (u16(block, at) != tag || u32(block, at + 4) != 1) continue;
    const std::uint32_t type = u16(block, at + 2);
    if (type == kShort) return u16(block, at + 8);
    if (type == kLong) return u32(block, at + 8);
  }
  return std::nullopt;
}

int exif_orientation(Bytes block) {
  if (starts_with(block, kPrefix)) block = block.subspan(kPrefix.size());
  const std::uint32_t orientation = directory_value(block, kOrientationTag).value_or(1);
  return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1;
}

}  // namespace kindred::images
