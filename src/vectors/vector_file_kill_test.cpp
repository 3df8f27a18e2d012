// Law: whenever the process is killed, the file opened with the last committed length holds exactly what was committed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

#include "base/testing/temp_folder.h"
#include "base/testing/victim.h"
#include "vectors/vector_file.h"

namespace kindred::vectors {
namespace {

constexpr std::size_t kDimension = 48;

// Block `number`: its size and content follow from its number, so that the parent knows what to expect.
std::vector<Uuid> ids_of_block(std::uint64_t number) {
  std::mt19937_64 random(number);
  std::vector<Uuid> ids(1 + random() % 300);
  for (Uuid& id : ids) {
    const std::uint64_t word = random();
    std::memcpy(id.bytes.data(), &word, sizeof word);
  }
  return ids;
}

std::vector<std::uint16_t> vectors_of(std::span<const Uuid> ids) {
  std::vector<std::uint16_t> vectors;
  for (const Uuid& id : ids)
    vectors.insert(vectors.end(), kDimension, static_cast<std::uint16_t>(id.bytes[0] << 8 | id.bytes[1]));
  return vectors;
}

// Appends blocks for ever, telling each new length: that is the commit.
void append_for_ever(const std::filesystem::path& path, std::uint64_t committed, std::uint64_t next,
                     const kindred::testing::Victim::Tell& commit) {
  auto file = VectorFile::open(path, kDimension, committed);
  if (!file) return;
  for (;; ++next) {
    const std::vector<Uuid> ids = ids_of_block(next);
    const auto length = file->append(ids, vectors_of(ids));
    if (!length) return;
    commit(*length);
  }
}

// Reads all and gives the number of whole blocks, each compared with what it must hold.
std::uint64_t check_blocks(const VectorFile& file, std::uint64_t committed) {
  std::uint64_t number = 0;
  const auto read = file.read(committed, [&](std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) -> Result<void> {
    const std::vector<Uuid> expected = ids_of_block(number++);
    EXPECT_TRUE(std::ranges::equal(ids, expected));
    EXPECT_TRUE(std::ranges::equal(vectors, vectors_of(expected)));
    return {};
  });
  EXPECT_TRUE(read) << read.error().message;
  return number;
}

TEST(VectorFileKillTest, HoldsExactlyWhatWasCommitted) {
  const kindred::testing::TempFolder folder;
  const std::filesystem::path path = folder / "test.vectors";
  std::mt19937 random(1);
  std::uint64_t committed = 0;
  std::uint64_t blocks = 0;
  for (int kill = 0; kill < 12; ++kill) {
    kindred::testing::Victim child([&](const auto& commit) { append_for_ever(path, committed, blocks, commit); });
    const auto count = [&](std::uint64_t length) {
      committed = length;
      ++blocks;
    };
    for (std::uint32_t i = 0, until = 1 + random() % 10; i < until; ++i) {
      const auto length = child.hear();
      ASSERT_TRUE(length) << "the child died by itself";
      count(*length);
    }
    for (const std::uint64_t length : child.kill_and_hear_the_rest())
      count(length);
    const auto file = VectorFile::open(path, kDimension, committed);
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(check_blocks(*file, committed), blocks);
  }
}

}  // namespace
}  // namespace kindred::vectors
