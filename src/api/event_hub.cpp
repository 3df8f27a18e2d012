#include "api/event_hub.h"

namespace kindred::api {

std::shared_ptr<EventStream> EventHub::open(OrganizationId organization) {
  auto stream = std::make_shared<EventStream>();
  const std::scoped_lock lock(mutex_);
  listeners_.push_back({organization, stream});
  return stream;
}

void EventHub::tell(OrganizationId organization, std::string_view event, std::string_view data) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(listeners_, [&](const Listener& listener) {
    const auto stream = listener.stream.lock();
    if (stream == nullptr) return true;
    return listener.organization == organization && !stream->push(event, data);
  });
}

void EventHub::close() {
  const std::scoped_lock lock(mutex_);
  for (const Listener& listener : listeners_) {
    if (const auto stream = listener.stream.lock()) stream->close();
  }
  listeners_.clear();
}

}  // namespace kindred::api
