// Foreign bytes as a vector file: each is read to its end or refused as corrupt, never crashes, and gives only whole blocks.
//
// The first byte is the dimension. As random changes hardly ever keep a checksum right, the bytes are also tried with the checksums of
// their first block put right.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <vector>

#include "base/files.h"
#include "base/testing/temp_folder.h"
#include "vectors/crc32c.h"
#include "vectors/vector_block.h"
#include "vectors/vector_file.h"

namespace {

using kindred::ErrorKind;
using kindred::Result;
using kindred::Uuid;

void require(bool condition) {
  if (!condition) std::abort();
}

void read_as_file(std::size_t dimension, std::span<const std::uint8_t> bytes) {
  static const kindred::testing::TempFolder folder;
  const auto path = folder / "fuzz.vectors";
  ::unlink(path.c_str());
  const auto made = kindred::open_file(path, O_WRONLY | O_CREAT | O_EXCL);
  require(made && kindred::write_all(*made, bytes, path));
  const auto file = kindred::vectors::VectorFile::open(path, dimension, bytes.size());
  if (!file) {
    require(file.error().kind == (dimension == 0 ? ErrorKind::invalid : ErrorKind::corrupt));
    return;
  }
  std::uint64_t seen = 0;
  const Result<void> read =
      file->read(bytes.size(), [&](std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) -> Result<void> {
        require(!ids.empty() && vectors.size() == ids.size() * dimension);
        seen += kindred::vectors::block_layout(static_cast<std::uint32_t>(dimension), static_cast<std::uint32_t>(ids.size())).bytes;
        return {};
      });
  require(read ? seen == bytes.size() : read.error().kind == ErrorKind::corrupt);
}

// Where the checksums are: docs/vector-files.md.
void mend_first_block(std::vector<std::uint8_t>& bytes) {
  using namespace kindred::vectors;
  if (bytes.size() < kBlockHeaderBytes) return;
  std::uint32_t dimension = 0;
  std::uint32_t count = 0;
  std::memcpy(&dimension, bytes.data() + 12, sizeof dimension);
  std::memcpy(&count, bytes.data() + 16, sizeof count);
  if (dimension <= kMaxDimension && count <= kMaxBlockVectors) {
    const std::uint64_t size = block_layout(dimension, count).bytes;
    if (size <= bytes.size()) {
      const std::uint32_t payload = crc32c(std::span(bytes).subspan(kBlockHeaderBytes, size - kBlockHeaderBytes));
      std::memcpy(bytes.data() + 20, &payload, sizeof payload);
    }
  }
  const std::uint32_t header = crc32c(std::span(bytes).first(60));
  std::memcpy(bytes.data() + 60, &header, sizeof header);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::vector<std::uint8_t> bytes(data + 1, data + size);
  read_as_file(data[0], bytes);
  mend_first_block(bytes);
  read_as_file(data[0], bytes);
  return 0;
}
