#include "vectors/vector_block.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstring>
#include <string>

#include "vectors/crc32c.h"

namespace kindred::vectors {
namespace {

static_assert(std::endian::native == std::endian::little, "the numbers of a block are copied as they are in memory");
static_assert(sizeof(Uuid) == 16 && std::is_trivially_copyable_v<Uuid>);

constexpr std::array<char, 8> kMagic = {'K', 'i', 'n', 'd', 'V', 'e', 'c', '\n'};
constexpr std::uint32_t kVersion = 1;

// The header as it lies in the file.
struct RawHeader {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t dimension = 0;
  std::uint32_t count = 0;
  std::uint32_t payload_checksum = 0;
  std::array<std::uint8_t, 36> reserved{};
  std::uint32_t header_checksum = 0;
};
static_assert(sizeof(RawHeader) == kBlockHeaderBytes && offsetof(RawHeader, header_checksum) == 60);

std::uint32_t checksum_of(const RawHeader& header) {
  const auto bytes = std::bit_cast<std::array<std::uint8_t, kBlockHeaderBytes>>(header);
  return crc32c(std::span(bytes).first(offsetof(RawHeader, header_checksum)));
}

}  // namespace

BlockLayout block_layout(std::uint32_t dimension, std::uint32_t count) {
  BlockLayout layout;
  layout.vectors_at = aligned(layout.ids_at + std::uint64_t{count} * sizeof(Uuid));
  layout.bytes = aligned(layout.vectors_at + std::uint64_t{count} * dimension * sizeof(std::uint16_t));
  return layout;
}

std::vector<BlockLine> encode_block(std::uint32_t dimension, const Block& block) {
  assert(block.vectors.size() == block.ids.size() * dimension);
  const auto count = static_cast<std::uint32_t>(block.ids.size());
  const BlockLayout layout = block_layout(dimension, count);
  std::vector<BlockLine> lines(layout.bytes / kBlockAlignment);
  auto* bytes = reinterpret_cast<std::uint8_t*>(lines.data());
  std::memcpy(bytes + layout.ids_at, block.ids.data(), block.ids.size_bytes());
  std::memcpy(bytes + layout.vectors_at, block.vectors.data(), block.vectors.size_bytes());
  RawHeader header;
  header.dimension = dimension;
  header.count = count;
  header.payload_checksum = crc32c({bytes + kBlockHeaderBytes, bytes + layout.bytes});
  header.header_checksum = checksum_of(header);
  std::memcpy(bytes, &header, sizeof header);
  return lines;
}

Result<BlockHeader> decode_block_header(std::span<const std::uint8_t, kBlockHeaderBytes> bytes, std::size_t dimension) {
  RawHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kMagic) return corrupt("it doesn't begin with the mark of a block");
  if (header.header_checksum != checksum_of(header)) return corrupt("the checksum of its header is wrong");
  if (header.version != kVersion) return corrupt("its version is " + std::to_string(header.version) + ", this program reads 1");
  if (header.dimension != dimension) {
    return corrupt("its vectors have " + std::to_string(header.dimension) + " dimensions instead of " + std::to_string(dimension));
  }
  if (header.count == 0 || header.count > kMaxBlockVectors) {
    return corrupt("it says that it holds " + std::to_string(header.count) + " vectors, which no block does");
  }
  return BlockHeader{header.dimension, header.count, header.payload_checksum};
}

Result<Block> decode_block(const BlockHeader& header, std::span<const std::uint8_t> bytes) {
  const BlockLayout layout = block_layout(header.dimension, header.count);
  assert(bytes.size() == layout.bytes && reinterpret_cast<std::uintptr_t>(bytes.data()) % kBlockAlignment == 0);
  if (crc32c(bytes.subspan(kBlockHeaderBytes)) != header.payload_checksum) return corrupt("the checksum of its ids and vectors is wrong");
  const auto* ids = reinterpret_cast<const Uuid*>(bytes.data() + layout.ids_at);
  const auto* vectors = reinterpret_cast<const std::uint16_t*>(bytes.data() + layout.vectors_at);
  return Block{{ids, header.count}, {vectors, std::size_t{header.count} * header.dimension}};
}

}  // namespace kindred::vectors
