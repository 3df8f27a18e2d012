#include "maps/map_file.h"

#include <cmath>
#include <numeric>
#include <string>

#include "maps/little_endian.h"
#include "vectors/crc32c.h"

namespace kindred::maps {
namespace {

constexpr std::string_view kMark = "KindMap\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 64;
constexpr std::size_t kChecksummedHeader = kHeaderBytes - sizeof(std::uint32_t);
constexpr std::size_t kBytesPerPoint = 4 * sizeof(std::uint32_t);  // x, y, cluster, multiplicity

struct Header {
  std::uint32_t version;
  std::uint32_t points;
  std::uint32_t items;
  std::int32_t clusters;
  CellGrid grid;
  std::uint32_t columns_checksum;
  std::uint32_t checksum;
};

Header read_header(std::span<const std::uint8_t> bytes) {
  ColumnReader reader(bytes.subspan(kMark.size()));
  Header header{};
  header.version = reader.take<std::uint32_t>();
  header.points = reader.take<std::uint32_t>();
  header.items = reader.take<std::uint32_t>();
  header.clusters = reader.take<std::int32_t>();
  header.grid.x = reader.take<double>();
  header.grid.y = reader.take<double>();
  header.grid.cell_width = reader.take<double>();
  header.grid.cell_height = reader.take<double>();
  header.columns_checksum = reader.take<std::uint32_t>();
  header.checksum = reader.take<std::uint32_t>();
  return header;
}

// What checksums don't tell: that the columns can be used without looking again.
bool makes_sense(const MapPoints& points) {
  std::uint64_t items = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!std::isfinite(points.x[i]) || !std::isfinite(points.y[i])) return false;
    if (points.cluster[i] < kNoise || points.cluster[i] >= points.clusters) return false;
    if (points.multiplicity[i] == 0) return false;
    items += points.multiplicity[i];
  }
  return points.clusters >= 0 && items == points.items.size();
}

}  // namespace

std::vector<std::uint8_t> encode_map(const MapPoints& points) {
  std::vector<std::uint8_t> columns;
  columns.reserve(points.size() * kBytesPerPoint + points.items.size() * sizeof(Uuid));
  append_column<float>(columns, points.x);
  append_column<float>(columns, points.y);
  append_column<std::int32_t>(columns, points.cluster);
  append_column<std::uint32_t>(columns, points.multiplicity);
  append_column<Uuid>(columns, points.items);

  std::vector<std::uint8_t> bytes(kMark.begin(), kMark.end());
  bytes.reserve(kHeaderBytes + columns.size());
  append(bytes, kVersion);
  append(bytes, static_cast<std::uint32_t>(points.size()));
  append(bytes, static_cast<std::uint32_t>(points.items.size()));
  append(bytes, points.clusters);
  for (const double number : {points.grid.x, points.grid.y, points.grid.cell_width, points.grid.cell_height})
    append(bytes, number);
  append(bytes, vectors::crc32c(columns));
  append(bytes, vectors::crc32c(bytes));
  bytes.insert(bytes.end(), columns.begin(), columns.end());
  return bytes;
}

Result<MapPoints> decode_map(std::span<const std::uint8_t> bytes, std::string_view name) {
  const auto damaged = [&](const std::string& what) { return corrupt("The map '" + std::string(name) + "' is damaged: " + what); };
  if (bytes.size() < kHeaderBytes) return damaged("it ends inside its header");
  if (!std::equal(kMark.begin(), kMark.end(), bytes.begin())) return damaged("it does not begin with the mark of a map");
  const Header header = read_header(bytes);
  if (header.checksum != vectors::crc32c(bytes.first(kChecksummedHeader))) return damaged("its header's checksum is wrong");
  if (header.version != kVersion) {
    return unsupported("The map '" + std::string(name) + "' is of version " + std::to_string(header.version) + ", and this program reads " +
                       std::to_string(kVersion));
  }
  const auto columns = bytes.subspan(kHeaderBytes);
  const std::uint64_t wanted = std::uint64_t{header.points} * kBytesPerPoint + std::uint64_t{header.items} * sizeof(Uuid);
  if (columns.size() != wanted) {
    return damaged("it has " + std::to_string(columns.size()) + " bytes of columns instead of " + std::to_string(wanted));
  }
  if (header.columns_checksum != vectors::crc32c(columns)) return damaged("its columns' checksum is wrong");

  ColumnReader reader(columns);
  MapPoints points;
  points.grid = header.grid;
  points.clusters = header.clusters;
  points.x = reader.take_column<float>(header.points);
  points.y = reader.take_column<float>(header.points);
  points.cluster = reader.take_column<std::int32_t>(header.points);
  points.multiplicity = reader.take_column<std::uint32_t>(header.points);
  points.items = reader.take_column<Uuid>(header.items);
  if (!makes_sense(points)) return damaged("its columns contradict each other");
  return points;
}

}  // namespace kindred::maps
