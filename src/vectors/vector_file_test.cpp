// Law: what was appended and committed is read back to the bit; what was not committed is gone; damage is named and never read.
#include "vectors/vector_file.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>

#include "base/testing/temp_folder.h"
#include "vectors/vector_block.h"

namespace kindred::vectors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Halves = std::vector<std::uint16_t>;
using Items = std::vector<std::pair<Uuid, Halves>>;

const std::filesystem::path kGolden = std::filesystem::path(KINDRED_SOURCE_DIR) / "tests/data/vectors/two_blocks.vectors";

Uuid id_from(std::uint8_t first) {
  Uuid id;
  for (std::uint8_t& byte : id.bytes)
    byte = first++;
  return id;
}

Result<Items> items_of(const VectorFile& file, std::uint64_t committed) {
  Items items;
  TRY(file.read(committed, [&](std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) -> Result<void> {
    EXPECT_EQ(vectors.size(), ids.size() * file.dimension());
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(vectors.data()) % kBlockAlignment, 0U);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto row = vectors.subspan(i * file.dimension(), file.dimension());
      items.emplace_back(ids[i], Halves(row.begin(), row.end()));
    }
    return {};
  }));
  return items;
}

class VectorFileTest : public ::testing::Test {
 protected:
  VectorFile open(std::size_t dimension, std::uint64_t committed) {
    auto file = VectorFile::open(path_, dimension, committed);
    EXPECT_TRUE(file) << file.error().message;
    return *std::move(file);
  }
  void copy_golden() { std::filesystem::copy_file(kGolden, path_, std::filesystem::copy_options::overwrite_existing); }
  void flip_byte(std::uint64_t place) {
    std::fstream stream(path_, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(place));
    const int byte = stream.get();
    stream.seekp(static_cast<std::streamoff>(place));
    stream.put(static_cast<char>(byte ^ 1));
  }

  kindred::testing::TempFolder folder_;
  std::filesystem::path path_ = folder_ / "test.vectors";
};

constexpr std::uint64_t kGoldenBytes = 384;
const Items kGoldenItems = {{id_from(0), {0x3C00, 0, 0xB800}}, {id_from(16), {0, 0x3555, 0x7BFF}}, {id_from(0), {0, 0x3C00, 0}}};

TEST_F(VectorFileTest, ReadsTheGoldenFile) {
  copy_golden();
  ASSERT_EQ(std::filesystem::file_size(path_), kGoldenBytes);
  EXPECT_EQ(items_of(open(3, kGoldenBytes), kGoldenBytes).value(), kGoldenItems);
}

TEST_F(VectorFileTest, WritesTheGoldenFile) {
  VectorFile file = open(3, 0);
  const std::vector<Uuid> ids = {id_from(0), id_from(16)};
  const Halves vectors = {0x3C00, 0, 0xB800, 0, 0x3555, 0x7BFF};
  ASSERT_EQ(file.append(ids, vectors).value(), 192U);
  ASSERT_EQ(file.append(std::span(ids).first(1), Halves{0, 0x3C00, 0}).value(), kGoldenBytes);
  EXPECT_EQ(read_file(path_).value(), read_file(kGolden).value());
}

TEST_F(VectorFileTest, CutsWhatWasNotCommitted) {
  copy_golden();
  VectorFile file = open(3, 192);
  EXPECT_EQ(std::filesystem::file_size(path_), 192U);
  EXPECT_EQ(items_of(file, 192)->size(), 2U);
  EXPECT_EQ(file.append(std::vector{id_from(9)}, Halves{1, 2, 3}).value(), kGoldenBytes);
  EXPECT_EQ(items_of(open(3, kGoldenBytes), kGoldenBytes)->back(), (std::pair{id_from(9), Halves{1, 2, 3}}));
}

TEST_F(VectorFileTest, ReadsNoFurtherThanAsked) {
  copy_golden();
  EXPECT_EQ(items_of(open(3, kGoldenBytes), 192)->size(), 2U);
  EXPECT_TRUE(items_of(open(3, kGoldenBytes), 0)->empty());
}

TEST_F(VectorFileTest, AnyDamagedByteIsNamed) {
  for (std::uint64_t place = 0; place < kGoldenBytes; ++place) {
    copy_golden();
    flip_byte(place);
    const auto file = VectorFile::open(path_, 3, kGoldenBytes);
    const Error error = file ? items_of(*file, kGoldenBytes).error() : file.error();
    ASSERT_EQ(error.kind, ErrorKind::corrupt) << place;
    ASSERT_THAT(error.message, HasSubstr(place < 192 ? "byte 0 of" : "byte 192 of"));
    ASSERT_THAT(error.message, HasSubstr(path_.string()));
  }
}

TEST_F(VectorFileTest, RefusesAnotherDimensionLengthOrBoundary) {
  copy_golden();
  EXPECT_THAT(VectorFile::open(path_, 4, kGoldenBytes).error().message, HasSubstr("3 dimensions instead of 4"));
  EXPECT_THAT(VectorFile::open(path_, 3, kGoldenBytes + 64).error().message, HasSubstr("384 bytes, but 448 were committed"));
  EXPECT_THAT(VectorFile::open(path_, 3, 320).error().message, HasSubstr("ends inside it"));
  EXPECT_THAT(VectorFile::open(path_, 3, 200).error().message, HasSubstr("ends inside its header"));
  EXPECT_EQ(VectorFile::open(folder_ / "new", 3, 64).error().kind, ErrorKind::corrupt);
  EXPECT_EQ(VectorFile::open(folder_ / "new", 0, 0).error().kind, ErrorKind::invalid);
  EXPECT_EQ(VectorFile::open(folder_ / "no" / "folder", 3, 0).error().kind, ErrorKind::not_found);
  EXPECT_EQ(std::filesystem::file_size(path_), kGoldenBytes) << "a refused file must stay as it was";
}

TEST_F(VectorFileTest, RefusesWhatDoesNotFit) {
  VectorFile file = open(3, 0);
  EXPECT_EQ(file.append(std::vector{id_from(0)}, Halves{1, 2}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(file.append({}, {}).value(), 0U) << "nothing appended is no block";
}

TEST_F(VectorFileTest, AnErrorOfTheVisitorEndsTheReading) {
  copy_golden();
  int visits = 0;
  const auto read = open(3, kGoldenBytes).read(kGoldenBytes, [&](auto, auto) -> Result<void> {
    ++visits;
    return conflict("enough");
  });
  EXPECT_EQ(read.error().message, "enough");
  EXPECT_EQ(visits, 1);
}

}  // namespace
}  // namespace kindred::vectors
