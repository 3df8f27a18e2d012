// Law: ids are UUIDs of version 7 that sort by the millisecond they were made in; text goes to an id and back, all else is refused.
#include "base/ids.h"

#include <gtest/gtest.h>

#include <cctype>
#include <chrono>
#include <mutex>
#include <random>
#include <thread>
#include <unordered_set>
#include <vector>

namespace kindred {
namespace {

std::uint64_t millis_of(const Uuid& uuid) {
  std::uint64_t millis = 0;
  for (std::size_t i = 0; i < 6; ++i)
    millis = millis << 8 | uuid.bytes[i];
  return millis;
}

std::uint64_t now_millis() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

TEST(NewUuidTest, HasTheTimeTheVersionAndTheVariant) {
  const std::uint64_t before = now_millis();
  const Uuid uuid = new_uuid();
  EXPECT_GE(millis_of(uuid), before);
  EXPECT_LE(millis_of(uuid), now_millis());
  const std::string text = to_string(uuid);
  EXPECT_EQ(text[14], '7');
  EXPECT_NE(std::string_view("89ab").find(text[19]), std::string_view::npos);
}

TEST(NewUuidTest, LaterMillisecondsSortLater) {
  const Uuid first = new_uuid();
  Uuid second = new_uuid();
  while (millis_of(second) == millis_of(first))
    second = new_uuid();
  EXPECT_LT(first, second);
  EXPECT_LT(to_string(first), to_string(second));
}

TEST(NewUuidTest, NoTwoAreEqual) {
  std::mutex mutex;
  std::unordered_set<Uuid> all;
  constexpr std::size_t kEach = 5000;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        std::vector<Uuid> own(kEach);
        for (Uuid& uuid : own)
          uuid = new_uuid();
        const std::scoped_lock lock(mutex);
        all.insert(own.begin(), own.end());
      });
    }
  }
  EXPECT_EQ(all.size(), 4 * kEach);
}

TEST(ParseUuidTest, ReadsBothCasesAndWritesLower) {
  const Uuid uuid = parse_uuid("F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6").value();  // RFC 9562's example of the form
  EXPECT_EQ(to_string(uuid), "f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
  EXPECT_TRUE(parse_uuid("00000000-0000-0000-0000-000000000000")->is_nil());
}

TEST(ParseUuidTest, AnyBytesComeBackFromTheirText) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 2000; ++round) {
    Uuid uuid;
    for (auto& byte : uuid.bytes)
      byte = static_cast<std::uint8_t>(random());
    EXPECT_EQ(parse_uuid(to_string(uuid)).value(), uuid);
  }
}

// Changing one character of a UUID's text to any other gives either that character's UUID back or a refusal.
TEST(ParseUuidTest, AcceptsNothingElse) {
  const std::string good = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
  for (std::size_t place = 0; place < good.size(); ++place) {
    for (int c = 0; c < 256; ++c) {
      std::string text = good;
      text[place] = static_cast<char>(c);
      const bool is_hex = std::isxdigit(static_cast<unsigned char>(text[place])) != 0;
      const bool fits = good[place] == '-' ? c == '-' : is_hex;
      ASSERT_EQ(parse_uuid(text).has_value(), fits) << text;
    }
  }
  for (const std::string& text :
       {std::string(), good + "0", good.substr(1), "{" + good + "}", std::string(36, '-'), std::string(10'000, 'a')}) {
    EXPECT_EQ(parse_uuid(text).error().kind, ErrorKind::invalid) << text;
    EXPECT_LT(parse_uuid(text).error().message.size(), 200U) << "a long input must not fill the message";
  }
}

TEST(IdTest, IsAUuidWithAType) {
  using BookId = Id<struct Book>;
  const BookId id = BookId::make();
  EXPECT_EQ(BookId::parse(to_string(id)).value(), id);
  EXPECT_TRUE(BookId{}.is_nil());
  EXPECT_FALSE(id.is_nil());
  static_assert(!std::is_convertible_v<BookId, Id<struct Page>>);
}

}  // namespace
}  // namespace kindred
