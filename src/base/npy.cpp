#include "base/npy.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "base/files.h"
#include "base/float16.h"

namespace kindred {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kMostDimensions = 64;  // NumPy's own limit

std::vector<std::uint8_t> array_bytes(std::string_view type, const std::string& shape, std::span<const std::uint8_t> data) {
  std::string header = "{'descr': '" + std::string(type) + "', 'fortran_order': False, 'shape': (" + shape + "), }";
  const std::size_t unpadded = kMagic.size() + 4 + header.size() + 1;
  header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  header += '\n';
  std::vector<std::uint8_t> bytes(kMagic.begin(), kMagic.end());
  bytes.insert(bytes.end(), {1, 0, static_cast<std::uint8_t>(header.size() & 0xFF), static_cast<std::uint8_t>(header.size() >> 8)});
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

template <typename Number>
std::span<const std::uint8_t> bytes_of(std::span<const Number> values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()};
}

// What stands behind `key` in the header, a Python literal of a dictionary, up to the end of the header.
std::optional<std::string_view> behind(std::string_view header, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const std::string quoted = quote + std::string(key) + quote;
    auto at = header.find(quoted);
    if (at == std::string_view::npos) continue;
    at = header.find_first_not_of(' ', at + quoted.size());
    if (at == std::string_view::npos || header[at] != ':') continue;
    at = header.find_first_not_of(' ', at + 1);
    if (at != std::string_view::npos) return header.substr(at);
  }
  return std::nullopt;
}

Result<std::vector<std::size_t>> shape_of(std::string_view header, const std::string& name) {
  const auto text = behind(header, "shape");
  const auto end = text ? text->find(')') : std::string_view::npos;
  if (end == std::string_view::npos || text->front() != '(') return corrupt(name + " has no shape in its header");
  std::string_view list = text->substr(1, end - 1);
  std::vector<std::size_t> shape;
  const auto skip = [&list](std::string_view letters) { list.remove_prefix(std::min(list.size(), list.find_first_not_of(letters))); };
  for (skip(" "); !list.empty(); skip(" ")) {
    std::size_t number = 0;
    const auto [rest, failure] = std::from_chars(list.data(), list.data() + list.size(), number);
    if (failure != std::errc{} || shape.size() == kMostDimensions) return corrupt(name + " has a malformed shape in its header");
    shape.push_back(number);
    list.remove_prefix(static_cast<std::size_t>(rest - list.data()));
    skip(" ");
    if (!list.empty() && list.front() != ',') return corrupt(name + " has a malformed shape in its header");
    skip(",");
  }
  return shape;
}

// A type that can be read: how many bytes each number has, and how they become a float.
struct NumberType {
  std::string_view name;
  std::size_t size = 0;
  float (*read)(const std::uint8_t* bytes);
};

template <typename Number>
Number load(const std::uint8_t* bytes) {
  Number number;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

constexpr NumberType kTypes[] = {
    {"<f4", 4, [](const std::uint8_t* bytes) { return load<float>(bytes); }},
    {"<f8", 8, [](const std::uint8_t* bytes) { return static_cast<float>(load<double>(bytes)); }},
    {"<f2", 2, [](const std::uint8_t* bytes) { return f16_to_float(load<std::uint16_t>(bytes)); }},
};

Result<NumberType> type_of(std::string_view header, const std::string& name) {
  const auto text = behind(header, "descr");
  if (!text) return corrupt(name + " has no type in its header");
  for (const NumberType& type : kTypes) {
    if (text->substr(1).starts_with(type.name) && text->size() > type.name.size() + 1 && (*text)[type.name.size() + 1] == text->front()) {
      return type;
    }
  }
  return unsupported(name + " holds numbers of a type that can't be read (" + std::string(text->substr(0, text->find(','))) +
                     "); save it as float32: numpy.save(file, array.astype('<f4'))");
}

struct Layout {
  std::string_view header;
  std::span<const std::uint8_t> data;
};

Result<Layout> split(std::span<const std::uint8_t> bytes, const std::string& name) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (!text.starts_with(kMagic) || text.size() < 8 || bytes[6] < 1 || bytes[6] > 3) {
    return unsupported(name + " is not a .npy file of a format from 1.0 to 3.0");
  }
  const std::size_t length_bytes = bytes[6] == 1 ? 2 : 4;
  const std::size_t start = 8 + length_bytes;
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes && 8 + i < bytes.size(); ++i)
    length |= std::size_t{bytes[8 + i]} << 8 * i;
  if (bytes.size() < start || bytes.size() - start < length) return corrupt(name + " ends inside its header");
  return Layout{text.substr(start, length), bytes.subspan(start + length)};
}

// From the order in which the first index changes fastest.
std::vector<float> transposed(const std::vector<float>& values, std::size_t rows, std::size_t columns) {
  std::vector<float> result(values.size());
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column)
      result[row * columns + column] = values[column * rows + row];
  }
  return result;
}

}  // namespace

std::vector<std::uint8_t> npy_bytes(std::span<const float> values, std::size_t rows, std::size_t columns) {
  assert(values.size() == rows * columns);
  return array_bytes("<f4", std::to_string(rows) + ", " + std::to_string(columns), bytes_of(values));
}

Result<void> write_npy(const std::filesystem::path& path, std::span<const float> values, std::size_t rows, std::size_t columns) {
  return write_file_durably(path, npy_bytes(values, rows, columns));
}

Result<void> write_npy(const std::filesystem::path& path, std::span<const std::int32_t> values) {
  return write_file_durably(path, array_bytes("<i4", std::to_string(values.size()) + ",", bytes_of(values)));
}

Result<NpyArray> read_npy(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = TRY(read_file(path));
  return parse_npy(bytes, "'" + path.string() + "'");
}

Result<NpyArray> parse_npy(std::span<const std::uint8_t> bytes, const std::string& name) {
  const Layout layout = TRY(split(bytes, name));
  const NumberType type = TRY(type_of(layout.header, name));
  const auto order = behind(layout.header, "fortran_order");
  if (!order) return corrupt(name + " does not say the order of its numbers in its header");
  NpyArray array;
  array.shape = TRY(shape_of(layout.header, name));
  const bool is_empty = std::find(array.shape.begin(), array.shape.end(), 0U) != array.shape.end();
  std::size_t count = is_empty ? 0 : 1;
  const std::size_t room = layout.data.size() / type.size;
  for (const std::size_t extent : array.shape) {
    if (!is_empty && count > room / extent) return corrupt(name + " is shorter than its shape says");
    count *= extent;
  }
  if (count > room) return corrupt(name + " is shorter than its shape says");  // one number, of no dimension
  array.values.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    array.values.push_back(type.read(layout.data.data() + i * type.size));
  if (!order->starts_with("True") || array.shape.size() < 2) return array;
  if (array.shape.size() > 2) return unsupported(name + " holds an array of more than two dimensions in Fortran's order");
  array.values = transposed(array.values, array.shape[0], array.shape[1]);
  return array;
}

}  // namespace kindred
