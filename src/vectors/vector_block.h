// The bytes of one block of a vector file: a header of 64 bytes, the ids, the vectors. docs/vector-files.md shows them.
//
// Parts begin at multiples of 64 bytes, so that a vector in a mapped or aligned buffer can be loaded without crossing lines.
// Numbers are little-endian. Errors are `corrupt` and say what is wrong with the block; the caller knows which block it is.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace kindred::vectors {

inline constexpr std::size_t kBlockAlignment = 64;
inline constexpr std::size_t kBlockHeaderBytes = 64;
inline constexpr std::uint32_t kMaxBlockVectors = 1U << 20;
inline constexpr std::uint32_t kMaxDimension = 1U << 16;

constexpr std::uint64_t aligned(std::uint64_t bytes) { return (bytes + kBlockAlignment - 1) / kBlockAlignment * kBlockAlignment; }

// A buffer of these starts at a multiple of 64 bytes.
struct alignas(kBlockAlignment) BlockLine {
  std::uint8_t bytes[kBlockAlignment];
};

struct BlockHeader {
  std::uint32_t dimension = 0;
  std::uint32_t count = 0;
  std::uint32_t payload_checksum = 0;
};

// Where the parts of a block are, counted from its beginning.
struct BlockLayout {
  std::uint64_t ids_at = kBlockHeaderBytes;
  std::uint64_t vectors_at = 0;
  std::uint64_t bytes = 0;
};
BlockLayout block_layout(std::uint32_t dimension, std::uint32_t count);

struct Block {
  std::span<const Uuid> ids;
  std::span<const std::uint16_t> vectors;
};

// `vectors` is ids.size() x dimension.
std::vector<BlockLine> encode_block(std::uint32_t dimension, const Block& block);
// Checks magic, version, checksum and limits of a header, and that it is of `dimension`.
Result<BlockHeader> decode_block_header(std::span<const std::uint8_t, kBlockHeaderBytes> bytes, std::size_t dimension);
// `bytes` is a whole block whose header is `header`, aligned as BlockLine. The spans point into it.
Result<Block> decode_block(const BlockHeader& header, std::span<const std::uint8_t> bytes);

}  // namespace kindred::vectors
