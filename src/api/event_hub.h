// Tells all open event streams of an organization what happened in it.
// Thread-safety: all members, any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "api/event_stream.h"
#include "model/ids.h"

namespace kindred::api {

class EventHub {
 public:
  ~EventHub() { close(); }
  std::shared_ptr<EventStream> open(OrganizationId organization);
  void tell(OrganizationId organization, std::string_view event, std::string_view data);
  void close();

 private:
  struct Listener {
    OrganizationId organization;
    std::weak_ptr<EventStream> stream;  // the connection holds it
  };
  std::mutex mutex_;
  std::vector<Listener> listeners_;
};

}  // namespace kindred::api
