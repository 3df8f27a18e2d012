#include "api/event_stream.h"

namespace kindred::api {

bool EventStream::push(std::string_view event, std::string_view data) {
  const std::scoped_lock lock(mutex_);
  if (closed_) return false;
  pending_.append("event: ").append(event).append("\ndata: ").append(data).append("\n\n");
  if (pending_.size() > kMaxPendingBytes) {
    closed_ = true;
    pending_.clear();
  }
  if (wake_) wake_();
  return !closed_;
}

void EventStream::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  if (wake_) wake_();
}

std::optional<std::string> EventStream::take() {
  const std::scoped_lock lock(mutex_);
  if (pending_.empty() && closed_) return std::nullopt;
  return std::exchange(pending_, {});
}

void EventStream::on_change(std::function<void()> wake) {
  const std::scoped_lock lock(mutex_);
  wake_ = std::move(wake);
}

}  // namespace kindred::api
