// Logging in by name and password, slowed down for those who guess.
//
// After five wrong passwords in a row a name has to wait, from one second on and twice as long after each further one, up to a
// quarter of an hour; a right one forgets them. Unknown names take the same time and wait the same way, so that nobody learns
// which names there are. At most two passwords are looked at at once (each costs 64 MiB): others are `too_many` at once.
// The counts are kept in memory: a restart forgets them, and there are at most 10,000 names (the oldest make room).
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "usecases/sign_in.h"

namespace kindred::usecases {

// Thread-safety: all members, any thread.
class LogInThrottle {
 public:
  using Clock = std::chrono::steady_clock;

  // `too_many`, saying for how long, while the name has to wait.
  Result<void> check(std::string_view username, Clock::time_point at);
  void failed(std::string_view username, Clock::time_point at);
  void succeeded(std::string_view username);

 private:
  struct Failures {
    int count = 0;
    Clock::time_point last;
    Clock::time_point until;
  };
  std::mutex mutex_;
  std::map<std::string, Failures, std::less<>> failures_;
};

// The user with this name and password; `unauthorized` for a wrong name or password, in the same words.
Result<UserId> check_password(Workspace& workspace, LogInThrottle& throttle, std::string_view username, std::string_view password);
Result<Session> log_in(Workspace& workspace, LogInThrottle& throttle, std::string_view username, std::string_view password);

}  // namespace kindred::usecases
