// A child process that tells its parent how far it has come, until it is killed: how tests pull the plug. For tests only.
//
// The child is a fork, so the parent must have no other threads when it makes one. Thread-safety: one thread.
#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

namespace kindred::testing {

class Victim {
 public:
  // What the child calls when it has made something durable.
  using Tell = std::function<void(std::uint64_t)>;

  explicit Victim(const std::function<void(const Tell&)>& life) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("A test can't make a pipe");
    child_ = ::fork();
    if (child_ < 0) throw std::runtime_error("A test can't fork");
    if (child_ == 0) {
      ::close(ends[0]);
      life([&](std::uint64_t number) {
        if (::write(ends[1], &number, sizeof number) != sizeof number) ::_exit(1);
      });
      ::_exit(0);
    }
    ::close(ends[1]);
    ears_ = ends[0];
  }
  ~Victim() {
    kill();
    ::close(ears_);
  }
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;

  // Waits for the next number. Nothing when the child is no more and all was heard.
  std::optional<std::uint64_t> hear() {
    std::uint64_t number = 0;
    if (::read(ears_, &number, sizeof number) != sizeof number) return std::nullopt;
    return number;
  }
  // SIGKILL; returns when the child is gone.
  void kill() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = 0;
  }
  // Kills it, and gives what it had told and nobody had heard.
  std::vector<std::uint64_t> kill_and_hear_the_rest() {
    kill();
    std::vector<std::uint64_t> rest;
    while (const auto number = hear())
      rest.push_back(*number);
    return rest;
  }

 private:
  pid_t child_ = 0;
  int ears_ = -1;
};

}  // namespace kindred::testing
