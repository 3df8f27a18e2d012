// Query images are kept for an hour, and no more of them than the limits say: the oldest leave first.
#include "usecases/query_images.h"

#include <gtest/gtest.h>

namespace kindred::usecases {
namespace {

class QueryImagesTest : public ::testing::Test {
 protected:
  QueryImageId add(std::size_t bytes = 10) {
    const auto file = std::make_shared<const std::vector<std::uint8_t>>(bytes);
    return images_.add({OrganizationId::make(), file, *file, std::nullopt});
  }

  QueryImages::Clock::time_point now_{};
  QueryImages images_{[this] { return now_; }};
};

TEST_F(QueryImagesTest, IsThereForAnHour) {
  const QueryImageId id = add();
  now_ += QueryImages::kKept - std::chrono::seconds(1);
  ASSERT_TRUE(images_.find(id));
  EXPECT_EQ(images_.find(id)->file.size(), 10U);
  now_ += std::chrono::seconds(1);
  EXPECT_FALSE(images_.find(id));
  EXPECT_FALSE(images_.find(QueryImageId::make()));
}

TEST_F(QueryImagesTest, TheOldestLeaveWhenThereAreTooMany) {
  std::vector<QueryImageId> ids;
  for (std::size_t i = 0; i < QueryImages::kMaxCount + 3; ++i)
    ids.push_back(add());
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_FALSE(images_.find(ids[i]));
  EXPECT_TRUE(images_.find(ids[3]));
  EXPECT_TRUE(images_.find(ids.back()));
}

TEST_F(QueryImagesTest, TheOldestLeaveWhenTheyAreTooLarge) {
  std::vector<QueryImageId> ids;
  for (std::uint64_t bytes = 0; bytes <= QueryImages::kMaxBytes; bytes += QueryImages::kMaxFile)
    ids.push_back(add(QueryImages::kMaxFile));
  EXPECT_FALSE(images_.find(ids.front()));
  EXPECT_TRUE(images_.find(ids[1]));
}

TEST_F(QueryImagesTest, RemembersWhatEachModelMadeOfIt) {
  const QueryImageId id = add();
  EXPECT_FALSE(images_.vector(id, "a"));
  images_.remember(id, "a", {1, 0});
  EXPECT_EQ(images_.vector(id, "a"), (std::vector<float>{1, 0}));
  EXPECT_FALSE(images_.vector(id, "b"));
  now_ += QueryImages::kKept;
  EXPECT_FALSE(images_.vector(id, "a"));
  images_.remember(id, "a", {1, 0});  // no longer there: nothing to remember it for
  EXPECT_FALSE(images_.vector(id, "a"));
}

}  // namespace
}  // namespace kindred::usecases
