// A request to stop that long work looks at between its steps. Shared by the one who asks and those who work.
#pragma once

#include <atomic>

#include "base/result.h"

namespace kindred {

class StopFlag {
 public:
  void request() { requested_.store(true, std::memory_order_release); }
  [[nodiscard]] bool requested() const { return requested_.load(std::memory_order_acquire); }
  // For TRY(): an Error of kind `stopped` once a stop was asked for.
  [[nodiscard]] Result<void> check() const {
    if (requested()) return Error{ErrorKind::stopped, "Stopped on request", {}};
    return {};
  }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace kindred
