// A folder, a zip and one file are read alike; names that leave their folder, links, doubles, damage and bombs are refused with a reason.
#include "annotations/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/files.h"
#include "base/testing/temp_folder.h"

namespace kindred::annotations {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

void write_text(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::map<std::string, std::string> contents(SourceFiles& files) {
  std::map<std::string, std::string> all;
  const auto done = files.for_each([](std::string_view) { return true; },
                                   [&](std::string_view name, ByteReader& bytes) -> Result<void> {
                                     const auto text = read_all(bytes, 1 << 20, name);
                                     all[std::string(name)] = text ? *text : "! " + text.error().message;
                                     return {};
                                   });
  EXPECT_TRUE(done) << done.error().message;
  return all;
}

// A zip of stored entries under any names, as bytes: what no well-behaved program would write.
class RawZip {
 public:
  void add(const std::string& name, const std::string& bytes, std::uint32_t mode = 0100644) {
    const std::uint32_t offset = static_cast<std::uint32_t>(body_.size());
    std::string common;
    put(common, 20, 2), put(common, 0x800, 2), put(common, 0, 2), put(common, 0x5821, 4);
    put(common, crc(bytes), 4), put(common, static_cast<std::uint32_t>(bytes.size()), 4),
        put(common, static_cast<std::uint32_t>(bytes.size()), 4);
    put(common, static_cast<std::uint32_t>(name.size()), 2), put(common, 0, 2);
    body_ += "PK\x03\x04" + common + name + bytes;
    directory_ += "PK\x01\x02";
    put(directory_, 0x0314, 2);
    directory_ += common;
    put(directory_, 0, 2), put(directory_, 0, 2), put(directory_, 0, 2), put(directory_, mode << 16, 4), put(directory_, offset, 4);
    directory_ += name;
    ++count_;
  }

  [[nodiscard]] std::string bytes() const {
    std::string end = "PK\x05\x06";
    put(end, 0, 4), put(end, count_, 2), put(end, count_, 2), put(end, static_cast<std::uint32_t>(directory_.size()), 4);
    put(end, static_cast<std::uint32_t>(body_.size()), 4), put(end, 0, 2);
    return body_ + directory_ + end;
  }

 private:
  static void put(std::string& out, std::uint32_t number, int bytes) {
    for (int i = 0; i < bytes; ++i)
      out += static_cast<char>(number >> (8 * i));
  }
  static std::uint32_t crc(const std::string& bytes) {
    std::uint32_t value = 0xFFFFFFFF;
    for (const char c : bytes) {
      value ^= static_cast<unsigned char>(c);
      for (int bit = 0; bit < 8; ++bit)
        value = (value >> 1) ^ (0xEDB88320U & (0U - (value & 1U)));
    }
    return ~value;
  }
  std::string body_;
  std::string directory_;
  std::uint32_t count_ = 0;
};

class FilesTest : public ::testing::Test {
 protected:
  std::unique_ptr<SourceFiles> open(const fs::path& path) {
    auto files = open_files(path, stop, report);
    EXPECT_TRUE(files) << files.error().message;
    return files ? *std::move(files) : nullptr;
  }

  testing::TempFolder folder;
  StopFlag stop;
  Report report;
};

TEST_F(FilesTest, AFolderIsReadByNameWithoutHiddenFilesAndLinks) {
  write_text(folder / "in/b.txt", "b");
  write_text(folder / "in/a/c.txt", "c");
  write_text(folder / "in/.hidden/d.txt", "d");
  write_text(folder / "in/.e", "e");
  write_text(folder / "secret", "s");
  fs::create_symlink(folder / "secret", folder / "in/link.txt");
  write_text(folder / "in/back\\slash", "f");
  const auto files = open(folder / "in");
  EXPECT_THAT(files->names(), ElementsAre("a/c.txt", "b.txt"));
  EXPECT_EQ(contents(*files).at("a/c.txt"), "c");
  EXPECT_EQ(report.count(ProblemKind::refused), 1);
}

TEST_F(FilesTest, OneFileIsAFolderOfOne) {
  write_text(folder / "x.json", "{}");
  EXPECT_EQ(contents(*open(folder / "x.json")), (std::map<std::string, std::string>{{"x.json", "{}"}}));
  EXPECT_EQ(open_files(folder / "none", stop, report).error().kind, ErrorKind::not_found);
}

TEST_F(FilesTest, WhatAZipWasGivenItGivesBack) {
  const std::string large(3'000'000, 'x');
  auto zip = make_zip(folder / "z.zip");
  ASSERT_TRUE(zip) << zip.error().message;
  ASSERT_TRUE((*zip)->add("a/é日.txt", "one"));
  ASSERT_TRUE((*zip)->add("empty", ""));
  ASSERT_TRUE((*zip)->add("large", large));
  EXPECT_EQ((*zip)->begin("empty").error().kind, ErrorKind::conflict);
  EXPECT_EQ((*zip)->begin("../x").error().kind, ErrorKind::invalid);
  ASSERT_TRUE((*zip)->finish());
  EXPECT_LT(fs::file_size(folder / "z.zip"), 100'000U);
  const auto files = open(folder / "z.zip");
  EXPECT_THAT(files->names(), ElementsAre("a/é日.txt", "empty", "large"));
  const auto all = contents(*files);
  EXPECT_EQ(all.at("a/é日.txt"), "one");
  EXPECT_THAT(all.at("large"), HasSubstr("more than 1048576 bytes"));
  std::string read;
  ASSERT_TRUE(files->for_each([](std::string_view name) { return name == "large"; },
                              [&](std::string_view name, ByteReader& bytes) -> Result<void> {
                                read = TRY(read_all(bytes, 4'000'000, name));
                                return {};
                              }));
  EXPECT_EQ(read, large);
  EXPECT_EQ(make_zip(folder / "z.zip").error().kind, ErrorKind::conflict);
}

TEST_F(FilesTest, ZipSlipsLinksAndDoublesAreRefused) {
  RawZip zip;
  zip.add("../up.txt", "1");
  zip.add("/etc/absolute.txt", "2");
  zip.add("a/../../b.txt", "3");
  zip.add("good.txt", "4");
  zip.add("good.txt", "5");
  zip.add("link", "/etc/passwd", 0120777);
  zip.add("..\\down.txt", "6");
  zip.add("\xC3\x28.txt", "7");
  zip.add("folder/", "", 040755);
  write_text(folder / "slip.zip", zip.bytes());
  const auto files = open(folder / "slip.zip");
  EXPECT_EQ(contents(*files), (std::map<std::string, std::string>{{"good.txt", "4"}}));
  EXPECT_EQ(report.count(ProblemKind::refused), 7);
  for (const Problem& problem : report.examples(ProblemKind::refused))
    EXPECT_THAT(problem.place, HasSubstr("slip.zip: "));
}

TEST_F(FilesTest, ADamagedZipGivesItsGoodFiles) {
  RawZip zip;
  zip.add("one", "first");
  zip.add("two", "second");
  std::string bytes = zip.bytes();
  bytes.replace(bytes.find("second"), 6, "SECOND");  // its checksum is wrong now
  write_text(folder / "damaged.zip", bytes);
  const auto all = contents(*open(folder / "damaged.zip"));
  EXPECT_EQ(all.at("one"), "first");
  EXPECT_THAT(all.at("two"), HasSubstr("! "));
  write_text(folder / "cut.zip", zip.bytes().substr(0, 60));
  Report cut;
  const auto files = open_files(folder / "cut.zip", stop, cut);
  EXPECT_TRUE(!files || cut.count(ProblemKind::unreadable) > 0);
}

TEST_F(FilesTest, AZipWithAHugeDirectoryIsRefusedBeforeItIsRead) {
  RawZip zip;
  zip.add("a", "1");
  const fs::path path = folder / "huge.zip";
  write_text(path, "PK\x03\x04");
  fs::resize_file(path, 300 << 20);  // a hole: nothing on the disk
  std::string end = zip.bytes();
  end = end.substr(end.find("PK\x05\x06"));
  end.replace(16, 4, std::string(4, '\0'));  // the directory begins at 0
  std::ofstream(path, std::ios::binary | std::ios::app) << end;
  EXPECT_EQ(open_files(path, stop, report).error().kind, ErrorKind::too_large);
}

TEST_F(FilesTest, NamesAreRelativeAndPlain) {
  for (const char* good : {"a", "a/b.txt", "é", "a b", "..a", "a.."})
    EXPECT_TRUE(check_file_name(good)) << good;
  for (const char* bad : {"", "/a", "a//b", "a/", ".", "..", "a/./b", "a/../b", "a\\b", "a\nb", "\xFF"})
    EXPECT_FALSE(check_file_name(bad)) << bad;
  EXPECT_FALSE(check_file_name(std::string(kMaxFileNameBytes + 1, 'a')));
}

TEST_F(FilesTest, AFolderToWriteIsNewOrEmpty) {
  const auto out = make_folder(folder / "deep/out");
  ASSERT_TRUE(out) << out.error().message;
  ASSERT_TRUE((*out)->add("a/b.txt", "1"));
  EXPECT_EQ((*out)->add("a/b.txt", "2").error().kind, ErrorKind::conflict);
  ASSERT_TRUE((*out)->finish());
  EXPECT_EQ(*read_text_file(folder / "deep/out/a/b.txt"), "1");
  EXPECT_EQ(make_folder(folder / "deep/out").error().kind, ErrorKind::conflict);
}

TEST_F(FilesTest, AStopEndsTheReading) {
  write_text(folder / "in/b.txt", "b");
  const auto files = open(folder / "in");
  stop.request();
  const auto read = files->for_each([](std::string_view) { return true; },
                                    [&](std::string_view name, ByteReader& bytes) -> Result<void> {
                                      TRY(read_all(bytes, 100, name));
                                      return {};
                                    });
  EXPECT_EQ(read.error().kind, ErrorKind::stopped);
}

}  // namespace
}  // namespace kindred::annotations
