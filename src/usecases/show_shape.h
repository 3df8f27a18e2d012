// The picture of a shape for people: a crop of the Asset's picture, small, kept in the cache of thumbnails.
// Thread-safety: free functions, any thread.
#pragma once

#include "model/shape.h"
#include "usecases/show_image.h"

namespace kindred::usecases {

// JPEG, as show_thumbnail(). What is embedded is shown, its background left as it is; a point with what lies around it, a
// classification as the whole picture. `unsupported`, with the reason, for a shape or picture that can't be shown.
// `not_found` for a shape of another organization too.
Result<ShownImage> show_shape_thumbnail(Workspace& workspace, const Caller& caller, ShapeId shape, int size);

}  // namespace kindred::usecases
