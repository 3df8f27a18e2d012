// What a shape's row keeps of its geometry beside the box: points of polygons, lines and keypoints, and the run lengths of masks.
// Rectangles, points and classifications need no more than the box.
//
// Points are differences to the point before (the first to (0, 0)), x then y, of keypoints then the visibility. Each number is
// zigzag-coded (0, -1, 1, -2 … to 0, 1, 2, 3 …) and written seven bits a byte, lowest first, with 0x80 for "more follows": a polygon's
// point takes two bytes as a rule. The coding is that of Protocol Buffers' sint32
// (https://protobuf.dev/programming-guides/encoding). Errors: `corrupt` for bytes that are none of these.
// Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "model/shape.h"

namespace kindred::store {

// Empty when the box says it all.
std::vector<std::uint8_t> pack_geometry(const Geometry& geometry);
// `box` and `area` are the row's; what the kind does not need is ignored.
Result<Geometry> unpack_geometry(ShapeKind kind, const std::optional<Rectangle>& box, std::int64_t area,
                                 std::span<const std::uint8_t> bytes);

}  // namespace kindred::store
