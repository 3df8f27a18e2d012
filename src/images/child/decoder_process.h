// One decoding child, seen from its parent: started, asked, and buried. Thread-safety: one thread at a time.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/files.h"
#include "base/result.h"
#include "images/child/protocol.h"
#include "images/picture_decoder.h"

namespace kindred::images {

class DecoderProcess {
 public:
  // `unavailable` when it does not start.
  static Result<std::unique_ptr<DecoderProcess>> start(const ChildOptions& options);
  ~DecoderProcess();
  DecoderProcess(const DecoderProcess&) = delete;
  DecoderProcess& operator=(const DecoderProcess&) = delete;

  // Nothing when the child was killed from outside, before or after it was asked: that need not be this picture's fault. is_alive() is
  // false then, and after an Error of a child that died.
  std::optional<Result<ImageInfo>> probe(std::span<const std::uint8_t> bytes, const DecodeOptions& options);
  std::optional<Result<Image>> decode(std::span<const std::uint8_t> bytes, const DecodeOptions& options);
  [[nodiscard]] bool is_alive() const { return pid_ > 0; }
  // Why it runs without a system call filter; empty: it has one.
  [[nodiscard]] const std::string& unguarded() const { return unguarded_; }

 private:
  DecoderProcess(const ChildOptions& options, FileDescriptor socket, FileDescriptor memory, pid_t pid)
      : options_(options), socket_(std::move(socket)), memory_(std::move(memory)), pid_(pid) {}
  Result<void> greet();
  enum class Heard { message, end, nothing_in_time };
  template <typename T>
  Heard hear(T& message, std::chrono::milliseconds patience);
  // Nothing as of decode().
  std::optional<Result<Reply>> ask(std::span<const std::uint8_t> bytes, const DecodeOptions& options, bool only_probe);
  void kill_and_bury(int* how);
  // Nothing for a child that was killed from outside.
  std::optional<Error> end_of_child(Heard heard);

  const ChildOptions options_;
  FileDescriptor socket_;
  FileDescriptor memory_;
  pid_t pid_ = 0;
  std::string unguarded_;
};

}  // namespace kindred::images
