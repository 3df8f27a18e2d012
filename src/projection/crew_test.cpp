// Law: every piece is done once, whatever the number of threads; a stop request ends the work between pieces.
#include "projection/crew.h"

#include <gtest/gtest.h>

#include <numeric>

namespace kindred::projection {
namespace {

TEST(CrewTest, DoesEachPieceOnce) {
  for (const std::size_t threads : {1, 2, 3, 7}) {
    Crew crew(threads);
    for (const std::size_t pieces : {0, 1, 2, 100, 1000}) {
      std::vector<int> done(pieces);
      ASSERT_TRUE(crew.run(pieces, [&](std::size_t i) { ++done[i]; }, StopFlag{}));
      EXPECT_EQ(done, std::vector<int>(pieces, 1));
    }
  }
}

TEST(CrewTest, RangesCoverTheCountWithoutOverlap) {
  Crew crew(3);
  for (const std::size_t count : {0, 1, 9, 10, 11, 95}) {
    std::vector<int> done(count);
    const auto body = [&](std::size_t begin, std::size_t end) {
      ASSERT_LE(end - begin, 10U);
      for (std::size_t i = begin; i < end; ++i)
        ++done[i];
    };
    ASSERT_TRUE(crew.run_ranges(count, 10, body, StopFlag{}));
    EXPECT_EQ(done, std::vector<int>(count, 1));
  }
}

TEST(CrewTest, StopsBetweenPieces) {
  for (const std::size_t threads : {1, 2}) {
    Crew crew(threads);
    StopFlag stop;
    std::atomic<std::size_t> begun{0};
    const Result<void> result = crew.run(
        1000,
        [&](std::size_t) {
          ++begun;
          stop.request();
        },
        stop);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::stopped);
    EXPECT_LE(begun, threads);
  }
}

}  // namespace
}  // namespace kindred::projection
