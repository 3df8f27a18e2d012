// The one thing wanted from EXIF: the orientation (TIFF 6.0 structure, tag 0x0112 of the first directory).
// Hostile bytes give 1. Thread-safety: free functions, any thread.
#pragma once

#include "images/bytes.h"

namespace kindred::images {

// `block` starts at the TIFF header, or at the "Exif\0\0" before it. 1 to 8; 1 (as stored) where there is none.
int exif_orientation(Bytes block);

}  // namespace kindred::images
