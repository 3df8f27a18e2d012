// WebP by libwebp: RGBA if the header says that there is alpha, RGB otherwise, as Pillow's WebPImagePlugin.
// Animated files give their first frame on the canvas.
#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>
#include <string>
#include <utility>

#include "images/decoders/formats.h"
#include "images/exif.h"

namespace kindred::images::webp {
namespace {

Result<WebPBitstreamFeatures> read_features(Bytes bytes) {
  WebPBitstreamFeatures features{};
  switch (WebPGetFeatures(bytes.data(), bytes.size(), &features)) {
    case VP8_STATUS_OK: break;
    case VP8_STATUS_NOT_ENOUGH_DATA: return corrupt("the WebP data is truncated: it ends inside the header");
    case VP8_STATUS_UNSUPPORTED_FEATURE: return unsupported("a WebP variant that isn't handled");
    default: return corrupt("the WebP data is damaged: its header makes no sense");
  }
  if (features.width < 1 || features.height < 1) return corrupt("the WebP data is damaged: a picture without pixels");
  return features;
}

int orientation_of(Bytes bytes) {
  const WebPData data{.bytes = bytes.data(), .size = bytes.size()};
  const std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)> demuxer(WebPDemux(&data), WebPDemuxDelete);
  if (!demuxer) return 1;
  WebPChunkIterator chunk{};
  if (WebPDemuxGetChunk(demuxer.get(), "EXIF", 1, &chunk) == 0) return 1;
  const int orientation = exif_orientation(Bytes(chunk.chunk.bytes, chunk.chunk.size));
  WebPDemuxReleaseChunkIterator(&chunk);
  return orientation;
}

// The file says its own length, so a short one can be told from a damaged one.
Error failure(Bytes bytes) {
  const bool is_short = bytes.size() < std::uint64_t{le32(bytes, 4)} + 8;
  return corrupt(is_short ? "the WebP data is truncated" : "the WebP data is damaged");
}

Result<void> decode_still(Bytes bytes, Image& image) {
  const int stride = image.width * channels(image.mode);
  const auto decode_into = image.mode == Mode::rgba ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
  if (decode_into(bytes.data(), bytes.size(), image.pixels.data(), image.pixels.size(), stride) == nullptr) return failure(bytes);
  return {};
}

Result<void> decode_first_frame(Bytes bytes, Image& image) {
  const WebPData data{.bytes = bytes.data(), .size = bytes.size()};
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(WebPAnimDecoderNew(&data, nullptr),
                                                                                   WebPAnimDecoderDelete);
  std::uint8_t* canvas = nullptr;  // RGBA, owned by the decoder
  int timestamp = 0;
  if (!decoder || WebPAnimDecoderGetNext(decoder.get(), &canvas, &timestamp) == 0) return failure(bytes);
  const std::size_t kept = static_cast<std::size_t>(channels(image.mode));
  const std::size_t pixels = image.pixels.size() / kept;
  for (std::size_t i = 0; i < pixels; ++i)
    std::copy_n(canvas + i * 4, kept, image.pixels.data() + i * kept);
  return {};
}

}  // namespace

bool recognises(Bytes bytes) { return starts_with(bytes, "RIFF") && has_at(bytes, 8, "WEBPVP8"); }

Result<Header> probe(Bytes bytes) {
  const auto features = TRY(read_features(bytes));
  return Header{.width = features.width, .height = features.height, .orientation = orientation_of(bytes)};
}

Result<Image> decode(Bytes bytes, const Header& header, const DecodeOptions&) {
  const auto features = TRY(read_features(bytes));
  Image image{.width = header.width, .height = header.height, .mode = features.has_alpha != 0 ? Mode::rgba : Mode::rgb};
  image.pixels.resize(std::size_t(header.width) * std::size_t(header.height) * std::size_t(channels(image.mode)));
  TRY(features.has_animation != 0 ? decode_first_frame(bytes, image) : decode_still(bytes, image));
  return image;
}

}  // namespace kindred::images::webp
