#include "vectors/crc32c.h"

#include <nmmintrin.h>

#include <array>
#include <cstring>

namespace kindred::vectors {
namespace {

constexpr std::uint32_t kReflectedPolynomial = 0x82F63B78;

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
    std::uint32_t rest = byte;
    for (int bit = 0; bit < 8; ++bit)
      rest = rest >> 1 ^ ((rest & 1) != 0 ? kReflectedPolynomial : 0);
    table[byte] = rest;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kTable = make_table();

}  // namespace

std::uint32_t crc32c(std::span<const std::uint8_t> bytes, std::uint32_t so_far) {
  std::uint64_t state = ~so_far;
  for (; bytes.size() >= sizeof(std::uint64_t); bytes = bytes.subspan(sizeof(std::uint64_t))) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof word);
    state = _mm_crc32_u64(state, word);
  }
  auto tail = static_cast<std::uint32_t>(state);
  for (const std::uint8_t byte : bytes)
    tail = _mm_crc32_u8(tail, byte);
  return ~tail;
}

std::uint32_t crc32c_by_table(std::span<const std::uint8_t> bytes, std::uint32_t so_far) {
  std::uint32_t state = ~so_far;
  for (const std::uint8_t byte : bytes)
    state = state >> 8 ^ kTable[(state ^ byte) & 0xFF];
  return ~state;
}

}  // namespace kindred::vectors
