// Law: whenever the process is killed, every acknowledged object is there and whole, and every name stands for its content.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/crypto.h"
#include "base/testing/temp_folder.h"
#include "base/testing/victim.h"
#include "objects/object_storage.h"

namespace kindred::objects {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

// Object `number`: content and size follow from its number.
Bytes content_of(std::uint64_t number) {
  std::mt19937_64 random(number);
  Bytes content(random() % 20'000);
  for (auto& byte : content)
    byte = static_cast<std::uint8_t>(random());
  return content;
}

// Puts and receives objects for ever, telling the number of each that was acknowledged.
void store_for_ever(const fs::path& folder, std::uint64_t next, const kindred::testing::Victim::Tell& tell) {
  auto storage = make_local_storage(folder).value();
  for (;; ++next) {
    const Bytes content = content_of(next);
    if (next % 2 == 0) {
      if (!storage->put(content)) return;
    } else {
      const auto incoming = storage->receive();
      if (!incoming || !(*incoming)->write(content) || !(*incoming)->finish()) return;
    }
    tell(next);
  }
}

void expect_names_are_hashes(const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(hex(sha256(read_file(entry.path()).value())), entry.path().filename().string());
  }
}

TEST(LocalKillTest, AcknowledgedObjectsAreThereAndWhole) {
  const kindred::testing::TempFolder folder;
  std::mt19937 random(1);
  std::uint64_t acknowledged = 0;  // objects, numbered from 0
  for (int kill = 0; kill < 10; ++kill) {
    kindred::testing::Victim child([&](const auto& tell) { store_for_ever(folder.path(), acknowledged, tell); });
    for (std::uint32_t i = 0, until = 1 + random() % 12; i < until; ++i) {
      const auto number = child.hear();
      ASSERT_TRUE(number) << "the child died by itself";
      acknowledged = *number + 1;
    }
    for (const std::uint64_t number : child.kill_and_hear_the_rest())
      acknowledged = number + 1;
    const auto storage = make_local_storage(folder.path()).value();
    for (std::uint64_t number = 0; number < acknowledged; ++number) {
      const Bytes content = content_of(number);
      const auto file = storage->open(hex(sha256(content)));
      ASSERT_TRUE(file) << file.error().message;
      ASSERT_TRUE(std::ranges::equal(file->bytes(), content));
    }
    expect_names_are_hashes(folder.path());
  }
}

}  // namespace
}  // namespace kindred::objects
