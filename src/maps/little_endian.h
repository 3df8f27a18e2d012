// Numbers into and out of files and bodies, least significant byte first, on any machine.
// Thread-safety: pure functions.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace kindred::maps {

static_assert(std::endian::native == std::endian::little, "Columns are copied as they lie in memory");

template <typename T>
void append(std::vector<std::uint8_t>& bytes, const T& value) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(&value);
  bytes.insert(bytes.end(), first, first + sizeof value);
}

template <typename T>
void append_column(std::vector<std::uint8_t>& bytes, std::span<const T> column) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(column.data());
  bytes.insert(bytes.end(), first, first + column.size_bytes());
}

// Reads on from where the last one ended. Requires: the bytes are there.
class ColumnReader {
 public:
  explicit ColumnReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  template <typename T>
  T take() {
    T value{};
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_ = rest_.subspan(sizeof value);
    return value;
  }
  template <typename T>
  std::vector<T> take_column(std::size_t count) {
    std::vector<T> column(count);
    if (count > 0) std::memcpy(column.data(), rest_.data(), count * sizeof(T));
    rest_ = rest_.subspan(count * sizeof(T));
    return column;
  }

 private:
  std::span<const std::uint8_t> rest_;
};

}  // namespace kindred::maps
