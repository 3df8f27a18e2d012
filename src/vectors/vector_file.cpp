#include "vectors/vector_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <vector>

#include "vectors/vector_block.h"

namespace kindred::vectors {
namespace {

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

Error damaged(const std::filesystem::path& path, std::uint64_t offset, const std::string& reason) {
  return {ErrorKind::corrupt, "The block at byte " + std::to_string(offset) + " of " + quoted(path) + " is damaged: " + reason,
          "Restore the file from a backup, or deactivate visual search and activate it again to compute the vectors anew."};
}

// Reads exactly `bytes`, or says that the file ends before them.
Result<void> read_at(const FileDescriptor& file, std::uint64_t offset, std::span<std::uint8_t> bytes, const std::filesystem::path& path) {
  const std::uint64_t block = offset;
  while (!bytes.empty()) {
    const ssize_t got = ::pread(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error("Cannot read " + quoted(path));
    if (got == 0) return damaged(path, block, "the file ends inside it");
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

// The header of the block at `offset`, which must end at or before `end`.
Result<BlockHeader> read_header(const FileDescriptor& file, std::uint64_t offset, std::uint64_t end, std::size_t dimension,
                                const std::filesystem::path& path) {
  std::array<std::uint8_t, kBlockHeaderBytes> bytes;
  if (end - offset < bytes.size()) return damaged(path, offset, "the committed length ends inside its header");
  TRY(read_at(file, offset, bytes, path));
  Result<BlockHeader> header = decode_block_header(bytes, dimension);
  if (!header) return damaged(path, offset, header.error().message);
  if (end - offset < block_layout(header->dimension, header->count).bytes)
    return damaged(path, offset, "the committed length ends inside it");
  return header;
}

Result<void> check_headers(const FileDescriptor& file, std::uint64_t end, std::size_t dimension, const std::filesystem::path& path) {
  for (std::uint64_t offset = 0; offset < end;) {
    const BlockHeader header = TRY(read_header(file, offset, end, dimension, path));
    offset += block_layout(header.dimension, header.count).bytes;
  }
  return {};
}

}  // namespace

Result<VectorFile> VectorFile::open(const std::filesystem::path& path, std::size_t dimension, std::uint64_t committed_bytes) {
  if (dimension == 0 || dimension > kMaxDimension) {
    return invalid("Vectors of " + std::to_string(dimension) + " dimensions can't be stored in " + quoted(path) + ": from 1 to " +
                   std::to_string(kMaxDimension) + " can");
  }
  FileDescriptor file = TRY(open_file(path, O_RDWR | O_CREAT));
  struct stat info{};
  if (::fstat(file.get(), &info) != 0) return system_error("Cannot read the size of " + quoted(path));
  const auto length = static_cast<std::uint64_t>(info.st_size);
  if (length < committed_bytes) {
    return corrupt("The vector file " + quoted(path) + " has " + std::to_string(length) + " bytes, but " + std::to_string(committed_bytes) +
                   " were committed: a part of it is lost. Restore it from a backup, or activate visual search anew");
  }
  TRY(check_headers(file, committed_bytes, dimension, path));
  if (length > committed_bytes && ::ftruncate(file.get(), static_cast<off_t>(committed_bytes)) != 0) {
    return system_error("Cannot cut " + quoted(path));
  }
  TRY(sync_file(file, path));
  TRY(sync_folder(path.has_parent_path() ? path.parent_path() : "."));
  return VectorFile(path, std::move(file), dimension, committed_bytes);
}

Result<std::uint64_t> VectorFile::append(std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) {
  if (vectors.size() != ids.size() * dimension_) {
    return invalid(std::to_string(ids.size()) + " ids came with " + std::to_string(vectors.size()) + " numbers instead of " +
                   std::to_string(ids.size() * dimension_));
  }
  if (ids.size() > kMaxBlockVectors)
    return invalid("A block holds at most " + std::to_string(kMaxBlockVectors) + " vectors: append less at once");
  if (ids.empty()) return length_;
  const std::vector<BlockLine> block = encode_block(static_cast<std::uint32_t>(dimension_), {ids, vectors});
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(block.data()), block.size() * sizeof(BlockLine));
  if (Result<void> written = write_block(bytes); !written) {
    // What was written is beyond the length that counts; if cutting it fails too, the next open or append does it.
    [[maybe_unused]] const int cut = ::ftruncate(file_.get(), static_cast<off_t>(length_));
    return std::move(written).error();
  }
  length_ += bytes.size();
  return length_;
}

// At length_ and not at the end, so that the remains of a failed append are written over.
Result<void> VectorFile::write_block(std::span<const std::uint8_t> bytes) {
  std::uint64_t offset = length_;
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error("Cannot append to " + quoted(path_));
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  if (::fdatasync(file_.get()) != 0) return system_error("Cannot sync " + quoted(path_));
  return {};
}

Result<void> VectorFile::read(std::uint64_t committed_bytes, const Visit& visit) const {
  std::vector<BlockLine> lines;
  for (std::uint64_t offset = 0; offset < committed_bytes;) {
    const BlockHeader header = TRY(read_header(file_, offset, committed_bytes, dimension_, path_));
    const std::uint64_t size = block_layout(header.dimension, header.count).bytes;
    lines.resize(size / sizeof(BlockLine));
    const std::span bytes(reinterpret_cast<std::uint8_t*>(lines.data()), size);
    TRY(read_at(file_, offset, bytes, path_));
    const Result<Block> block = decode_block(header, bytes);
    if (!block) return damaged(path_, offset, block.error().message);
    TRY(visit(block->ids, block->vectors));
    offset += size;
  }
  return {};
}

}  // namespace kindred::vectors
