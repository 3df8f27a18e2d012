#include "maps/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <string>

namespace kindred::maps {
namespace {

// zlib counts with 32 bits.
constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;
constexpr int kGzipWindow = 15 + 16;  // 16: a gzip header and trailer
constexpr int kMemoryLevel = 8;

// Ends the stream whatever happens.
class Deflater {
 public:
  Result<void> begin() {
    const int code = ::deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY);
    if (code != Z_OK) return internal_error("zlib can't begin: code " + std::to_string(code));
    begun_ = true;
    return {};
  }
  ~Deflater() {
    if (begun_) ::deflateEnd(&stream_);
  }
  Deflater() = default;
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  [[nodiscard]] std::size_t bound(std::size_t size) { return ::deflateBound(&stream_, size); }

  // Fills `out` from `at` on; gives where it ended. Requires: there is room.
  Result<std::size_t> add(std::span<const std::uint8_t> piece, bool last, std::vector<std::uint8_t>& out, std::size_t at) {
    stream_.next_in = const_cast<Bytef*>(piece.data());  // zlib does not write to it
    stream_.avail_in = static_cast<uInt>(piece.size());
    do {
      const std::size_t room = std::min(kMostAtOnce, out.size() - at);
      stream_.next_out = out.data() + at;
      stream_.avail_out = static_cast<uInt>(room);
      const int code = ::deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
      if (code != Z_OK && code != Z_STREAM_END) return internal_error("zlib can't go on: code " + std::to_string(code));
      at += room - stream_.avail_out;
      if (code == Z_STREAM_END) return at;
    } while (stream_.avail_in > 0 || last);
    return at;
  }

 private:
  z_stream stream_{};
  bool begun_ = false;
};

}  // namespace

Result<std::vector<std::uint8_t>> gzip(std::span<const std::uint8_t> bytes) {
  Deflater deflater;
  TRY(deflater.begin());
  std::vector<std::uint8_t> packed(deflater.bound(bytes.size()));
  std::size_t size = 0;
  do {
    const auto piece = bytes.first(std::min(kMostAtOnce, bytes.size()));
    bytes = bytes.subspan(piece.size());
    size = TRY(deflater.add(piece, bytes.empty(), packed, size));
  } while (!bytes.empty());
  packed.resize(size);
  return packed;
}

}  // namespace kindred::maps
