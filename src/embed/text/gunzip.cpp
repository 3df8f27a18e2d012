#include "embed/text/gunzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

namespace kindred::embed {
namespace {

constexpr int kWindowBitsForGzip = 15 + 16;
constexpr std::size_t kStep = std::size_t{1} << 20;

// Ends the stream whatever happens.
class Inflater {
 public:
  explicit Inflater(std::span<const std::uint8_t> packed) {
    stream_.next_in = const_cast<Bytef*>(packed.data());  // zlib reads only, but says so only with ZLIB_CONST
    stream_.avail_in = static_cast<uInt>(packed.size());
    ready_ = inflateInit2(&stream_, kWindowBitsForGzip) == Z_OK;
  }
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  [[nodiscard]] bool ready() const { return ready_; }
  // Unpacks into `out` and gives how much of it was filled; `status` is zlib's.
  std::size_t fill(std::span<char> out, int& status) {
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    status = inflate(&stream_, Z_NO_FLUSH);
    return out.size() - stream_.avail_out;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

Result<std::string> gunzip(std::span<const std::uint8_t> packed, std::size_t max_size, std::string_view what) {
  const std::string name(what);
  if (packed.size() > std::numeric_limits<uInt>::max()) return Error{ErrorKind::too_large, name + " is over 4 GiB", {}};
  Inflater inflater(packed);
  if (!inflater.ready()) return unavailable("No memory to unpack " + name);
  std::string out;
  for (int status = Z_OK; status != Z_STREAM_END;) {
    const std::size_t before = out.size();
    if (before > max_size) return Error{ErrorKind::too_large, name + " unpacks to more than " + std::to_string(max_size) + " bytes", {}};
    out.resize(before + kStep);
    const std::size_t written = inflater.fill(std::span(out).subspan(before), status);
    out.resize(before + written);
    if (status != Z_OK && status != Z_STREAM_END)
      return corrupt(name + " is not whole gzip data (zlib status " + std::to_string(status) + ")");
  }
  if (out.size() > max_size) return Error{ErrorKind::too_large, name + " unpacks to more than " + std::to_string(max_size) + " bytes", {}};
  return out;
}

}  // namespace kindred::embed
