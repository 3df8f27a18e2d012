// The bytes of a Data: its file, and its thumbnail.
// Thread-safety: free functions, any thread.
#pragma once

#include "base/files.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

struct ShownImage {
  MappedFile file;
  std::string content_type;
  std::string etag;  // changes when the bytes do
};

Result<ShownImage> show_image(Workspace& workspace, const Data& data);
// JPEG, the longer side at most `size` rounded up to one of Thumbnails::kSizes; made now if it was not before. The error
// of a picture that can't be read names the reason.
Result<ShownImage> show_thumbnail(Workspace& workspace, const Data& data, int size);

}  // namespace kindred::usecases
