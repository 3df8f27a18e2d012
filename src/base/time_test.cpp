// Law: times are written as ISO 8601 in UTC with microseconds, before and after 1970.
#include "base/time.h"

#include <gtest/gtest.h>

#include "base/threads.h"

namespace kindred {
namespace {

TEST(TimeTest, WritesIso8601) {
  EXPECT_EQ(to_iso8601({0}), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(to_iso8601({1}), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(to_iso8601({-1}), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_iso8601({-1'000'000}), "1969-12-31T23:59:59.000000Z");
  EXPECT_EQ(to_iso8601({951'782'400'000'000}), "2000-02-29T00:00:00.000000Z");
  EXPECT_EQ(to_iso8601({1'795'511'859'123'456}), "2026-11-24T09:17:39.123456Z");
}

TEST(TimeTest, NowIsOfThisCenturyAndDoesNotStandStill) {
  const Timestamp before = now();
  EXPECT_GT(before.micros, 1'700'000'000'000'000);
  EXPECT_LT(before.micros, 4'102'444'800'000'000);
  Timestamp after = now();
  while (after == before)
    after = now();
  EXPECT_LT(before, after);
}

TEST(ThreadsTest, ThereIsACpu) { EXPECT_GE(usable_cpus(), 1U); }

}  // namespace
}  // namespace kindred
