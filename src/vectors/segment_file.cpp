#include "vectors/segment_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "base/files.h"
#include "vectors/calibrate.h"
#include "vectors/crc32c.h"
#include "vectors/dot.h"
#include "vectors/vector_block.h"

namespace kindred::vectors {
namespace {

constexpr std::array<char, 8> kMagic = {'K', 'i', 'n', 'd', 'S', 'e', 'g', '\n'};
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 64;
constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

struct RawHeader {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t dimension = 0;
  std::uint64_t rows = 0;
  std::uint64_t graph_bytes = 0;
  std::uint32_t stragglers = 0;
  std::uint32_t expansion = 0;
  std::uint32_t payload_checksum = 0;
  std::array<std::uint8_t, 16> reserved{};
  std::uint32_t header_checksum = 0;
};
static_assert(sizeof(RawHeader) == kHeaderBytes && offsetof(RawHeader, header_checksum) == 60);

std::uint32_t checksum_of(const RawHeader& header) {
  const auto bytes = std::bit_cast<std::array<std::uint8_t, kHeaderBytes>>(header);
  return crc32c(std::span(bytes).first(offsetof(RawHeader, header_checksum)));
}

struct Layout {
  std::uint64_t rows_at = 0;
  std::uint64_t stragglers_at = 0;
  std::uint64_t graph_at = 0;
  std::uint64_t end = 0;
};

Layout layout_of(const RawHeader& header) {
  Layout layout;
  layout.rows_at = aligned(kHeaderBytes + header.rows * sizeof(Uuid));
  layout.stragglers_at = layout.rows_at + header.rows * padded_dimension(header.dimension) * sizeof(std::uint16_t);
  layout.graph_at = aligned(layout.stragglers_at + header.stragglers * sizeof(std::uint32_t));
  layout.end = layout.graph_at + header.graph_bytes;
  return layout;
}

// Writes one part after the other behind the header, and their checksum.
class PartWriter {
 public:
  PartWriter(const FileDescriptor& file, const std::filesystem::path& name) : file_(file), name_(name) {}

  Result<void> write(std::span<const std::uint8_t> bytes) {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
    length_ += bytes.size();
    return buffer_.size() < kBufferBytes ? Result<void>() : flush();
  }
  Result<void> align() {
    const std::array<std::uint8_t, kBlockAlignment> zeros{};
    return write(std::span(zeros).first(aligned(length_) - length_));
  }
  Result<void> flush() {
    checksum_ = crc32c(buffer_, checksum_);
    TRY(write_all(file_, buffer_, name_));
    buffer_.clear();
    return {};
  }
  [[nodiscard]] std::uint32_t checksum() const { return checksum_; }
  [[nodiscard]] std::uint64_t length() const { return length_; }

 private:
  const FileDescriptor& file_;
  const std::filesystem::path& name_;
  std::vector<std::uint8_t> buffer_;
  std::uint64_t length_ = kHeaderBytes;
  std::uint32_t checksum_ = 0;
};

template <typename T>
std::span<const std::uint8_t> bytes_of(std::span<const T> values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()};
}

Result<void> write_rows(PartWriter& writer, std::size_t dimension, std::span<const Uuid> ids, std::span<const std::uint16_t* const> rows,
                        const StopFlag& stop) {
  TRY(writer.write(bytes_of(ids)));
  TRY(writer.align());
  for (const std::uint16_t* row : rows) {
    TRY(stop.check());
    TRY(writer.write(bytes_of(std::span(row, padded_dimension(dimension)))));
  }
  return writer.flush();
}

Result<void> write_header(const FileDescriptor& file, const RawHeader& header, const std::filesystem::path& name) {
  if (::pwrite(file.get(), &header, sizeof header, 0) != static_cast<ssize_t>(sizeof header)) {
    return system_error("Cannot write the header of '" + name.string() + "'");
  }
  return {};
}

Result<void> write_parts(const std::filesystem::path& path, std::size_t dimension, std::span<const Uuid> ids,
                         std::span<const std::uint16_t* const> rows, std::size_t threads, const StopFlag& stop) {
  const FileDescriptor file = TRY(open_file(path, O_WRONLY | O_CREAT | O_TRUNC));
  const std::array<std::uint8_t, kHeaderBytes> no_header{};
  TRY(write_all(file, no_header, path));
  PartWriter writer(file, path);
  TRY(write_rows(writer, dimension, ids, rows, stop));

  RawHeader header;
  header.dimension = static_cast<std::uint32_t>(dimension);
  header.rows = ids.size();
  const MappedFile mapped = TRY(MappedFile::open(path));
  const RowTable table{reinterpret_cast<const std::uint16_t*>(mapped.bytes().data() + layout_of(header).rows_at),
                       padded_dimension(dimension), ids.size()};
  const ProximityGraph graph = TRY(ProximityGraph::build(table, threads, stop));
  const std::vector<std::uint32_t> stragglers = graph.stragglers();
  header.stragglers = static_cast<std::uint32_t>(stragglers.size());
  header.expansion = static_cast<std::uint32_t>(TRY(calibrated_expansion(graph, table, stragglers, stop)));
  TRY(writer.write(bytes_of(std::span(stragglers))));
  TRY(writer.align());
  const std::uint64_t graph_at = writer.length();
  TRY(graph.save([&](std::span<const std::uint8_t> bytes) { return writer.write(bytes); }));
  TRY(writer.flush());
  header.graph_bytes = writer.length() - graph_at;
  header.payload_checksum = writer.checksum();
  header.header_checksum = checksum_of(header);
  TRY(write_header(file, header, path));
  return sync_file(file, path);
}

}  // namespace

Result<SegmentParts> parts_of_segment(std::span<const std::uint8_t> bytes, std::size_t dimension) {
  RawHeader header;
  if (bytes.size() < sizeof header) return corrupt("it ends inside its header");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kMagic) return corrupt("it doesn't begin with the mark of a segment");
  if (header.header_checksum != checksum_of(header)) return corrupt("the checksum of its header is wrong");
  if (header.version != kVersion) return corrupt("its version is " + std::to_string(header.version) + ", this program reads 1");
  if (header.dimension != dimension) {
    return corrupt("its vectors have " + std::to_string(header.dimension) + " dimensions instead of " + std::to_string(dimension));
  }
  if (header.rows == 0 || header.rows > bytes.size() || header.stragglers > header.rows || header.graph_bytes > bytes.size() ||
      layout_of(header).end != bytes.size()) {
    return corrupt("its length is not what its header says");
  }
  if (crc32c(bytes.subspan(kHeaderBytes)) != header.payload_checksum) return corrupt("the checksum of its content is wrong");
  const Layout layout = layout_of(header);
  SegmentParts parts;
  parts.ids = {reinterpret_cast<const Uuid*>(bytes.data() + kHeaderBytes), header.rows};
  parts.rows = {reinterpret_cast<const std::uint16_t*>(bytes.data() + layout.rows_at), padded_dimension(dimension), header.rows};
  parts.stragglers = {reinterpret_cast<const std::uint32_t*>(bytes.data() + layout.stragglers_at), header.stragglers};
  parts.graph = bytes.subspan(layout.graph_at);
  parts.expansion = header.expansion;
  return parts;
}

Result<void> write_segment_file(const std::filesystem::path& path, std::size_t dimension, std::span<const Uuid> ids,
                                std::span<const std::uint16_t* const> rows, std::size_t threads, const StopFlag& stop) {
  std::filesystem::path unfinished = path;
  unfinished += ".new";
  Result<void> written = write_parts(unfinished, dimension, ids, rows, threads, stop);
  if (written && ::rename(unfinished.c_str(), path.c_str()) != 0) written = system_error("Cannot rename '" + unfinished.string() + "'");
  if (!written) {
    ::unlink(unfinished.c_str());
    return written;
  }
  return sync_folder(path.parent_path());
}

}  // namespace kindred::vectors
