// What searches among images and among shapes ask with: the vector of a text or of a picture from outside.
// Thread-safety: free functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usecases/workspace.h"

namespace kindred::usecases {

// `invalid` for a number of results that is 0 or over kMaxSearchLimit.
Result<void> check_search_limit(std::size_t limit);

Result<std::vector<float>> vector_of_text(Workspace& workspace, const std::string& model_key, std::string_view prompt);
Result<std::vector<float>> vector_of_image(Workspace& workspace, const std::string& model_key, images::Image image);
// `picture` is the bytes of an image file.
Result<std::vector<float>> vector_of_picture(Workspace& workspace, const std::string& model_key, std::span<const std::uint8_t> picture);

}  // namespace kindred::usecases
