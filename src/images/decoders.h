// The formats that can be read, one row each (decoders.cpp); the form is that of SerenityOS' LibGfx/ImageFormats/ImageDecoder.
//
// To add a format: write decoders/NAME.cpp, declare its three functions in decoders/formats.h, add a row to the table, and add
// files of it to tests/reference/make_image_goldens.py and a seed to tests/fuzz/corpus/decode_fuzz.
// A decoder never allocates by the size in the header before decode(), which runs only after the limits were checked.
#pragma once

#include <string_view>

#include "base/result.h"
#include "images/bytes.h"
#include "images/decode.h"
#include "images/image.h"

namespace kindred::images {

struct Header {
  int width = 0;  // pixels as stored, at least 1
  int height = 0;
  int orientation = 1;  // EXIF: how to turn the stored pixels for showing (orient.h)
};

struct Decoder {
  std::string_view name;
  std::string_view content_type;
  bool (*recognises)(Bytes bytes);
  // Cheap. Errors: `corrupt`, `unsupported`.
  Result<Header> (*probe)(Bytes bytes);
  // `header` is what probe() returned for the same bytes. Gives the stored pixels: orientation isn't applied.
  Result<Image> (*decode)(Bytes bytes, const Header& header, const DecodeOptions& options);
};

// Null if no decoder recognises the bytes.
const Decoder* find_decoder(Bytes bytes);
// Null if there is no decoder of this name.
const Decoder* decoder_named(std::string_view name);

}  // namespace kindred::images
