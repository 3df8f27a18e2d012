// Law: a Bitmap does what a std::set of the same numbers does.
#include "base/bitmap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <set>

namespace kindred {
namespace {

using Set = std::set<Bitmap::Row>;

struct Pair {
  Bitmap bitmap;
  Set set;
};

// Sparse, dense and in runs, so that all kinds of containers occur.
Pair random_pair(std::mt19937& random) {
  Pair pair;
  const int parts = std::uniform_int_distribution(0, 4)(random);
  for (int i = 0; i < parts; ++i) {
    const auto begin = std::uniform_int_distribution<Bitmap::Row>(0, 200'000)(random);
    const auto length = std::uniform_int_distribution<Bitmap::Row>(0, 3'000)(random);
    const auto step = std::uniform_int_distribution<Bitmap::Row>(1, 3)(random);
    for (Bitmap::Row row = begin; row < begin + length; row += step) {
      pair.bitmap.add(row);
      pair.set.insert(row);
    }
  }
  for (int i = 0; i < 50; ++i) {
    const auto row = std::uniform_int_distribution<Bitmap::Row>(0, 200'000)(random);
    pair.bitmap.remove(row);
    pair.set.erase(row);
  }
  return pair;
}

std::vector<Bitmap::Row> listed(const Set& set) { return {set.begin(), set.end()}; }

TEST(Bitmap, SetOperationsAreThoseOfSets) {
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    const Pair a = random_pair(random);
    const Pair b = random_pair(random);
    Set both, either, first_only;
    std::ranges::set_intersection(a.set, b.set, std::inserter(both, both.end()));
    std::ranges::set_union(a.set, b.set, std::inserter(either, either.end()));
    std::ranges::set_difference(a.set, b.set, std::inserter(first_only, first_only.end()));
    EXPECT_EQ((a.bitmap & b.bitmap).to_vector(), listed(both));
    EXPECT_EQ((a.bitmap | b.bitmap).to_vector(), listed(either));
    EXPECT_EQ((a.bitmap - b.bitmap).to_vector(), listed(first_only));
    EXPECT_EQ(a.bitmap.count_common(b.bitmap), both.size());
    EXPECT_EQ(a.bitmap == b.bitmap, a.set == b.set);
    EXPECT_EQ(a.bitmap.count(), a.set.size());
    EXPECT_EQ(a.bitmap.empty(), a.set.empty());
  }
}

TEST(Bitmap, PlacesAreThoseOfASortedList) {
  std::mt19937 random(2);
  for (int round = 0; round < 20; ++round) {
    const Pair pair = random_pair(random);
    const std::vector<Bitmap::Row> rows = listed(pair.set);
    for (int i = 0; i < 20; ++i) {
      const auto place = std::uniform_int_distribution<std::size_t>(0, rows.size() + 3)(random);
      const auto limit = std::uniform_int_distribution<std::size_t>(0, 200)(random);
      EXPECT_EQ(pair.bitmap.select(place), place < rows.size() ? std::optional(rows[place]) : std::nullopt);
      const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(std::min(place, rows.size()));
      const auto end = begin + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(limit), rows.end() - begin);
      EXPECT_EQ(pair.bitmap.slice(place, limit), std::vector<Bitmap::Row>(begin, end));
      const auto row = std::uniform_int_distribution<Bitmap::Row>(0, 210'000)(random);
      EXPECT_EQ(pair.bitmap.rank(row), static_cast<std::uint64_t>(std::ranges::upper_bound(rows, row) - rows.begin()));
      EXPECT_EQ(pair.bitmap.contains(row), pair.set.contains(row));
    }
  }
}

TEST(Bitmap, WordsHaveOneBitARow) {
  std::mt19937 random(3);
  const Pair pair = random_pair(random);
  const Bitmap::Row rows = 100'003;
  const auto words = pair.bitmap.to_words(rows);
  ASSERT_EQ(words.size(), (rows + 63) / 64);
  for (Bitmap::Row row = 0; row < rows; ++row)
    EXPECT_EQ((words[row / 64] >> (row % 64) & 1) != 0, pair.set.contains(row)) << row;
}

TEST(Bitmap, IsTheSameFromItsBytesAndRefusesCutOnes) {
  std::mt19937 random(4);
  for (int round = 0; round < 20; ++round) {
    const Pair pair = random_pair(random);
    const auto bytes = pair.bitmap.to_bytes();
    const auto read = Bitmap::from_bytes(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, pair.bitmap);
    for (std::size_t cut = 0; cut < bytes.size(); cut += 1 + bytes.size() / 7)
      EXPECT_FALSE(Bitmap::from_bytes(std::span(bytes).first(cut)));
  }
}

TEST(Bitmap, VisitingStopsWhenAskedTo) {
  std::vector<Bitmap::Row> seen;
  Bitmap({3, 1, 70'000}).for_each([&](Bitmap::Row row) {
    seen.push_back(row);
    return seen.size() < 2;
  });
  EXPECT_EQ(seen, (std::vector<Bitmap::Row>{1, 3}));
}

TEST(Bitmap, RangesAreHalfOpenAndCopiesAreTheirOwn) {
  Bitmap range = Bitmap::range(5, 8);
  const Bitmap copy = range;
  range -= Bitmap{6};
  EXPECT_EQ(range.to_vector(), (std::vector<Bitmap::Row>{5, 7}));
  EXPECT_EQ(copy.to_vector(), (std::vector<Bitmap::Row>{5, 6, 7}));
  EXPECT_TRUE(Bitmap::range(8, 8).empty());
  EXPECT_TRUE((range -= Bitmap(range)).empty());
}

}  // namespace
}  // namespace kindred
