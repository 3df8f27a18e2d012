#include "images/exif.h"

namespace kindred::images {
namespace {

constexpr std::string_view kPrefix("Exif\0\0", 6);
constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kShort = 3;
constexpr std::uint32_t kLong = 4;
constexpr std::size_t kEntrySize = 12;

int checked(std::uint32_t orientation) { return orientation >= 1 && orientation <= 8 ? static_cast<int>(orientation) : 1; }

}  // namespace

int exif_orientation(Bytes block) {
  if (starts_with(block, kPrefix)) block = block.subspan(kPrefix.size());
  const bool little = starts_with(block, "II");
  if ((!little && !starts_with(block, "MM")) || block.size() < 8) return 1;
  const auto u16 = little ? le16 : be16;
  const auto u32 = little ? le32 : be32;

  const std::size_t directory = u32(block, 4);
  if (directory > block.size() - 2) return 1;
  const std::size_t entries = u16(block, directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + i * kEntrySize;
    if (at + kEntrySize > block.size()) return 1;
    if (u16(block, at) != kOrientationTag || u32(block, at + 4) != 1) continue;
    const std::uint32_t type = u16(block, at + 2);
    if (type == kShort) return checked(u16(block, at + 8));
    if (type == kLong) return checked(u32(block, at + 8));
  }
  return 1;
}

}  // namespace kindred::images
