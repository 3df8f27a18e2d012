// Law: an object that was acknowledged is there, whole, once, under the hash of its content; nothing else is.
#include <gmock/gmock.h>
#include <sys/mount.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <thread>

#include "base/crypto.h"
#include "base/testing/temp_folder.h"
#include "objects/backends.h"
#include "objects/object_storage.h"

namespace kindred::objects {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

std::size_t count_files(const fs::path& folder) {
  return static_cast<std::size_t>(std::count_if(fs::recursive_directory_iterator(folder), {},
                                                [](const fs::directory_entry& entry) { return entry.is_regular_file(); }));
}

class LocalStorageTest : public ::testing::Test {
 protected:
  LocalStorageTest() { reopen(); }
  void reopen() {
    auto made = make_local_storage(folder_.path() / "objects");
    EXPECT_TRUE(made) << made.error().message;
    storage_ = *std::move(made);
  }
  void expect_there(const StoredObject& object, const Bytes& content) {
    const auto file = storage_->open(object.sha256);
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_TRUE(std::ranges::equal(file->bytes(), content));
    EXPECT_TRUE(storage_->contains(object.sha256));
  }
  [[nodiscard]] std::size_t files() const { return count_files(folder_.path()); }

  kindred::testing::TempFolder folder_;
  std::unique_ptr<ObjectStorage> storage_;
};

TEST_F(LocalStorageTest, GivesBackWhatWasPut) {
  const Bytes content = bytes_of("abc");
  const StoredObject object = storage_->put(content).value();
  EXPECT_EQ(object.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4's example
  EXPECT_EQ(object.bytes, 3U);
  expect_there(object, content);
  reopen();
  expect_there(object, content);
}

TEST_F(LocalStorageTest, KeepsTheEmptyObject) {
  const StoredObject object = storage_->put({}).value();
  EXPECT_EQ(object.bytes, 0U);
  expect_there(object, {});
}

TEST_F(LocalStorageTest, WhatComesInPiecesIsTheSameObject) {
  const Bytes content = bytes_of("in pieces");
  const auto incoming = storage_->receive().value();
  for (const std::uint8_t byte : content)
    ASSERT_TRUE(incoming->write({&byte, 1}));
  const StoredObject object = incoming->finish().value();
  expect_there(object, content);
  EXPECT_EQ(storage_->put(content)->sha256, object.sha256);
  EXPECT_EQ(incoming->finish().error().kind, ErrorKind::internal);
  EXPECT_EQ(incoming->write(content).error().kind, ErrorKind::internal);
  EXPECT_EQ(files(), 1U);
}

TEST_F(LocalStorageTest, AnUnfinishedObjectLeavesNothing) {
  {
    const auto incoming = storage_->receive().value();
    ASSERT_TRUE(incoming->write(bytes_of("half of it")));
    EXPECT_EQ(files(), 1U);
  }
  EXPECT_EQ(files(), 0U);
}

TEST_F(LocalStorageTest, LeftoversOfACrashAreRemovedAtOpen) {
  const StoredObject object = storage_->put(bytes_of("kept")).value();
  std::ofstream(folder_.path() / "objects" / "incoming" / "leftover") << "half of it";
  reopen();
  EXPECT_EQ(files(), 1U);
  expect_there(object, bytes_of("kept"));
}

TEST_F(LocalStorageTest, EqualContentIsStoredOnceHoweverManyPutItAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kContents = 20;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < kContents; ++i) {
        const Bytes content = bytes_of("content " + std::to_string(i));
        const auto object = storage_->put(content);
        ASSERT_TRUE(object) << object.error().message;
        expect_there(*object, content);
      }
    });
  }
  threads.clear();
  EXPECT_EQ(files(), static_cast<std::size_t>(kContents));
}

TEST_F(LocalStorageTest, AnOpenObjectOutlivesItsRemoval) {
  const Bytes content = bytes_of("going");
  const StoredObject object = storage_->put(content).value();
  const MappedFile file = storage_->open(object.sha256).value();
  ASSERT_TRUE(storage_->remove(object.sha256));
  EXPECT_FALSE(storage_->contains(object.sha256));
  EXPECT_TRUE(std::ranges::equal(file.bytes(), content));
  EXPECT_TRUE(storage_->remove(object.sha256)) << "removing what isn't there is no error";
  const Error error = storage_->open(object.sha256).error();
  EXPECT_EQ(error.kind, ErrorKind::not_found);
  EXPECT_THAT(error.message, HasSubstr(object.sha256));
  expect_there(storage_->put(content).value(), content);
}

TEST_F(LocalStorageTest, AnObjectWhoseFileWasCutIsMendedByTheNextPut) {
  const Bytes content = bytes_of("whole");
  const StoredObject object = storage_->put(content).value();
  fs::resize_file(folder_.path() / "objects" / object.sha256.substr(0, 2) / object.sha256.substr(2, 2) / object.sha256, 2);
  expect_there(storage_->put(content).value(), content);
}

TEST_F(LocalStorageTest, OnlyHashesAreNames) {
  const std::string hash(64, 'a');
  std::ofstream(folder_ / "secret") << "x";
  for (const std::string& name :
       {std::string(), std::string("../../../secret"), hash + "a", hash.substr(1), std::string(64, 'A'), std::string(61, '0') + "/..",
        std::string(63, '0') + std::string(1, '\0'), "../" + std::string(61, '0')}) {
    EXPECT_EQ(storage_->open(name).error().kind, ErrorKind::invalid) << name;
    EXPECT_EQ(storage_->remove(name).error().kind, ErrorKind::invalid) << name;
    EXPECT_FALSE(storage_->contains(name)) << name;
  }
}

TEST_F(LocalStorageTest, AFullDiskIsUnavailableNamesTheFolderAndKeepsWhatIsThere) {
  const fs::path disk = folder_ / "disk";
  fs::create_directory(disk);
  if (::mount("kindred-test", disk.c_str(), "tmpfs", 0, "size=256k") != 0) GTEST_SKIP() << "only root can mount a small disk";
  auto storage = make_local_storage(disk).value();
  const Bytes small(1000, 1);
  const StoredObject kept = storage->put(small).value();
  std::mt19937 random(1);
  Bytes large(1 << 20);
  for (auto& byte : large)
    byte = static_cast<std::uint8_t>(random());
  const auto refused = storage->put(large);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().message, HasSubstr(disk.string()));
  EXPECT_THAT(refused.error().detail, HasSubstr("No space left"));
  EXPECT_EQ(count_files(disk), 1U) << "the part that was written must be gone";
  EXPECT_TRUE(storage->open(kept.sha256));
  EXPECT_TRUE(storage->put(Bytes(2000, 2))) << "there is room again";
  storage.reset();
  ::umount(disk.c_str());
}

TEST(ObjectBackendsTest, AreKnownByName) {
  const kindred::testing::TempFolder folder;
  EXPECT_TRUE(make_object_storage("local", folder.path()).value()->put({}));
  EXPECT_THAT(make_object_storage("cloud", folder.path()).error().message, ::testing::AllOf(HasSubstr("'cloud'"), HasSubstr("local")));
}

}  // namespace
}  // namespace kindred::objects
