// Law: whenever the process is killed, also while a segment is being written or takes the place of others, the index opens again, and with what
// the vector file holds from settled() on it has exactly what was told.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/testing/temp_folder.h"
#include "base/testing/victim.h"
#include "vectors/embedded_index.h"

namespace kindred::vectors {
namespace {

constexpr std::size_t kDimension = 16;
constexpr std::uint32_t kBatch = 40;

// Batch `number` of an endless file; of each some ids replace earlier ones.
void batch(std::uint64_t number, std::vector<Uuid>& ids, std::vector<std::uint16_t>& vectors) {
  std::mt19937 random(static_cast<std::uint32_t>(number));
  ids.clear();
  vectors.clear();
  for (std::uint32_t i = 0; i < kBatch; ++i) {
    Uuid id;
    const std::uint64_t of = i < 4 && number > 0 ? random() % number : number;
    for (std::size_t byte = 0; byte < 8; ++byte)
      id.bytes[byte] = static_cast<std::uint8_t>((of * kBatch + i) * 0x9E3779B97F4A7C15ULL >> (8 * byte));
    ids.push_back(id);
    for (std::size_t d = 0; d < kDimension; ++d)
      vectors.push_back(static_cast<std::uint16_t>((random() & 0x83FF) | 0x3000));
  }
}

std::unique_ptr<EmbeddedIndex> reopen(const std::filesystem::path& folder, std::uint64_t batches) {
  auto opened = EmbeddedIndex::open({.dimension = kDimension, .folder = folder}, 120);
  EXPECT_TRUE(opened) << opened.error().message;
  std::vector<Uuid> ids;
  std::vector<std::uint16_t> vectors;
  EXPECT_LE((*opened)->settled(), batches) << "more than was ever told";
  for (std::uint64_t i = (*opened)->settled(); i < batches; ++i) {
    batch(i, ids, vectors);
    EXPECT_TRUE((*opened)->upsert(ids, vectors));
    EXPECT_TRUE((*opened)->settle(i + 1));
  }
  return *std::move(opened);
}

TEST(EmbeddedIndexKillTest, OpensAgainWithExactlyWhatWasTold) {
  const kindred::testing::TempFolder folder;
  std::mt19937 random(3);
  std::uint64_t told = 0;
  for (int kill = 0; kill < 8; ++kill) {
    kindred::testing::Victim child([&](const auto& tell) {
      const auto index = reopen(folder / "index", told);
      std::vector<Uuid> ids;
      std::vector<std::uint16_t> vectors;
      for (std::uint64_t next = told;;) {
        batch(next, ids, vectors);
        tell(++next);  // the vector file has it
        if (!index->upsert(ids, vectors) || !index->settle(next)) return;
      }
    });
    for (std::uint32_t i = 0, until = 1 + random() % 25; i < until; ++i) {
      const auto number = child.hear();
      ASSERT_TRUE(number) << "the child died by itself";
      told = *number;
    }
    for (const std::uint64_t number : child.kill_and_hear_the_rest())
      told = number;
  }
  const auto index = reopen(folder / "index", told);
  const auto twin = make_vector_index("exact", {.dimension = kDimension}).value();
  std::vector<Uuid> ids;
  std::vector<std::uint16_t> vectors;
  for (std::uint64_t i = 0; i < told; ++i) {
    batch(i, ids, vectors);
    ASSERT_TRUE(twin->upsert(ids, vectors));
  }
  EXPECT_EQ(index->count().value(), twin->count().value());
  std::optional<Uuid> from;
  do {
    const ScrollPage page = index->scroll(from, 1000).value();
    const ScrollPage expected = twin->scroll(from, 1000).value();
    ASSERT_EQ(page.ids, expected.ids);
    ASSERT_EQ(page.vectors, expected.vectors);
    from = page.next;
  } while (from);
}

}  // namespace
}  // namespace kindred::vectors
