#include "usecases/thumbnails.h"

#include <fcntl.h>

#include "base/crypto.h"
#include "images/thumbnail.h"

namespace kindred::usecases {
namespace {

int kept_size(int size) {
  for (const int kept : Thumbnails::kSizes) {
    if (size <= kept) return kept;
  }
  return Thumbnails::kSizes.back();
}

}  // namespace

std::filesystem::path Thumbnails::path_of(std::string_view sha256, int size) const {
  return folder_ / std::string(sha256.substr(0, 2)) / (std::string(sha256) + "-" + std::to_string(kept_size(size)) + ".jpg");
}

bool Thumbnails::contains(std::string_view sha256, int size) const {
  std::error_code ignored;  // what can't be looked at is made again
  return std::filesystem::exists(path_of(sha256, size), ignored);
}

Result<MappedFile> Thumbnails::find(std::string_view sha256, int size) const { return MappedFile::open(path_of(sha256, size)); }

// A cache: the rename makes the file appear whole, and losing it in a crash costs one decode, so nothing is synced.
Result<void> Thumbnails::make(std::string_view sha256, int size, const images::Image& image) const {
  const std::vector<std::uint8_t> jpeg = TRY(images::make_thumbnail(image, kept_size(size)));
  const std::filesystem::path path = path_of(sha256, size);
  std::error_code failure;
  std::filesystem::create_directories(path.parent_path(), failure);
  if (failure) return unavailable("Cannot make the folder '" + path.parent_path().string() + "': " + failure.message());
  const std::filesystem::path temporary = path.string() + "." + random_token(6) + ".part";
  const FileDescriptor file = TRY(open_file(temporary, O_WRONLY | O_CREAT | O_EXCL));
  if (Result<void> written = write_all(file, jpeg, temporary); !written) {
    std::filesystem::remove(temporary, failure);
    return written;
  }
  std::filesystem::rename(temporary, path, failure);
  if (failure) return unavailable("Cannot rename to '" + path.string() + "': " + failure.message());
  return {};
}

}  // namespace kindred::usecases
