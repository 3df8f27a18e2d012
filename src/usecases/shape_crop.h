// From a shape to the picture that stands for it (images/crop.h): what is embedded, and what is shown as its thumbnail.
//
// Rectangles, polygons, masks and keypoints by the box around them, lines by theirs with the margin first. Errors: `invalid` with the
// reason for a box that is empty or outside the picture; `unsupported` for what has no box: points and classifications.
// Thread-safety: free functions, any thread.
#pragma once

#include "base/result.h"
#include "images/crop.h"
#include "images/image.h"
#include "model/embedding.h"
#include "model/shape.h"

namespace kindred::usecases {

// What of the picture is cut out.
Result<images::PixelBox> crop_box_of(const Geometry& geometry, int picture_width, int picture_height, const CropSettings& settings);
// The cut, its background masked when the settings say so and the shape is a polygon or a mask.
Result<images::Image> cut_out(const images::Image& picture, const Geometry& geometry, const CropSettings& settings);

// Whether shapes of this kind are embedded at all.
Result<void> check_has_embedding(ShapeKind kind);
// `invalid` for a margin out of range.
Result<void> check_crop_settings(const CropSettings& settings);

}  // namespace kindred::usecases
