// Who turns foreign bytes into pixels: this process, or child processes that may crash or hang without harm to it.
//
// Both give what images::probe() and images::decode() give, and their errors. Thread-safety: all members, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "images/decode.h"

namespace kindred::images {

class PictureDecoder {
 public:
  virtual ~PictureDecoder() = default;
  [[nodiscard]] virtual Result<ImageInfo> probe(std::span<const std::uint8_t> bytes, const DecodeOptions& options) = 0;
  [[nodiscard]] virtual Result<Image> decode(std::span<const std::uint8_t> bytes, const DecodeOptions& options) = 0;
};

std::unique_ptr<PictureDecoder> make_local_decoder();

struct ChildOptions {
  std::vector<std::string> command;  // what starts a child: it must call run_decoder_child() (child/decoder_child.h)
  std::size_t children = 0;          // at most, for each niceness of the callers; 0: all usable CPUs. Further callers wait.
  std::chrono::milliseconds time_limit = std::chrono::minutes(2);  // a picture, by the clock
  // What a child may have in memory beyond what it starts with. Enough for the largest picture that DecodeOptions allows.
  std::uint64_t memory_limit = std::uint64_t{4} << 30;
};
// Children start when they are needed and serve one picture after another. One that crashes, hangs or asks for too much memory costs its
// picture an Error of kind `corrupt` that says so; the next picture gets a new child. One that is killed from outside costs nothing: its
// picture gets another child, three in all. `unavailable` when no child can be started, which is no picture's fault.
std::unique_ptr<PictureDecoder> make_child_decoder(ChildOptions options);

}  // namespace kindred::images
