// Law: matrices come back from their .npy file; the bytes are NumPy's; any other file is refused with its name.
#include "base/npy.h"

#include <gmock/gmock.h>

#include "base/files.h"
#include "base/testing/temp_folder.h"

namespace kindred {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class NpyTest : public ::testing::Test {
 protected:
  // A file with this header, as NumPy pads it, and this many floats.
  void write_with(std::string header, std::size_t floats) {
    header += '\n';
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xFF);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header + std::string(floats * sizeof(float), '\0');
    write(bytes);
  }
  void write(std::string_view bytes) {
    ASSERT_TRUE(write_file_durably(path_, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
  }
  testing::TempFolder folder_;
  std::filesystem::path path_ = folder_ / "array.npy";
};

TEST_F(NpyTest, ComesBack) {
  const std::vector<float> values = {1, -2.5, 0, 1e-20F, 5, 6};
  ASSERT_TRUE(write_npy(path_, values, 2, 3));
  const NpyArray array = read_npy(path_).value();
  EXPECT_THAT(array.shape, ElementsAre(2, 3));
  EXPECT_EQ(array.values, values);
}

TEST_F(NpyTest, NothingComesBackToo) {
  ASSERT_TRUE(write_npy(path_, {}, 3, 0));
  EXPECT_THAT(read_npy(path_).value().shape, ElementsAre(3, 0));
  ASSERT_TRUE(write_npy(path_, {}, 0, 512));
  const NpyArray array = read_npy(path_).value();
  EXPECT_THAT(array.shape, ElementsAre(0, 512));
  EXPECT_THAT(array.values, IsEmpty());
}

// numpy.save of numpy.array([[1, 2]], dtype="<f4"), version 1.0 of numpy.lib.format.
TEST_F(NpyTest, WritesTheBytesOfNumPy) {
  ASSERT_TRUE(write_npy(path_, std::vector<float>{1, 2}, 1, 2));
  std::string expected("\x93NUMPY\x01\x00\x76\x00", 10);
  expected += "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
  expected += std::string(127 - expected.size(), ' ') + "\n";
  expected += std::string("\x00\x00\x80\x3F\x00\x00\x00\x40", 8);
  EXPECT_EQ(read_text_file(path_).value(), expected);
}

TEST_F(NpyTest, ReadsVectorsAndScalars) {
  write_with("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 3);
  EXPECT_THAT(read_npy(path_)->shape, ElementsAre(3));
  write_with("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 1);
  EXPECT_THAT(read_npy(path_)->shape, IsEmpty());
  EXPECT_EQ(read_npy(path_)->values.size(), 1U);
}

TEST_F(NpyTest, ListsOfWholeNumbersAreNumPys) {
  ASSERT_TRUE(write_npy(path_, std::vector<std::int32_t>{-1, 7}));
  const std::string bytes = read_text_file(path_).value();
  EXPECT_THAT(bytes, HasSubstr("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }"));
  EXPECT_EQ(bytes.substr(128), std::string("\xFF\xFF\xFF\xFF\x07\x00\x00\x00", 8));
}

// A matrix [[1, 2, 3], [4, 5, 6]] as NumPy saves it from other types, orders and in later versions of the format.
TEST_F(NpyTest, ReadsOtherFloatsOrdersAndVersions) {
  const auto bytes_of = [](const auto& numbers) {
    return std::string(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof numbers[0]);
  };
  const auto expect_matrix = [&](const std::string& header, const std::string& data, char version) {
    std::string bytes = "\x93NUMPY" + std::string(1, version) + std::string(1, '\0') + static_cast<char>(header.size()) + '\0';
    if (version > 1) bytes += std::string(2, '\0');
    write(bytes + header + data);
    const auto array = read_npy(path_);
    ASSERT_TRUE(array) << array.error().message;
    EXPECT_THAT(array->shape, ElementsAre(2, 3));
    EXPECT_THAT(array->values, ElementsAre(1, 2, 3, 4, 5, 6));
  };
  const std::vector<double> doubles{1, 2, 3, 4, 5, 6};
  const std::vector<std::uint16_t> halves{0x3C00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600};
  const std::vector<float> by_columns{1, 4, 2, 5, 3, 6};
  expect_matrix("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", bytes_of(doubles), 1);
  expect_matrix("{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }", bytes_of(halves), 2);
  expect_matrix("{\"shape\":(2,3),\"fortran_order\":True,\"descr\":\"<f4\"}", bytes_of(by_columns), 3);
}

TEST_F(NpyTest, OtherTypesAreUnsupported) {
  for (const char* type : {"'>f4'", "'<i4'", "'<f44'", "'|O'", "[('x', '<f4')]"}) {
    write_with(std::string("{'descr': ") + type + ", 'fortran_order': False, 'shape': (1,), }", 2);
    EXPECT_EQ(read_npy(path_).error().kind, ErrorKind::unsupported) << type;
  }
  write_with("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1, 1), }", 1);
  EXPECT_EQ(read_npy(path_).error().kind, ErrorKind::unsupported);
  for (const char* bytes : {"", "\x93NUMPY\x04", "PK\x03\x04"}) {
    write(bytes);
    EXPECT_EQ(read_npy(path_).error().kind, ErrorKind::unsupported);
  }
}

TEST_F(NpyTest, DamageIsNamed) {
  const std::string begin = "{'descr': '<f4', 'fortran_order': False, ";
  for (const char* shape : {"", "'shape'", "'shape': ", "'shape': 2, 3)", "'shape': (2, 3", "'shape': (2 3)", "'shape': (x,)",
                            "'shape': (-1,)", "'shape': (2; 3)", "'shape': (99999999999999999999999,)", "'shape': (7,)",
                            "'shape': (4294967296, 4294967296)", "'shape': (2, 9223372036854775807)"}) {
    write_with(begin + shape, 6);
    const auto array = read_npy(path_);
    ASSERT_FALSE(array) << shape;
    EXPECT_EQ(array.error().kind, ErrorKind::corrupt);
    EXPECT_THAT(array.error().message, HasSubstr(path_.string()));
  }
  write(std::string("\x93NUMPY\x01\x00\xFF\x00{", 11));
  EXPECT_THAT(read_npy(path_).error().message, HasSubstr("ends inside its header"));
}

}  // namespace
}  // namespace kindred
