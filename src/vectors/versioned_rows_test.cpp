// Law: a snapshot never changes, shows each change whole or not at all, and costs writers nothing but memory.
#include "vectors/versioned_rows.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

namespace kindred::vectors {
namespace {

using Contents = std::map<Uuid, std::uint16_t>;

Uuid id_of(std::uint32_t number) {
  Uuid id;
  for (std::size_t i = 0; i < 4; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return id;
}

// Of vectors with one dimension. A second row of an id would be noticed.
Contents contents_of(const RowSnapshot& snapshot) {
  Contents contents;
  for (const RowSnapshot::Part& part : snapshot.parts) {
    for (std::size_t row = 0; row < part.rows; ++row) {
      if (part.chunk->removed_by(row, snapshot.version)) continue;
      EXPECT_TRUE(contents.emplace(part.chunk->id(row), *part.chunk->row(row)).second) << "an id has two rows";
    }
  }
  EXPECT_EQ(contents.size(), snapshot.alive);
  return contents;
}

void put(VersionedRows& rows, std::uint32_t begin, std::uint32_t end, std::uint16_t value) {
  std::vector<Uuid> ids;
  for (std::uint32_t i = begin; i < end; ++i)
    ids.push_back(id_of(i));
  rows.upsert(ids, std::vector<std::uint16_t>(ids.size(), value));
}

void drop(VersionedRows& rows, std::uint32_t begin, std::uint32_t end) {
  std::vector<Uuid> ids;
  for (std::uint32_t i = begin; i < end; ++i)
    ids.push_back(id_of(i));
  rows.remove(ids);
}

constexpr std::uint32_t kChunk = RowChunk::kRows;

TEST(VersionedRowsTest, ASnapshotStaysAsItWas) {
  VersionedRows rows(1);
  EXPECT_TRUE(contents_of(*rows.snapshot()).empty());
  put(rows, 0, 2 * kChunk + 10, 1);
  const auto before = rows.snapshot();
  const Contents expected = contents_of(*before);
  put(rows, 5, kChunk + 5, 2);
  drop(rows, 0, 2 * kChunk);  // empties chunks
  put(rows, 0, 3, 3);
  EXPECT_EQ(contents_of(*before), expected);
  Contents after;
  for (std::uint32_t i = 0; i < 3; ++i)
    after[id_of(i)] = 3;
  for (std::uint32_t i = 2 * kChunk; i < 2 * kChunk + 10; ++i)
    after[id_of(i)] = 1;
  EXPECT_EQ(contents_of(*rows.snapshot()), after);
}

TEST(VersionedRowsTest, OfAnIdThatComesTwiceTheLaterVectorCounts) {
  VersionedRows rows(1);
  rows.upsert(std::vector{id_of(1), id_of(2), id_of(1)}, std::vector<std::uint16_t>{10, 20, 30});
  EXPECT_EQ(contents_of(*rows.snapshot()), (Contents{{id_of(1), 30}, {id_of(2), 20}}));
  EXPECT_EQ(rows.find(id_of(1)), std::vector<std::uint16_t>{30});
  EXPECT_EQ(rows.find(id_of(3)), std::nullopt);
}

TEST(VersionedRowsTest, ReplacingForEverKeepsMemoryBounded) {
  VersionedRows rows(1);
  for (std::uint16_t value = 0; value < 40; ++value)
    put(rows, 0, kChunk, value);
  EXPECT_LE(rows.snapshot()->parts.size(), 4U);
  drop(rows, 0, kChunk);
  EXPECT_LE(rows.snapshot()->parts.size(), 1U);
}

TEST(VersionedRowsTest, ChunksOfOldVersionsAreFreedWithTheirLastReader) {
  VersionedRows rows(1);
  put(rows, 0, kChunk, 1);
  auto reader = rows.snapshot();
  const std::weak_ptr<const RowChunk> chunk = reader->parts.front().chunk;
  drop(rows, 0, kChunk);
  EXPECT_FALSE(chunk.expired());
  reader.reset();
  EXPECT_TRUE(chunk.expired());
}

// A batch gives all its ids one value; a reader must never see two.
TEST(VersionedRowsTest, ReadersSeeEachChangeWholeOrNotAtAll) {
  VersionedRows rows(1);
  constexpr std::uint32_t kIds = 500;
  constexpr std::uint16_t kChanges = 300;
  put(rows, 0, kIds, 0);
  std::atomic<bool> done = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      std::uint16_t last = 0;
      while (!done) {
        const Contents contents = contents_of(*rows.snapshot());
        ASSERT_EQ(contents.size(), kIds);
        const std::uint16_t value = contents.begin()->second;
        for (const auto& [id, other] : contents)
          ASSERT_EQ(other, value);
        ASSERT_GE(value, last) << "went back in time";
        last = value;
      }
    });
  }
  for (std::uint16_t value = 1; value <= kChanges; ++value)
    put(rows, 0, kIds, value);
  done = true;
}

}  // namespace
}  // namespace kindred::vectors
