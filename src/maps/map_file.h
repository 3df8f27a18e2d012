// MapPoints as bytes: one checksummed file a Projection, never changed in place (docs/map-points.md tells the layout).
//
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "maps/map_points.h"

namespace kindred::maps {

std::vector<std::uint8_t> encode_map(const MapPoints& points);
// `name` is the file's, for errors. `corrupt` when anything is not as encode_map() writes it: marks, lengths, checksums, columns that
// contradict each other; `unsupported` for another version.
Result<MapPoints> decode_map(std::span<const std::uint8_t> bytes, std::string_view name);

}  // namespace kindred::maps
