#include "images/decode.h"

#include <limits>
#include <string>
#include <utility>

#include "images/decoders.h"
#include "images/orient.h"
#include "images/sniff.h"

namespace kindred::images {
namespace {

Result<const Decoder*> decoder_for(Bytes bytes) {
  if (bytes.empty()) return corrupt("the file is empty");
  if (const Decoder* decoder = find_decoder(bytes)) return decoder;
  const std::string_view found = describe_foreign(bytes);
  if (found.empty())
    return unsupported("the bytes are not of a picture format that is read here (JPEG, PNG, WebP, GIF, BMP, TIFF, HEIF, AVIF)");
  return unsupported("the file is " + std::string(found) + ", not a picture format that is read here");
}

// The one place where limits are checked, before anything is allocated by the size in the header.
Result<Header> checked_header(const Decoder& decoder, Bytes bytes, const DecodeOptions& options) {
  const Header header = TRY(decoder.probe(bytes));
  const std::uint64_t pixels = std::uint64_t(header.width) * std::uint64_t(header.height);
  if (pixels > options.max_pixels) {
    return Error{.kind = ErrorKind::too_large,
                 .message = "the " + std::string(decoder.name) + " picture has " + std::to_string(header.width) + " x " +
                            std::to_string(header.height) + " pixels, over the limit of " + std::to_string(options.max_pixels) +
                            " (a decompression bomb, or raise the pixel limit)"};
  }
  return header;
}

}  // namespace

Result<ImageInfo> probe(Bytes bytes, const DecodeOptions& options) {
  const Decoder* decoder = TRY(decoder_for(bytes));
  Header header = TRY(checked_header(*decoder, bytes, options));
  if (swaps_sides(header.orientation)) std::swap(header.width, header.height);
  return ImageInfo{.format = decoder->name, .content_type = decoder->content_type, .width = header.width, .height = header.height};
}

Result<Image> decode(Bytes bytes, const DecodeOptions& options) {
  const Decoder* decoder = TRY(decoder_for(bytes));
  const Header header = TRY(checked_header(*decoder, bytes, options));
  return orient(TRY(decoder->decode(bytes, header, options)), header.orientation);
}

}  // namespace kindred::images
