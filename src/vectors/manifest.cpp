#include "vectors/manifest.h"

#include <array>
#include <cstring>
#include <span>
#include <string>

#include "base/files.h"
#include "vectors/crc32c.h"

namespace kindred::vectors {
namespace {

constexpr std::array<std::uint8_t, 8> kMagic = {'K', 'i', 'n', 'd', 'M', 'a', 'n', '\n'};
constexpr std::uint32_t kVersion = 1;
constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 30;

template <typename Number>
void put(std::vector<std::uint8_t>& bytes, Number number) {
  const auto* begin = reinterpret_cast<const std::uint8_t*>(&number);
  bytes.insert(bytes.end(), begin, begin + sizeof number);
}

template <typename Number>
Result<Number> take(std::span<const std::uint8_t>& bytes) {
  Number number{};
  if (bytes.size() < sizeof number) return corrupt("it ends too early");
  std::memcpy(&number, bytes.data(), sizeof number);
  bytes = bytes.subspan(sizeof number);
  return number;
}

Result<Manifest> parse(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kMagic.size() + sizeof(std::uint32_t)) return corrupt("it ends too early");
  const auto content = bytes.first(bytes.size() - sizeof(std::uint32_t));
  auto tail = bytes.subspan(content.size());
  if (TRY(take<std::uint32_t>(tail)) != crc32c(content)) return corrupt("its checksum is wrong");
  if (std::memcmp(content.data(), kMagic.data(), kMagic.size()) != 0) return corrupt("it doesn't begin with the mark of a manifest");
  auto rest = content.subspan(kMagic.size());
  if (const auto version = TRY(take<std::uint32_t>(rest)); version != kVersion) {
    return corrupt("its version is " + std::to_string(version) + ", this program reads 1");
  }
  Manifest manifest;
  manifest.dimension = TRY(take<std::uint32_t>(rest));
  manifest.file_bytes = TRY(take<std::uint64_t>(rest));
  const auto count = TRY(take<std::uint64_t>(rest));
  for (std::uint64_t i = 0; i < count; ++i) {
    Manifest::Part part;
    part.number = TRY(take<std::uint64_t>(rest));
    const auto size = TRY(take<std::uint64_t>(rest));
    if (size > rest.size()) return corrupt("it ends too early");
    part.removed = TRY(Bitmap::from_bytes(rest.first(size)));
    rest = rest.subspan(size);
    manifest.parts.push_back(std::move(part));
  }
  if (!rest.empty()) return corrupt("it goes on behind its end");
  return manifest;
}

}  // namespace

Result<Manifest> read_manifest(const std::filesystem::path& path) {
  const auto bytes = TRY(read_file(path, kMaxBytes));
  Result<Manifest> manifest = parse(bytes);
  if (!manifest) return corrupt("The manifest '" + path.string() + "' of an index is damaged: " + manifest.error().message);
  return manifest;
}

Result<void> write_manifest(const std::filesystem::path& path, const Manifest& manifest) {
  std::vector<std::uint8_t> bytes(kMagic.begin(), kMagic.end());
  put(bytes, kVersion);
  put(bytes, manifest.dimension);
  put(bytes, manifest.file_bytes);
  put(bytes, std::uint64_t{manifest.parts.size()});
  for (const Manifest::Part& part : manifest.parts) {
    const std::vector<std::uint8_t> removed = part.removed.to_bytes();
    put(bytes, part.number);
    put(bytes, std::uint64_t{removed.size()});
    bytes.insert(bytes.end(), removed.begin(), removed.end());
  }
  put(bytes, crc32c(bytes));
  return write_file_durably(path, bytes);
}

}  // namespace kindred::vectors
