#include "usecases/show_image.h"

namespace kindred::usecases {
namespace {

std::string etag(std::string_view sha256, std::string_view what) {
  return "\"" + std::string(sha256.substr(0, 32)) + std::string(what) + "\"";
}

// The picture is at fault, not the server: a client that asks for it is told why.
Error unreadable(const Data& data, Error error) {
  if (error.kind != ErrorKind::corrupt && error.kind != ErrorKind::too_large) return error;
  return unsupported("'" + data.filename + "' can't be shown: " + error.message);
}

}  // namespace

Result<ShownImage> show_image(Workspace& workspace, const Data& data) {
  return ShownImage{TRY(workspace.objects().open(data.sha256)), data.content_type, etag(data.sha256, "")};
}

Result<ShownImage> show_thumbnail(Workspace& workspace, const Data& data, int size) {
  if (size < 1 || size > 4096) return invalid("A thumbnail's size must be from 1 to 4096 pixels");
  if (data.type != DataType::image) return unsupported("'" + data.filename + "' is a video: it has no thumbnail");
  const Thumbnails& thumbnails = workspace.thumbnails();
  if (!thumbnails.contains(data.sha256, size)) {
    const MappedFile file = TRY(workspace.objects().open(data.sha256));
    images::DecodeOptions options;
    options.max_pixels = workspace.options().max_pixels;
    options.fast_shorter_side = Thumbnails::kSizes.back();
    Result<images::Image> image = workspace.pictures().decode(file.bytes(), options);
    if (!image) return unreadable(data, std::move(image).error());
    TRY(workspace.thumbnails().make(data.sha256, size, *image));
  }
  return ShownImage{TRY(thumbnails.find(data.sha256, size)), "image/jpeg", etag(data.sha256, "-" + std::to_string(size))};
}

}  // namespace kindred::usecases
