// Law: the bundled model gives open_clip's pixels, token ids and embeddings for the golden pictures and texts.

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

#include "base/files.h"
#include "base/json.h"
#include "embed/backends.h"
#include "embed/centred_cosine.h"
#include "images/convert.h"
#include "images/decode.h"

namespace kindred::embed {
namespace {

const std::filesystem::path kModel = std::filesystem::path(KINDRED_SOURCE_DIR) / "models/demo-clip";
const std::filesystem::path kData = std::filesystem::path(KINDRED_SOURCE_DIR) / "tests/data/clip/demo-clip";

// Where Kindred differs from open_clip on purpose (docs/embedding.md): orientation is applied, 16-bit grey is scaled.
bool differs_on_purpose(const std::string& file) { return file.find("exif") != file.npos || file.find("16bit") != file.npos; }

struct Golden {
  std::vector<std::string> names;  // a file, or a text
  std::vector<float> embeddings;   // names.size() x dimension
  std::vector<std::vector<std::int64_t>> ids;
};

Golden read_golden(std::string_view set, std::string_view name_field, const std::function<bool(const json::object&)>& wanted) {
  const json::value root = *parse_json(*read_text_file(kModel / "golden.json"), "golden.json");
  Golden golden;
  for (const json::value& item : root.at(set).as_array()) {
    if (!wanted(item.as_object())) continue;
    golden.names.emplace_back(item.at(name_field).as_string());
    for (const json::value& value : item.at("embedding").as_array())
      golden.embeddings.push_back(value.to_number<float>());
    if (set == "texts") golden.ids.push_back(json::value_to<std::vector<std::int64_t>>(item.at("token_ids")));
  }
  return golden;
}

Golden golden_pictures() {
  return read_golden("images", "file",
                     [](const json::object& item) { return !differs_on_purpose(std::string(item.at("file").as_string())); });
}
// Mojibake repair is left out on purpose.
Golden golden_texts() {
  return read_golden("texts", "text", [](const json::object& item) { return item.at("note") != "needs ftfy: mojibake"; });
}

class DemoClip : public ::testing::TestWithParam<Precision> {
 protected:
  void SetUp() override {
    if (backends().empty()) GTEST_SKIP() << "built without OpenVINO";
    auto model = open_model(kModel, {.precision = GetParam()});
    if (!model && model.error().kind == ErrorKind::unsupported) GTEST_SKIP() << model.error().message;
    ASSERT_TRUE(model) << model.error().message;
    model_ = *std::move(model);
  }

  Pixels pixels_of(const std::string& file) const {
    auto image = images::decode(*read_file(kModel / file));
    EXPECT_TRUE(image) << file << ": " << image.error().message;
    return *model_->preprocess(*std::move(image));
  }

  static double least_cosine() { return GetParam() == Precision::fp32 ? 0.9999 : 0.999; }

  std::unique_ptr<Embedder> model_;
};

INSTANTIATE_TEST_SUITE_P(Precisions, DemoClip, ::testing::Values(Precision::fp32, Precision::bf16),
                         [](const auto& test) { return std::string(to_string(test.param)); });

TEST_P(DemoClip, PicturesGetTheReferencesEmbeddings) {
  const Golden golden = golden_pictures();
  ASSERT_GE(golden.names.size(), 13U);
  Pixels pixels;
  for (const std::string& file : golden.names) {
    const Pixels one = pixels_of(file);
    pixels.insert(pixels.end(), one.begin(), one.end());
  }
  const auto ours = model_->embed_images(pixels, golden.names.size());
  ASSERT_TRUE(ours) << ours.error().message << ours.error().detail;
  const auto cosines = centred_cosines(golden.embeddings, *ours, 256);
  for (std::size_t i = 0; i < cosines.size(); ++i)
    EXPECT_GE(cosines[i], least_cosine()) << golden.names[i];
}

TEST_P(DemoClip, TextsGetTheReferencesIdsAndEmbeddings) {
  const Golden golden = golden_texts();
  ASSERT_EQ(golden.names.size(), 12U);
  for (std::size_t i = 0; i < golden.names.size(); ++i)
    EXPECT_EQ(*model_->tokenize(golden.names[i]), golden.ids[i]) << golden.names[i];
  const auto ours = model_->embed_texts(golden.names);
  ASSERT_TRUE(ours) << ours.error().message << ours.error().detail;
  const auto cosines = centred_cosines(golden.embeddings, *ours, 256);
  for (std::size_t i = 0; i < cosines.size(); ++i)
    EXPECT_GE(cosines[i], least_cosine()) << golden.names[i];
}

TEST_P(DemoClip, PixelsAreTheReferences) {
  const json::value root = *parse_json(*read_text_file(kModel / "golden.json"), "golden.json");
  const images::Image strip = images::to_rgb(*images::decode(*read_file(kData / "pixels.png")));
  constexpr std::size_t kBytes = 96 * 96 * 3;
  const json::array& items = root.at("images").as_array();
  ASSERT_EQ(strip.pixels.size(), items.size() * kBytes);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string file(items[i].at("file").as_string());
    if (differs_on_purpose(file)) continue;
    const Pixels ours = pixels_of(file);
    ASSERT_EQ(ours.size(), kBytes);
    int worst = 0;
    for (std::size_t at = 0; at < kBytes; ++at)
      worst = std::max(worst, std::abs(ours[at] - strip.pixels[i * kBytes + at]));
    EXPECT_LE(worst, file.ends_with(".jpg") ? 1 : 0) << file;
  }
}

}  // namespace
}  // namespace kindred::embed
