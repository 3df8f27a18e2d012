#include "usecases/query_vectors.h"

#include "usecases/search_images.h"

namespace kindred::usecases {
Result<void> check_search_limit(std::size_t limit) {
  if (limit >= 1 && limit <= kMaxSearchLimit) return {};
  return invalid("The number of results must be from 1 to " + std::to_string(kMaxSearchLimit) + ", not " + std::to_string(limit));
}

Result<std::vector<float>> vector_of_text(Workspace& workspace, const std::string& model_key, std::string_view prompt) {
  if (prompt.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return invalid("The prompt is empty: type what the pictures should show");
  const auto embedder = TRY(workspace.models().open(model_key));
  const std::string text(prompt);
  return embedder->embed_texts(std::span(&text, 1));
}

Result<std::vector<float>> vector_of_image(Workspace& workspace, const std::string& model_key, images::Image image) {
  const auto embedder = TRY(workspace.models().open(model_key));
  const embed::Pixels pixels = TRY(embedder->preprocess(std::move(image)));
  return embedder->embed_images(pixels, 1);
}

Result<std::vector<float>> vector_of_picture(Workspace& workspace, const std::string& model_key, std::span<const std::uint8_t> picture) {
  images::DecodeOptions options;
  options.max_pixels = workspace.options().max_pixels;
  return vector_of_image(workspace, model_key, TRY(workspace.pictures().decode(picture, options)));
}

}  // namespace kindred::usecases
