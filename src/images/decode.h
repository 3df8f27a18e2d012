// Foreign bytes to an Image: sniff the format, check the limits, decode, apply EXIF orientation.
//
// The extension and content type are not trusted: the bytes decide. Animated files give their first frame. 16-bit grey is
// scaled to 8 bits. Pixels equal Pillow's (same libraries, same conversions); orientation is applied, which open_clip's
// transform does not do (docs/embedding.md).
// Errors: `unsupported` for a format or variant that isn't handled (an item becomes UNSUPPORTED), `corrupt` for damaged bytes,
// `too_large` over a limit (an item becomes ERROR); every message names the cause.
// Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "images/image.h"

namespace kindred::images {

struct DecodeOptions {
  std::uint64_t max_pixels = 178'956'970;  // Pillow's limit for a decompression-bomb error; width x height over it is refused
  // JPEG only: decode at the smallest DCT scale whose shorter side is at least this (0: full decode). Faster, other pixels.
  int fast_shorter_side = 0;
};

struct ImageInfo {
  std::string_view format;        // "JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF"
  std::string_view content_type;  // "image/jpeg" …
  int width = 0;                  // as shown: EXIF orientation applied
  int height = 0;
};

// Reads only the header. The limits of `options` are checked.
Result<ImageInfo> probe(std::span<const std::uint8_t> bytes, const DecodeOptions& options = {});
Result<Image> decode(std::span<const std::uint8_t> bytes, const DecodeOptions& options = {});

}  // namespace kindred::images
