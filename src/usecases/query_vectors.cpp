#include "usecases/query_vectors.h"

#include <cmath>

#include "usecases/search_images.h"

namespace kindred::usecases {
namespace {

void add_mean(std::vector<float>& to, const std::vector<std::vector<float>>& vectors, float weight) {
  for (const auto& vector : vectors) {
    to.resize(vector.size());
    for (std::size_t i = 0; i < vector.size(); ++i)
      to[i] += vector[i] * weight / static_cast<float>(vectors.size());
  }
}

}  // namespace

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

Result<std::vector<float>> vector_of_picture(Workspace& workspace, const std::string& model_key, std::span<const std::uint8_t> picture) {
  const auto embedder = TRY(workspace.models().open(model_key));
  images::DecodeOptions options;
  options.max_pixels = workspace.options().max_pixels;
  const embed::Pixels pixels = TRY(embedder->preprocess(TRY(workspace.pictures().decode(picture, options))));
  return embedder->embed_images(pixels, 1);
}

Result<std::vector<float>> direction_of(const std::vector<std::vector<float>>& positive, const std::vector<std::vector<float>>& negative) {
  std::vector<float> sum;
  add_mean(sum, positive, 2);
  add_mean(sum, negative, -1);
  double square = 0;
  for (const float x : sum)
    square += static_cast<double>(x) * x;
  const double length = std::sqrt(square);
  if (length < 1e-6) return invalid("The positive and negative examples cancel each other out: choose others");
  for (float& x : sum)
    x = static_cast<float>(x / length);
  return sum;
}

}  // namespace kindred::usecases
