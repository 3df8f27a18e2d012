#include "images/decoders.h"

#include <algorithm>
#include <array>

#include "images/decoders/formats.h"

namespace kindred::images {
namespace {

constexpr auto kDecoders = std::to_array<Decoder>({
    {"JPEG", "image/jpeg", jpeg::recognises, jpeg::probe, jpeg::decode},
    {"PNG", "image/png", png::recognises, png::probe, png::decode},
    {"WEBP", "image/webp", webp::recognises, webp::probe, webp::decode},
    {"GIF", "image/gif", gif::recognises, gif::probe, gif::decode},
    {"BMP", "image/bmp", bmp::recognises, bmp::probe, bmp::decode},
    {"TIFF", "image/tiff", tiff::recognises, tiff::probe, tiff::decode},
#ifdef KINDRED_HAVE_HEIF
    {"AVIF", "image/avif", avif::recognises, avif::probe, avif::decode},
    {"HEIF", "image/heif", heif::recognises, heif::probe, heif::decode},
#endif
});

}  // namespace

const Decoder* find_decoder(Bytes bytes) {
  const auto* row = std::find_if(kDecoders.begin(), kDecoders.end(), [bytes](const Decoder& decoder) { return decoder.recognises(bytes); });
  return row == kDecoders.end() ? nullptr : row;
}

const Decoder* decoder_named(std::string_view name) {
  const auto* row = std::find_if(kDecoders.begin(), kDecoders.end(), [name](const Decoder& decoder) { return decoder.name == name; });
  return row == kDecoders.end() ? nullptr : row;
}

}  // namespace kindred::images
