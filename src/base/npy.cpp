#include "base/npy.h"

#include <charconv>
#include <cstring>
#include <string>

#include "base/files.h"

namespace kindred {
namespace {

constexpr std::string_view kMagic("\x93NUMPY\x01\x00", 8);

Result<std::vector<std::size_t>> shape_of(std::string_view header, const std::string& name) {
  const auto start = header.find("'shape': (");
  const auto end = header.find(')', start);
  if (start == std::string_view::npos || end == std::string_view::npos) return corrupt(name + " has no shape in its header");
  std::string_view list = header.substr(start + 10, end - start - 10);
  std::vector<std::size_t> shape;
  while (!list.empty()) {
    while (!list.empty() && (list.front() == ' ' || list.front() == ','))
      list.remove_prefix(1);
    if (list.empty()) break;
    std::size_t number = 0;
    const auto [rest, failure] = std::from_chars(list.data(), list.data() + list.size(), number);
    if (failure != std::errc{}) return corrupt(name + " has a malformed shape in its header");
    shape.push_back(number);
    list.remove_prefix(static_cast<std::size_t>(rest - list.data()));
  }
  return shape;
}

}  // namespace

Result<void> write_npy(const std::filesystem::path& path, std::span<const float> values, std::size_t rows, std::size_t columns) {
  assert(values.size() == rows * columns);
  std::string header =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " + std::to_string(columns) + "), }";
  constexpr std::size_t kAlignment = 64;
  const std::size_t unpadded = kMagic.size() + 2 + header.size() + 1;
  header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  header += '\n';
  std::vector<std::uint8_t> bytes(kMagic.begin(), kMagic.end());
  bytes.push_back(static_cast<std::uint8_t>(header.size() & 0xFF));
  bytes.push_back(static_cast<std::uint8_t>(header.size() >> 8));
  bytes.insert(bytes.end(), header.begin(), header.end());
  const auto* data = reinterpret_cast<const std::uint8_t*>(values.data());
  bytes.insert(bytes.end(), data, data + values.size_bytes());
  return write_file_durably(path, bytes);
}

Result<NpyArray> read_npy(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = TRY(read_file(path));
  const std::string name = "'" + path.string() + "'";
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.size() < 10 || text.substr(0, 8) != kMagic) return unsupported(name + " is not a .npy file of format 1.0");
  const std::size_t length = bytes[8] | static_cast<std::size_t>(bytes[9]) << 8;
  if (text.size() < 10 + length) return corrupt(name + " ends inside its header");
  const std::string_view header = text.substr(10, length);
  if (header.find("'<f4'") == std::string_view::npos || header.find("False") == std::string_view::npos) {
    return unsupported(name + " does not hold float32 in C order");
  }
  NpyArray array;
  array.shape = TRY(shape_of(header, name));
  std::size_t count = 1;
  const std::size_t room = (text.size() - 10 - length) / sizeof(float);
  for (const std::size_t extent : array.shape) {
    if (extent != 0 && count > room / extent) return corrupt(name + " is shorter than its shape says");
    count *= extent;
  }
  array.values.resize(count);
  if (count > 0) std::memcpy(array.values.data(), bytes.data() + 10 + length, count * sizeof(float));
  return array;
}

}  // namespace kindred
