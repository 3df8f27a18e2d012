// Decoding in child processes gives what decoding here gives; a decoder that crashes, hangs or wants all memory costs one picture, and the
// next one is decoded as if nothing had been.
#include "images/picture_decoder.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "images/child/decoder_child.h"
#include "images/child/decoder_process.h"
#include "images/test_data.h"

namespace kindred::images {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kPlantingChild = "--a-planting-decoder-child";

std::vector<std::uint8_t> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
std::string_view text_of(std::span<const std::uint8_t> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

Image no_picture() { return noise_image(1, 1, Mode::grey); }

// Takes memory until there is none.
[[noreturn]] void take_all_memory() {
  std::vector<std::vector<std::uint8_t>> taken;
  while (true)
    taken.emplace_back(std::size_t{16} << 20, std::uint8_t{1});
}

// What is denied to the child, in words; each is tried.
std::string tried_calls() {
  std::string denied;
  if (::open("/etc/hostname", O_RDONLY) < 0) denied += "open ";
  if (::socket(AF_INET, SOCK_STREAM, 0) < 0) denied += "socket ";
  if (::fork() < 0) denied += "fork ";
  return denied;
}

// A decoder with defects that a picture can call up.
Result<Image> planting_decode(std::span<const std::uint8_t> bytes, const DecodeOptions& options) {
  const std::string_view text = text_of(bytes);
  if (text == "crash") ::raise(SIGSEGV);
  if (text == "killed") ::raise(SIGKILL);
  if (text == "exit") ::_exit(3);
  if (text == "throw") throw std::runtime_error("planted");
  if (text == "hang") {
    while (true)
      ::usleep(1000);
  }
  if (text == "bomb") take_all_memory();
  if (text == "calls") return invalid(tried_calls());
  if (text == "lie") return Image{.width = 1'000'000, .height = 1'000'000, .mode = Mode::rgb, .pixels = {1, 2, 3}, .palette = {}};
  if (text == "fine") return no_picture();
  return decode(bytes, options);
}

// This program is the child as well: before any test is run.
const bool kIsParent = [] {
  std::ifstream words("/proc/self/cmdline");
  const std::string line{std::istreambuf_iterator<char>(words), {}};
  if (line.find(kPlantingChild) != std::string::npos) ::_exit(run_decoder_child(planting_decode));
  return true;
}();

ChildOptions child_options() {
  ChildOptions options;
  options.command = {"/proc/self/exe", std::string(kPlantingChild)};
  options.children = 2;
  options.memory_limit = std::uint64_t{256} << 20;
  return options;
}

class ChildDecoderTest : public ::testing::Test {
 protected:
  Result<Image> decode(std::string_view text) { return decoder->decode(bytes_of(text), {}); }
  void expect_fine() {
    const auto next = decode("fine");
    EXPECT_TRUE(next) << next.error().message;
  }

  std::unique_ptr<PictureDecoder> decoder = make_child_decoder(child_options());
};

TEST_F(ChildDecoderTest, GivesWhatDecodingHereGives) {
  for (const GoldenPicture& golden : golden_pictures()) {
    const auto bytes = golden_bytes(golden.file);
    const auto here = images::decode(bytes);
    const auto there = decoder->decode(bytes, {});
    ASSERT_TRUE(here && there) << golden.file << (there ? "" : ": " + there.error().message);
    const auto info_here = probe(bytes);
    const auto info_there = decoder->probe(bytes, {});
    ASSERT_TRUE(info_here && info_there) << golden.file;
    EXPECT_EQ(info_here->content_type, info_there->content_type);
    EXPECT_EQ(info_here->width, info_there->width);
    EXPECT_EQ(info_here->height, info_there->height);
    EXPECT_EQ(here->width, there->width);
    EXPECT_EQ(here->height, there->height);
    EXPECT_EQ(here->mode, there->mode);
    EXPECT_EQ(here->palette, there->palette);
    EXPECT_TRUE(here->pixels == there->pixels) << golden.file;
    const std::span<const std::uint8_t> cut(bytes.data(), bytes.size() / 3);
    const auto error_here = images::decode(cut);
    const auto error_there = decoder->decode(cut, {});
    ASSERT_EQ(bool(error_here), bool(error_there)) << golden.file;
    if (error_here) continue;
    EXPECT_EQ(error_here.error().kind, error_there.error().kind);
    EXPECT_EQ(error_here.error().message, error_there.error().message);
  }
}

TEST_F(ChildDecoderTest, PassesTheOptionsOn) {
  const auto bytes = golden_bytes(golden_pictures().front().file);
  const auto refused = decoder->decode(bytes, {.max_pixels = 3});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::too_large);
}

TEST_F(ChildDecoderTest, ACrashCostsOnePicture) {
  for (int i = 0; i < 3; ++i) {
    const auto crashed = decode("crash");
    ASSERT_FALSE(crashed);
    EXPECT_EQ(crashed.error().kind, ErrorKind::corrupt);
    EXPECT_THAT(crashed.error().message, ::testing::AnyOf(HasSubstr("crashed on this picture"), HasSubstr("broke off")));
    expect_fine();
  }
  EXPECT_THAT(decode("exit").error().message, HasSubstr("exit code 3"));
  EXPECT_THAT(decode("throw").error().message, HasSubstr("planted"));
  expect_fine();
}

TEST_F(ChildDecoderTest, APictureThatHasItsChildrenKilledIsGivenUp) {
  const auto given_up = decode("killed");
  ASSERT_FALSE(given_up);
  EXPECT_EQ(given_up.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(given_up.error().message, HasSubstr("killed, one after the other"));
  expect_fine();
}

TEST_F(ChildDecoderTest, AHangCostsOnePicture) {
  ChildOptions options = child_options();
  options.time_limit = std::chrono::milliseconds(300);
  decoder = make_child_decoder(options);
  const auto given_up = decode("hang");
  ASSERT_FALSE(given_up);
  EXPECT_EQ(given_up.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(given_up.error().message, HasSubstr("longer than 300 ms"));
  expect_fine();
}

TEST_F(ChildDecoderTest, AnAnswerThatMakesNoSenseIsRefused) {
  EXPECT_THAT(decode("lie").error().message, HasSubstr("makes no sense"));
  expect_fine();
}

#if !defined(__SANITIZE_ADDRESS__)  // AddressSanitizer reserves terabytes, so there the child has no such limit
TEST_F(ChildDecoderTest, MemoryIsLimited) {
  const auto refused = decode("bomb");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(refused.error().message, HasSubstr("more memory"));
  expect_fine();
}
#endif

// Where the system allows no filter, the child says so; where it says nothing, the filter holds.
TEST_F(ChildDecoderTest, AChildHasNoFilesNoNetworkAndNoChildren) {
  const auto child = DecoderProcess::start(child_options());
  ASSERT_TRUE(child) << child.error().message;
  const auto told = (*child)->decode(bytes_of("calls"), {});
  ASSERT_TRUE(told);
  const std::string denied = told->error().message;
  EXPECT_EQ(denied, (*child)->unguarded().empty() ? "open socket fork " : "");
}

TEST_F(ChildDecoderTest, ManyCallersAtOnceEachGetTheirOwnAnswer) {
  const auto picture = golden_bytes(golden_pictures().front().file);
  const auto expected = images::decode(picture);
  std::atomic<int> right = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 12; ++i) {
        if ((i + t) % 5 == 0) {
          right += decode("crash") ? 0 : 1;
          continue;
        }
        const auto image = decoder->decode(picture, {});
        right += image && image->pixels == expected->pixels ? 1 : 0;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(right, 6 * 12);
}

TEST_F(ChildDecoderTest, WhatCantBeStartedIsNoPicturesFault) {
  for (const char* program : {"/nowhere/decoder", "/bin/true"}) {
    ChildOptions options = child_options();
    options.command = {program};
    const auto refused = make_child_decoder(options)->decode(bytes_of("fine"), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(refused.error().message, HasSubstr(program));
  }
}

}  // namespace
}  // namespace kindred::images
