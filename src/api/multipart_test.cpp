// A form is read the same however its bytes are cut, and a malformed one is refused with the reason.
#include "api/multipart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace kindred::api {
namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

struct Collector : MultipartParser::Receiver {
  Result<void> begin_part(const PartHeader& header) override {
    text += "[" + header.name + "|" + header.filename + "|" + header.content_type + "|";
    return {};
  }
  Result<void> part_data(std::span<const std::uint8_t> bytes) override {
    text.append(bytes.begin(), bytes.end());
    return {};
  }
  Result<void> end_part() override {
    text += "]";
    return {};
  }
  std::string text;
};

constexpr std::string_view kType = "multipart/form-data; boundary=XyZ";

// As the SDK's requests library sends it: fields, Content-Type among them, then the file.
const std::string kForm =
    "--XyZ\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na/b.png\r\n"
    "--XyZ\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n"
    "--XyZ\r\nContent-Disposition: form-data; name=\"Content-Type\"\r\n\r\nimage/png\r\n"
    "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\";.png\"\r\nContent-Type: image/png\r\n\r\n"
    "\x89PNG\r\n--Xy\r\n\r\n--XyY--XyZ\r\n\r\n--XyZ--\r\nepilogue";
const std::string kParsed =
    "[key|||a/b.png][empty|||][Content-Type|||image/png][file|a \"b\";.png|image/png|\x89PNG\r\n--Xy\r\n\r\n--XyY--XyZ\r\n]";

Result<std::string> parse(std::string_view type, const std::vector<std::string_view>& pieces) {
  auto parser = TRY(MultipartParser::create(type));
  Collector collector;
  for (const std::string_view piece : pieces)
    TRY(parser.feed(bytes_of(piece), collector));
  TRY(parser.finish());
  return collector.text;
}

TEST(MultipartTest, ReadsAFormOfTheSdk) { EXPECT_EQ(*parse(kType, {kForm}), kParsed); }

TEST(MultipartTest, ReadsItTheSameCutAnywhere) {
  const std::string_view form = kForm;
  for (std::size_t cut = 0; cut <= form.size(); ++cut) {
    ASSERT_EQ(*parse(kType, {form.substr(0, cut), form.substr(cut)}), kParsed) << "cut at " << cut;
  }
}

TEST(MultipartTest, ReadsItTheSameByteByByte) {
  std::vector<std::string_view> pieces;
  for (std::size_t i = 0; i < kForm.size(); ++i)
    pieces.push_back(std::string_view(kForm).substr(i, 1));
  EXPECT_EQ(*parse(kType, pieces), kParsed);
}

TEST(MultipartTest, TakesAPreambleAndQuotedBoundary) {
  EXPECT_EQ(*parse("Multipart/Form-Data; charset=utf-8; boundary=\"XyZ\"", {"hello\r\n" + kForm}), kParsed);
}

TEST(MultipartTest, RefusesAnotherType) {
  EXPECT_FALSE(parse("application/json", {kForm}));
  EXPECT_FALSE(parse("multipart/form-data", {kForm}));
  EXPECT_FALSE(parse("multipart/form-data; boundary=", {kForm}));
  EXPECT_FALSE(parse("multipart/form-data; boundary=" + std::string(71, 'x'), {kForm}));
}

TEST(MultipartTest, RefusesATruncatedForm) {
  const std::size_t closed = kForm.find("--XyZ--") + 7;
  for (std::size_t size = 0; size < closed; ++size) {
    EXPECT_FALSE(parse(kType, {std::string_view(kForm).substr(0, size)})) << size;
  }
}

TEST(MultipartTest, RefusesPartsWithoutAName) {
  EXPECT_FALSE(parse(kType, {"--XyZ\r\n\r\nx\r\n--XyZ--"}));
  EXPECT_FALSE(parse(kType, {"--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--"}));
  EXPECT_FALSE(parse(kType, {"--XyZ\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--XyZ--"}));
  EXPECT_FALSE(parse(kType, {"--XyZ\r\nno colon\r\n\r\nx\r\n--XyZ--"}));
}

TEST(MultipartTest, RefusesWhatWouldGrowWithoutBound) {
  std::string many;
  for (std::size_t i = 0; i <= MultipartParser::kMaxParts; ++i)
    many += "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
  EXPECT_EQ(parse(kType, {many + "--XyZ--"}).error().kind, ErrorKind::too_large);
  const std::string long_header = "--XyZ\r\nA: " + std::string(10'000, 'x');
  EXPECT_EQ(parse(kType, {long_header}).error().kind, ErrorKind::too_large);
  EXPECT_FALSE(parse(kType, {"--XyZ" + std::string(10'000, ' ')}));
}

TEST(MultipartTest, GivesHeaderParameters) {
  EXPECT_EQ(header_parameter("form-data; name=\"a\"; filename=b.png", "filename"), "b.png");
  EXPECT_EQ(header_parameter("form-data; NAME = \"a\"", "name"), "a");
  EXPECT_EQ(header_parameter("form-data; x; name=a", "name"), "a");
  EXPECT_EQ(header_parameter("form-data; filename=\"name=b\"", "name"), "");
  EXPECT_EQ(header_parameter("form-data; name=\"a", "name"), "a");
}

}  // namespace
}  // namespace kindred::api
