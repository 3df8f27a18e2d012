// Shapes of annotation files (annotations/annotation_file.h) as shapes of Kindred, and back.
//
// Kindred's coordinates are whole pixels, so edges and points are rounded. A polygon of several parts becomes several polygons, and
// keypoints become a shape of their own beside the box or outline they came with. Back, nothing is lost.
// Thread-safety: free functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "annotations/annotation_file.h"
#include "model/shape.h"

namespace kindred::usecases {

// `invalid` for a mask of another size than `size`, the picture's.
Result<std::vector<Geometry>> geometries_of(const annotations::Shape& shape, annotations::Size size);
// The attributes as the text of an object; empty when there are none.
std::string attributes_of(const annotations::Shape& shape);

// `size` is the picture's.
Result<annotations::Shape> file_shape(const Shape& shape, annotations::Size size);

}  // namespace kindred::usecases
