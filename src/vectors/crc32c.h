// CRC-32C (Castagnoli polynomial 0x1EDC6F41, reflected; RFC 3720 appendix B.4), the checksum of vector files.
//
// crc32c() uses the SSE 4.2 instruction, which the instruction-set floor x86-64-v2 has. crc32c_by_table() is its slow twin, and what
// another processor would use. Both continue from `so_far`: crc32c(b, crc32c(a)) is that of a followed by b. Thread-safety: any thread.
#pragma once

#include <cstdint>
#include <span>

namespace kindred::vectors {

std::uint32_t crc32c(std::span<const std::uint8_t> bytes, std::uint32_t so_far = 0);
std::uint32_t crc32c_by_table(std::span<const std::uint8_t> bytes, std::uint32_t so_far = 0);

}  // namespace kindred::vectors
