// Server-sent events (HTML Living Standard, section 9.2) on their way from any thread to one connection.
//
// A reader that doesn't keep up is cut off, so that memory stays bounded: it connects again and asks anew.
// Thread-safety: all members, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kindred::api {

class EventStream {
 public:
  static constexpr std::size_t kMaxPendingBytes = 1 << 20;

  // `data` must be one line, as compact JSON is. False once the stream is closed.
  bool push(std::string_view event, std::string_view data);
  void close();

  // What is to be sent now, "" when there is nothing yet; nothing at all when the stream has ended and was drained.
  std::optional<std::string> take();
  // Called after each push and at close, from that thread.
  void on_change(std::function<void()> wake);

 private:
  std::mutex mutex_;
  std::string pending_;
  bool closed_ = false;
  std::function<void()> wake_;
};

}  // namespace kindred::api
