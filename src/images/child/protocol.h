// What a decoding child and its parent say to each other, over a socket pair that keeps messages whole (the child's descriptor 3) and a
// file in memory (its descriptor 4). The parent puts the bytes of a picture at the file's beginning and sends a Request; the child
// puts the pixels behind them, at pixel_offset(), and sends a Reply. The file is sealed against shrinking: the parent has it mapped.
//
// A child has handled foreign bytes and is not trusted: the parent checks every number of a Reply.
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

namespace kindred::images {

inline constexpr int kChildSocket = 3;
inline constexpr int kChildMemory = 4;
// Behind a file of so many bytes, at a page of any Linux.
constexpr std::uint64_t pixel_offset(std::uint64_t file_bytes) {
  constexpr std::uint64_t kPage = 1U << 16;
  return (file_bytes + kPage - 1) / kPage * kPage;
}

inline constexpr std::uint32_t kProtocol = 0x4B494431;  // "KID1"

// From the child, once.
struct Hello {
  std::uint32_t protocol = kProtocol;
  std::array<char, 256> unguarded{};  // why the child runs without a system call filter; empty: it has one
};

struct Limits {
  std::uint64_t memory = 0;        // bytes beyond what the child starts with
  std::uint64_t milliseconds = 0;  // a picture, after which the child ends by itself; the parent has lost patience earlier
};

struct Request {
  std::int32_t only_probe = 0;
  std::uint64_t bytes = 0;  // of the picture's file
  std::uint64_t max_pixels = 0;
  std::int32_t fast_shorter_side = 0;
};

struct Reply {
  std::int32_t is_error = 0;
  std::int32_t error_kind = 0;  // of base/result.h
  std::array<char, 1024> message{};
  std::array<char, 16> format{};  // of a probe: the name of a row in decoders.cpp; a probe's answer has no pixels
  std::int32_t width = 0;
  std::int32_t height = 0;
  std::int32_t mode = 0;  // of images/image.h
  std::int32_t colours = 0;
  std::array<std::array<std::uint8_t, 3>, 256> palette{};
  std::uint64_t bytes = 0;  // of pixels
};

static_assert(std::is_trivially_copyable_v<Hello> && std::is_trivially_copyable_v<Limits> && std::is_trivially_copyable_v<Request> &&
              std::is_trivially_copyable_v<Reply>);

}  // namespace kindred::images
