// HEIC and AVIF by libheif, where the build has it: the primary picture, RGB or RGBA. libheif applies the container's turning
// and mirroring itself, which stands for the EXIF orientation.
#ifdef KINDRED_HAVE_HEIF
#include <libheif/heif.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>

#include "images/decoders/formats.h"

namespace kindred::images {
namespace {

constexpr std::size_t kMaxBrands = 64;

using Context = std::unique_ptr<heif_context, decltype(&heif_context_free)>;
using Handle = std::unique_ptr<heif_image_handle, decltype(&heif_image_handle_release)>;
using Decoded = std::unique_ptr<heif_image, decltype(&heif_image_release)>;

struct Opened {
  Context context;
  Handle picture;
};

Error failure(const heif_error& error) {
  std::string message = error.message != nullptr ? error.message : "unknown error";
  std::replace(message.begin(), message.end(), '\n', ' ');
  const bool no_decoder = error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype;
  if (no_decoder) return unsupported("a HEIF variant that isn't handled: " + message);
  return corrupt("the HEIF data is truncated or damaged: " + message);
}

Result<Opened> open(Bytes bytes) {
  Opened opened{.context = Context(heif_context_alloc(), heif_context_free), .picture = Handle(nullptr, heif_image_handle_release)};
  if (!opened.context) return unavailable("no memory for a HEIF decoder");
  heif_context_set_max_decoding_threads(opened.context.get(), 0);  // whoever calls has threads of its own
  heif_error error = heif_context_read_from_memory_without_copy(opened.context.get(), bytes.data(), bytes.size(), nullptr);
  if (error.code != heif_error_Ok) return failure(error);
  heif_image_handle* picture = nullptr;
  error = heif_context_get_primary_image_handle(opened.context.get(), &picture);
  if (error.code != heif_error_Ok) return failure(error);
  opened.picture.reset(picture);
  return opened;
}

// The "ftyp" box: the main brand, a version, then the other brands.
bool has_brand(Bytes bytes, std::initializer_list<std::string_view> brands) {
  if (bytes.size() < 12 || !has_at(bytes, 4, "ftyp")) return false;
  const std::size_t end = std::min<std::size_t>({be32(bytes, 0), bytes.size(), 8 + 4 * kMaxBrands});
  for (std::size_t at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {
    if (std::any_of(brands.begin(), brands.end(), [bytes, at](std::string_view brand) { return has_at(bytes, at, brand); })) return true;
  }
  return false;
}

Result<Header> probe_any(Bytes bytes) {
  const Opened opened = TRY(open(bytes));
  const Header header{.width = heif_image_handle_get_width(opened.picture.get()),
                      .height = heif_image_handle_get_height(opened.picture.get())};
  if (header.width < 1 || header.height < 1) return corrupt("the HEIF data is damaged: a picture without pixels");
  return header;
}

Result<Image> decode_any(Bytes bytes, const Header& header) {
  const Opened opened = TRY(open(bytes));
  const bool has_alpha = heif_image_handle_has_alpha_channel(opened.picture.get()) != 0;
  heif_image* decoded = nullptr;
  const heif_error error = heif_decode_image(opened.picture.get(), &decoded, heif_colorspace_RGB,
                                             has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, nullptr);
  const Decoded owner(decoded, heif_image_release);
  if (error.code != heif_error_Ok) return failure(error);
  int stride = 0;
  const std::uint8_t* rows = heif_image_get_plane_readonly(decoded, heif_channel_interleaved, &stride);
  Image image{.width = heif_image_get_width(decoded, heif_channel_interleaved),
              .height = heif_image_get_height(decoded, heif_channel_interleaved),
              .mode = has_alpha ? Mode::rgba : Mode::rgb};
  if (rows == nullptr || image.width != header.width || image.height != header.height) {
    return corrupt("the HEIF data is damaged: its picture is not as large as the header says");
  }
  const std::size_t row = std::size_t(image.width) * std::size_t(channels(image.mode));
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* from = rows + std::ptrdiff_t{y} * stride;
    image.pixels.insert(image.pixels.end(), from, from + row);
  }
  return image;
}

}  // namespace

namespace avif {
bool recognises(Bytes bytes) { return has_brand(bytes, {"avif", "avis"}); }
Result<Header> probe(Bytes bytes) { return probe_any(bytes); }
Result<Image> decode(Bytes bytes, const Header& header, const DecodeOptions&) { return decode_any(bytes, header); }
}  // namespace avif

namespace heif {
bool recognises(Bytes bytes) { return has_brand(bytes, {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}); }
Result<Header> probe(Bytes bytes) { return probe_any(bytes); }
Result<Image> decode(Bytes bytes, const Header& header, const DecodeOptions&) { return decode_any(bytes, header); }
}  // namespace heif

}  // namespace kindred::images
#endif
