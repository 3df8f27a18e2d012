// Law: a durable write is there whole or not at all; reading keeps to its limit; every failure names the file and the reason.
#include "base/files.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>

#include "base/testing/temp_folder.h"

namespace kindred {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Bytes = std::vector<std::uint8_t>;

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class FilesTest : public ::testing::Test {
 protected:
  testing::TempFolder folder_;
};

TEST_F(FilesTest, WhatWasWrittenIsRead) {
  const Bytes content = {'a', 0, 255};
  const fs::path path = folder_ / "file";
  ASSERT_TRUE(write_file_durably(path, content));
  EXPECT_EQ(read_file(path).value(), content);
  EXPECT_EQ(read_text_file(path).value(), std::string("a\0\xFF", 3));
  EXPECT_TRUE(std::ranges::equal(MappedFile::open(path)->bytes(), content));
}

TEST_F(FilesTest, AWriteReplacesTheWholeFileAndLeavesNothingElse) {
  const fs::path path = folder_ / "file";
  ASSERT_TRUE(write_file_durably(path, Bytes(1000, 1)));
  const MappedFile old = MappedFile::open(path).value();
  ASSERT_TRUE(write_file_durably(path, Bytes(5, 2)));
  EXPECT_EQ(read_file(path).value(), Bytes(5, 2));
  EXPECT_TRUE(std::ranges::equal(old.bytes(), Bytes(1000, 1))) << "who reads the old one goes on reading it";
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("file"));
}

TEST_F(FilesTest, AFailedWriteLeavesNothing) {
  fs::create_directories(folder_ / "name" / "in the way");
  EXPECT_THAT(write_file_durably(folder_ / "name", Bytes(5)).error().message, HasSubstr((folder_ / "name").string()));
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("name"));
  EXPECT_EQ(write_file_durably(folder_ / "no" / "file", Bytes(5)).error().kind, ErrorKind::not_found);
}

TEST_F(FilesTest, EmptyFilesAreFiles) {
  const fs::path path = folder_ / "empty";
  ASSERT_TRUE(write_file_durably(path, {}));
  EXPECT_TRUE(read_file(path)->empty());
  EXPECT_TRUE(MappedFile::open(path)->bytes().empty());
}

TEST_F(FilesTest, ReadingKeepsToItsLimit) {
  const fs::path path = folder_ / "file";
  ASSERT_TRUE(write_file_durably(path, Bytes(100)));
  EXPECT_TRUE(read_file(path, 100));
  const Error error = read_file(path, 99).error();
  EXPECT_EQ(error.kind, ErrorKind::too_large);
  EXPECT_THAT(error.message, ::testing::AllOf(HasSubstr(path.string()), HasSubstr("100 bytes"), HasSubstr("99")));
}

TEST_F(FilesTest, ErrorsNameTheFile) {
  const Error missing = read_file(folder_ / "missing").error();
  EXPECT_EQ(missing.kind, ErrorKind::not_found);
  EXPECT_THAT(missing.message, ::testing::AllOf(HasSubstr((folder_ / "missing").string()), HasSubstr("No such file")));
  EXPECT_THAT(read_file(folder_.path()).error().message, HasSubstr("not a regular file"));
  EXPECT_THAT(MappedFile::open(folder_.path()).error().message, HasSubstr("not a regular file"));
}

TEST_F(FilesTest, MakesAllLevelsOfAFolder) {
  const fs::path deep = folder_ / "a" / "b" / "c";
  ASSERT_TRUE(make_folders_durably(deep));
  EXPECT_TRUE(fs::is_directory(deep));
  EXPECT_TRUE(make_folders_durably(deep)) << "a folder that is there is no error";
  EXPECT_TRUE(make_folders_durably(deep / "d" / ""));
  ASSERT_TRUE(write_file_durably(folder_ / "file", {}));
  EXPECT_THAT(make_folders_durably(folder_ / "file").error().message, HasSubstr((folder_ / "file").string()));
  EXPECT_FALSE(make_folders_durably(folder_ / "file" / "below"));
}

TEST_F(FilesTest, ADescriptorClosesItselfOnce) {
  FileDescriptor file = open_file(folder_ / "file", O_WRONLY | O_CREAT).value();
  const int number = file.get();
  FileDescriptor moved = std::move(file);
  EXPECT_EQ(moved.get(), number);
  {
    const FileDescriptor gone = std::move(moved);
  }
  EXPECT_EQ(::fcntl(number, F_GETFD), -1) << "it should be closed";
}

TEST_F(FilesTest, AMappingLivesAsLongAsItsOwner) {
  const fs::path path = folder_ / "file";
  ASSERT_TRUE(write_file_durably(path, Bytes(5000, 7)));
  MappedFile mapped = MappedFile::open(path).value();
  const MappedFile owner = std::move(mapped);
  fs::remove(path);
  EXPECT_EQ(std::count(owner.bytes().begin(), owner.bytes().end(), 7), 5000);
}

}  // namespace
}  // namespace kindred
