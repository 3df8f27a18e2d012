// Laws of every backend: vectors are of unit length and of the stated size; a picture's or text's vector depends neither on what
// stands beside it in the batch nor on who else asks at the time; what can't be done is an Error.

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <thread>

#include "base/testing/temp_folder.h"
#include "embed/backends.h"
#include "embed/seeded_checkpoint.h"

namespace kindred::embed {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kClip = R"({"model_cfg": {"embed_dim": 40,
  "vision_cfg": {"image_size": 40, "patch_size": 8, "width": 64, "layers": 2, "head_width": 16},
  "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2}}})";

// A small model for each row of the backends' table.
Result<void> write_model(const Backend& backend, const std::filesystem::path& folder) {
  if (backend.name == "clip_openvino") return write_seeded_checkpoint(folder, kClip);
  return unsupported("The laws know no model for the backend " + std::string(backend.name) + ": add one here");
}

const std::vector<std::string> kTexts{"a cat",  "",    "a long text about a cat, a dog, a horse, a bird and a fish that does not fit",
                                      "日本語", "cat", "a dog"};
constexpr float kSame = 1e-5F;  // fp32: the order of sums may differ between batch sizes

class EmbedderLaws : public ::testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    const auto written = write_model(GetParam(), folder_.path());
    ASSERT_TRUE(written) << written.error().message;
    model_ = open({.precision = Precision::fp32, .threads = 2, .batch = 3, .streams = 2});
  }

  std::unique_ptr<Embedder> open(const EmbedderOptions& options) const {
    auto model = GetParam().make(folder_.path(), options);
    EXPECT_TRUE(model) << model.error().message;
    return model ? *std::move(model) : nullptr;
  }

  std::size_t side() const { return static_cast<std::size_t>(model_->info().image_size); }
  std::size_t dimension() const { return static_cast<std::size_t>(model_->info().dimension); }
  std::vector<float> images(std::size_t first, std::size_t count) const {
    const auto pixels = seeded_pictures(first + count, side());
    return *model_->embed_images(std::span(pixels).subspan(first * side() * side() * 3), count);
  }

  void expect_row(const std::vector<float>& rows, std::size_t row, const std::vector<float>& alone) const {
    ASSERT_EQ(alone.size(), dimension());
    for (std::size_t i = 0; i < dimension(); ++i)
      ASSERT_NEAR(rows[row * dimension() + i], alone[i], kSame) << "row " << row;
  }

  const testing::TempFolder folder_;
  std::unique_ptr<Embedder> model_;
};

INSTANTIATE_TEST_SUITE_P(Every, EmbedderLaws, ::testing::ValuesIn(backends().begin(), backends().end()),
                         [](const auto& test) { return std::string(test.param.name); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(EmbedderLaws);  // built without OpenVINO

TEST_P(EmbedderLaws, VectorsAreOfUnitLengthAndTheStatedSize) {
  for (const std::size_t count : {0U, 1U, 3U, 7U}) {
    const auto rows = images(0, count);
    ASSERT_EQ(rows.size(), count * dimension());
    for (std::size_t row = 0; row < count; ++row) {
      double squares = 0;
      for (std::size_t i = 0; i < dimension(); ++i)
        squares += std::pow(rows[row * dimension() + i], 2);
      EXPECT_NEAR(std::sqrt(squares), 1.0, 1e-6);
    }
  }
  EXPECT_EQ(model_->embed_texts(kTexts)->size(), kTexts.size() * dimension());
  EXPECT_EQ(model_->embed_texts({})->size(), 0U);
}

TEST_P(EmbedderLaws, PicturesDifferAndTheSamePictureIsTheSame) {
  const auto rows = images(0, 2);
  EXPECT_NE(std::vector(rows.begin(), rows.begin() + 5), std::vector(rows.end() - 5, rows.end()));
  EXPECT_EQ(images(0, 2), rows);
}

TEST_P(EmbedderLaws, APictureInABatchIsThePictureAlone) {
  const auto rows = images(0, 7);  // two full batches of three and a rest
  for (std::size_t row = 0; row < 7; ++row)
    expect_row(rows, row, images(row, 1));
}

TEST_P(EmbedderLaws, ATextInABatchIsTheTextAlone) {
  const auto rows = *model_->embed_texts(kTexts);
  for (std::size_t row = 0; row < kTexts.size(); ++row)
    expect_row(rows, row, *model_->embed_texts(std::span(kTexts).subspan(row, 1)));
}

TEST_P(EmbedderLaws, ManyThreadsGetWhatOneGets) {
  const auto expected_images = images(0, 4);
  const auto expected_texts = *model_->embed_texts(kTexts);
  const auto fresh = open({.precision = Precision::fp32, .threads = 2, .batch = 4, .streams = 2});  // towers made under contention
  const auto pixels = seeded_pictures(4, side());
  std::vector<std::vector<float>> got_images(5);
  std::vector<std::vector<float>> got_texts(5);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < got_images.size(); ++i) {
    threads.emplace_back([&, i] {
      got_images[i] = *fresh->embed_images(pixels, 4);
      got_texts[i] = *fresh->embed_texts(kTexts);
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  for (std::size_t i = 0; i < got_images.size(); ++i) {
    EXPECT_THAT(got_images[i], ::testing::Pointwise(::testing::FloatNear(kSame), expected_images));
    EXPECT_THAT(got_texts[i], ::testing::Pointwise(::testing::FloatNear(kSame), expected_texts));
  }
}

TEST_P(EmbedderLaws, TheInfoIsWhatWasAskedFor) {
  EXPECT_EQ(model_->info().precision, Precision::fp32);
  EXPECT_EQ(model_->info().batch, 3U);
  EXPECT_EQ(model_->info().streams, 2U);
  EXPECT_EQ(model_->info().key, folder_.path().filename().string());
  EXPECT_EQ(open({.key = "another key"})->info().key, "another key");
  EXPECT_NE(open({})->info().precision, Precision::automatic);
}

TEST_P(EmbedderLaws, ACompiledGraphThatWasKeptGivesTheSame) {
  const auto expected = images(0, 2);
  const EmbedderOptions options{.precision = Precision::fp32, .cache_folder = (folder_ / "cache").string()};
  const auto pixels = seeded_pictures(2, side());
  for (int time = 0; time < 2; ++time) {
    const auto model = open(options);
    EXPECT_THAT(*model->embed_images(pixels, 2), ::testing::Pointwise(::testing::FloatNear(kSame), expected)) << "time " << time;
  }
}

TEST_P(EmbedderLaws, PixelsOfAnotherSizeAreRefused) {
  const auto pixels = seeded_pictures(1, side());
  EXPECT_FALSE(model_->embed_images(pixels, 2));
  EXPECT_FALSE(model_->embed_images(std::span(pixels).first(5), 1));
}

TEST(OpenModel, SaysWhatIsNotAModel) {
  const testing::TempFolder folder;
  const auto empty = open_model(folder.path(), {});
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(empty.error().message, HasSubstr("open_clip_config.json"));
  const auto none = open_model(folder / "none", {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
}

TEST(Precision, IsReadAsItIsWritten) {
  for (const Precision precision : {Precision::automatic, Precision::fp32, Precision::bf16})
    EXPECT_EQ(*parse_precision(to_string(precision)), precision);
  EXPECT_THAT(parse_precision("fp64").error().message, HasSubstr("fp64"));
}

}  // namespace
}  // namespace kindred::embed
