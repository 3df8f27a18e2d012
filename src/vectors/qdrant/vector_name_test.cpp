// Law: every model key of fair length has one name that Qdrant takes, and no two keys share one.
#include "vectors/qdrant/vector_name.h"

#include <gmock/gmock.h>

namespace kindred::vectors {
namespace {

TEST(VectorNameTest, IsReversible) {
  std::string every;
  for (int byte = 0; byte < 64; ++byte)
    every += static_cast<char>(byte);
  for (const std::string& key : {std::string("open_clip||ViT-B-16||datacomp_xl_s13b_b90k"), std::string("100%"), std::string("%7C"),
                                 std::string("a b;;~@.=+,&#"), std::string("Modell für Bäume"), every}) {
    const std::string name = vector_name_of(key).value();
    EXPECT_EQ(name.find_first_of("<>:\"/\\|?*"), std::string::npos) << name;
    EXPECT_EQ(model_key_of(name).value(), key);
  }
  EXPECT_EQ(vector_name_of("open_clip||ViT-B-16||x").value(), "open_clip%7C%7CViT-B-16%7C%7Cx");
}

TEST(VectorNameTest, RefusesKeysThatAreTooLong) {
  EXPECT_TRUE(vector_name_of(std::string(200, 'a')));
  EXPECT_EQ(vector_name_of(std::string(201, 'a')).error().kind, ErrorKind::invalid);
  EXPECT_EQ(vector_name_of(std::string(67, '|')).error().kind, ErrorKind::invalid);
  EXPECT_EQ(vector_name_of("").error().kind, ErrorKind::invalid);
}

TEST(VectorNameTest, RefusesNamesOfNoKey) {
  for (const std::string_view name : {"", "a|b", "%", "%7", "%7c", "%41", "a%GG"})
    EXPECT_EQ(model_key_of(name).error().kind, ErrorKind::corrupt) << name;
}

}  // namespace
}  // namespace kindred::vectors
