// Thumbnails, made once and kept as files by content hash: a cache that may be deleted at any time.
// Thread-safety: all members, any thread.
#pragma once

#include <array>
#include <filesystem>
#include <string_view>

#include "base/files.h"
#include "base/result.h"
#include "images/image.h"

namespace kindred::usecases {

class Thumbnails {
 public:
  // The sizes kept, longer side in pixels; others are answered with the next larger one.
  static constexpr std::array<int, 3> kSizes{128, 256, 512};
  static constexpr int kGridSize = 256;

  explicit Thumbnails(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // `not_found` when it was not made yet.
  [[nodiscard]] Result<MappedFile> find(std::string_view sha256, int size) const;
  [[nodiscard]] bool contains(std::string_view sha256, int size) const;
  // Makes and keeps the thumbnail of a decoded picture.
  Result<void> make(std::string_view sha256, int size, const images::Image& image) const;

 private:
  [[nodiscard]] std::filesystem::path path_of(std::string_view sha256, int size) const;

  std::filesystem::path folder_;
};

}  // namespace kindred::usecases
