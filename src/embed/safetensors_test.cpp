// Law: what was written is read; a file that is damaged in any place is refused, and the tensor named.

#include "embed/safetensors.h"

#include <gmock/gmock.h>

#include <cstring>

#include "base/testing/temp_folder.h"

namespace kindred::embed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A file of this header and `data` bytes.
std::vector<std::uint8_t> file_of(std::string_view header, std::size_t data) {
  const std::uint64_t length = header.size();
  std::vector<std::uint8_t> file(8);
  std::memcpy(file.data(), &length, 8);
  file.insert(file.end(), header.begin(), header.end());
  file.resize(file.size() + data);
  return file;
}

std::string refusal(std::string_view header, std::size_t data) {
  const auto file = file_of(header, data);
  const auto tensors = parse_safetensors(file, "weights");
  EXPECT_FALSE(tensors) << header;
  return tensors ? "" : tensors.error().message;
}

TEST(Safetensors, ReadsWhatWasWritten) {
  const testing::TempFolder folder;
  const std::vector<TensorPlan> plans{{"b", {2, 3}, TensorType::f16}, {"a", {}, TensorType::f32}, {"none", {0, 4}, TensorType::bf16}};
  const auto bytes_of = [](const TensorPlan& plan) {
    return plan.name == "b" ? std::vector<std::uint8_t>(12, 7) : std::vector<std::uint8_t>(plan.name == "a" ? 4 : 0, 9);
  };
  ASSERT_TRUE(write_safetensors(folder / "t.safetensors", plans, bytes_of));
  const auto file = SafetensorsFile::open(folder / "t.safetensors");
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_EQ(file->tensors().size(), 3U);
  const TensorView& b = file->tensors().at("b");
  EXPECT_EQ(b.type, TensorType::f16);
  EXPECT_THAT(b.shape, ElementsAre(2, 3));
  EXPECT_THAT(b.bytes, ::testing::Each(7));
  EXPECT_EQ(file->tensors().at("a").bytes.size(), 4U);
  EXPECT_TRUE(file->tensors().at("a").shape.empty());
  EXPECT_EQ(file->tensors().at("none").bytes.size(), 0U);
}

TEST(Safetensors, MetadataAndPaddingArePassedOver) {
  const auto file = file_of(R"({"__metadata__":{"format":"pt"},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}   )", 4);
  const auto tensors = parse_safetensors(file, "weights");
  ASSERT_TRUE(tensors) << tensors.error().message;
  EXPECT_EQ(tensors->size(), 1U);
}

TEST(Safetensors, EveryPrefixOfAFileIsRefused) {
  const auto whole = file_of(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8);
  ASSERT_TRUE(parse_safetensors(whole, "weights"));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_safetensors(std::span(whole).first(length), "weights")) << length;
  }
}

TEST(Safetensors, DamageIsNamedByTensor) {
  EXPECT_THAT(refusal(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 7), HasSubstr("'x' of weights is truncated"));
  EXPECT_THAT(refusal(R"({"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8), HasSubstr("'x' of weights has 8 bytes"));
  EXPECT_THAT(refusal(R"({"x":{"dtype":"F12","shape":[2],"data_offsets":[0,8]}})", 8), HasSubstr("unknown dtype 'F12'"));
  EXPECT_THAT(refusal(R"({"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8), HasSubstr("'x' of weights has no valid shape"));
  EXPECT_THAT(refusal(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8),
              HasSubstr("'x' of weights has no valid data_offsets"));
  EXPECT_THAT(refusal(R"({"x":{"shape":[2],"data_offsets":[0,8]}})", 8), HasSubstr("'x' of weights has no dtype"));
  EXPECT_THAT(refusal(R"({"x":3})", 8), HasSubstr("'x' of weights is not described"));
  EXPECT_THAT(refusal(R"({"x":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,0]}})", 0),
              HasSubstr("'x' of weights has 0 bytes"));
  EXPECT_THAT(refusal(R"({"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})", 6),
              HasSubstr("'y' of weights overlaps"));
  EXPECT_THAT(refusal(R"({"x":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}})", 5), HasSubstr("'x' of weights has unexplained bytes"));
  EXPECT_THAT(refusal(R"({"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})", 5), HasSubstr("1 bytes after the last tensor"));
  EXPECT_THAT(refusal("[]", 0), HasSubstr("weights"));
}

TEST(Safetensors, AnAbsurdHeaderLengthIsRefused) {
  std::vector<std::uint8_t> file(16, 0xFF);
  const auto tensors = parse_safetensors(file, "weights");
  ASSERT_FALSE(tensors);
  EXPECT_THAT(tensors.error().message, HasSubstr("header"));
}

}  // namespace
}  // namespace kindred::embed
