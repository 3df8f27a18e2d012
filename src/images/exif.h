// The little that is wanted from TIFF's first directory, where EXIF keeps the orientation (TIFF 6.0, tag 0x0112).
// Hostile bytes give "not there". Thread-safety: free functions, any thread.
#pragma once

#include <optional>

#include "images/bytes.h"

namespace kindred::images {

// The value of a tag that holds a single number of 16 or 32 bits. `block` starts at the TIFF header.
std::optional<std::uint32_t> directory_value(Bytes block, std::uint32_t tag);

// `block` starts at the TIFF header, or at the "Exif\0\0" before it. 1 to 8; 1 (as stored) where there is none.
int exif_orientation(Bytes block);

}  // namespace kindred::images
