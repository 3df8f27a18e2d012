#include "usecases/log_in.h"

#include <algorithm>
#include <semaphore>

#include "base/crypto.h"
#include "store/users.h"

namespace kindred::usecases {
namespace {

using std::chrono::seconds;
using store::Connection;

constexpr int kFreeTries = 5;
constexpr int kMostDoublings = 10;
constexpr seconds kLongestWait{15 * 60};
constexpr std::size_t kMostNames = 10'000;
constexpr std::size_t kMostPasswordBytes = 1000;

Error wrong_password() { return {ErrorKind::unauthorized, "The username or the password is wrong", {}}; }

// Two at a time in the whole process.
class Slot {
 public:
  Slot() : taken_(slots().try_acquire()) {}
  ~Slot() {
    if (taken_) slots().release();
  }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  explicit operator bool() const { return taken_; }

 private:
  static std::counting_semaphore<2>& slots() {
    static std::counting_semaphore<2> all(2);
    return all;
  }
  bool taken_;
};

// The hash of nobody's password, to be compared with for names that don't exist or have none.
const std::string& nobodys_hash() {
  static const std::string kHash = hash_password(random_token());
  return kHash;
}

}  // namespace

Result<void> LogInThrottle::check(std::string_view username, Clock::time_point at) {
  const std::scoped_lock lock(mutex_);
  const auto found = failures_.find(username);
  if (found == failures_.end() || found->second.until <= at) return {};
  const auto wait = std::chrono::ceil<seconds>(found->second.until - at).count();
  return Error{ErrorKind::too_many, "Too many wrong passwords: try again in " + std::to_string(wait) + " s", {}};
}

void LogInThrottle::failed(std::string_view username, Clock::time_point at) {
  const std::scoped_lock lock(mutex_);
  if (failures_.size() >= kMostNames && !failures_.contains(username)) {
    failures_.erase(
        std::min_element(failures_.begin(), failures_.end(), [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
  }
  Failures& failures = failures_[std::string(username)];
  failures.last = at;
  if (++failures.count < kFreeTries) return;
  const seconds wait{1LL << std::min(failures.count - kFreeTries, kMostDoublings)};
  failures.until = at + std::min(wait, kLongestWait);
}

void LogInThrottle::succeeded(std::string_view username) {
  const std::scoped_lock lock(mutex_);
  const auto found = failures_.find(username);
  if (found != failures_.end()) failures_.erase(found);
}

Result<UserId> check_password(Workspace& workspace, LogInThrottle& throttle, std::string_view username, std::string_view password) {
  TRY(throttle.check(username, LogInThrottle::Clock::now()));
  const Slot slot;
  if (!slot) return Error{ErrorKind::too_many, "Others are logging in: try again in a second", {}};
  struct Known {
    std::optional<UserId> user;
    std::string hash;
  };
  const auto known = TRY(workspace.database().read([&](Connection& c) -> Result<Known> {
    const auto member = store::find_user_by_name(c, username);
    if (!member && member.error().kind == ErrorKind::not_found) return Known{};
    const UserId user = TRY(member).user.id;
    return Known{user, TRY(store::find_password(c, user))};
  }));
  const bool is_right = is_password(password.substr(0, kMostPasswordBytes + 1), known.hash.empty() ? nobodys_hash() : known.hash);
  if (!is_right || !known.user || known.hash.empty()) {
    throttle.failed(username, LogInThrottle::Clock::now());
    return wrong_password();
  }
  throttle.succeeded(username);
  return *known.user;
}

Result<Session> log_in(Workspace& workspace, LogInThrottle& throttle, std::string_view username, std::string_view password) {
  return start_session(workspace, TRY(check_password(workspace, throttle, username, password)));
}

}  // namespace kindred::usecases
