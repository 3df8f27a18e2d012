// What each file of this folder gives to the table in decoders.cpp; see decoders.h for what the functions promise.
#pragma once

#include "images/decoders.h"

namespace kindred::images {

#define KINDRED_IMAGE_FORMAT(format)                                                     \
  namespace format {                                                                     \
  bool recognises(Bytes bytes);                                                          \
  Result<Header> probe(Bytes bytes);                                                     \
  Result<Image> decode(Bytes bytes, const Header& header, const DecodeOptions& options); \
  }

KINDRED_IMAGE_FORMAT(jpeg)
KINDRED_IMAGE_FORMAT(png)
KINDRED_IMAGE_FORMAT(webp)
KINDRED_IMAGE_FORMAT(gif)
KINDRED_IMAGE_FORMAT(bmp)
KINDRED_IMAGE_FORMAT(tiff)
#ifdef KINDRED_HAVE_HEIF
KINDRED_IMAGE_FORMAT(heif)
KINDRED_IMAGE_FORMAT(avif)
#endif

#undef KINDRED_IMAGE_FORMAT

}  // namespace kindred::images
