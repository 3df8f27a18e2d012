// Law: a Result is a value or an Error, TRY passes the one on and returns the other, and system errors say what the caller can do.
#include "base/result.h"

#include <gmock/gmock.h>

#include <cerrno>
#include <memory>
#include <set>

#include "base/stop_flag.h"

namespace kindred {
namespace {

using ::testing::HasSubstr;

Result<int> half(int number) {
  if (number % 2 != 0) return invalid(std::to_string(number) + " is odd");
  return number / 2;
}

Result<int> quarter(int number) { return TRY(half(TRY(half(number)))); }

Result<void> check_even(int number) {
  TRY(half(number));
  return {};
}

TEST(ResultTest, TryPassesValuesAndReturnsErrors) {
  EXPECT_EQ(quarter(12).value(), 3);
  EXPECT_EQ(quarter(7).error().message, "7 is odd");
  EXPECT_EQ(quarter(6).error().message, "3 is odd");
  EXPECT_TRUE(check_even(2));
  EXPECT_EQ(check_even(1).error().kind, ErrorKind::invalid);
}

TEST(ResultTest, HoldsWhatCanOnlyBeMoved) {
  const auto make = [](bool good) -> Result<std::unique_ptr<int>> {
    if (!good) return not_found("nothing");
    return std::make_unique<int>(5);
  };
  const auto use = [&](bool good) -> Result<int> { return *TRY(make(good)); };
  EXPECT_EQ(use(true).value(), 5);
  EXPECT_EQ(use(false).error().kind, ErrorKind::not_found);
  EXPECT_EQ(*make(true).value_or(nullptr), 5);
  EXPECT_EQ(make(false).value_or(nullptr), nullptr);
}

TEST(ErrorKindTest, EachHasANameOfItsOwn) {
  std::set<std::string_view> names;
  constexpr int kCount = static_cast<int>(ErrorKind::internal) + 1;
  for (int kind = 0; kind < kCount; ++kind)
    names.insert(to_string(static_cast<ErrorKind>(kind)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kCount));
}

TEST(SystemErrorTest, KindFollowsFromTheCode) {
  const auto kind_of = [](int code) {
    errno = code;
    return system_error("Cannot write 'x'").kind;
  };
  EXPECT_EQ(kind_of(ENOENT), ErrorKind::not_found);
  EXPECT_EQ(kind_of(ENOSPC), ErrorKind::unavailable);
  EXPECT_EQ(kind_of(EDQUOT), ErrorKind::unavailable);
  EXPECT_EQ(kind_of(EFBIG), ErrorKind::unavailable);  // ulimit -f
  EXPECT_EQ(kind_of(EACCES), ErrorKind::forbidden);
  EXPECT_EQ(kind_of(EIO), ErrorKind::internal);
  errno = ENOSPC;
  EXPECT_EQ(system_error("Cannot write 'x'").message, "Cannot write 'x': No space left on device");
}

TEST(StopFlagTest, ChecksGiveStoppedOnceAsked) {
  StopFlag flag;
  EXPECT_TRUE(flag.check());
  flag.request();
  EXPECT_TRUE(flag.requested());
  EXPECT_EQ(flag.check().error().kind, ErrorKind::stopped);
}

}  // namespace
}  // namespace kindred
