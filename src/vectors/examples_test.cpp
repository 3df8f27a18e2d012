// Law: several examples make the direction of 2 x mean(positive) - mean(negative), of unit length; those that cancel each other are refused.
#include "vectors/examples.h"

#include <gmock/gmock.h>

#include <cmath>

namespace kindred::vectors {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatNear;

using Vectors = std::vector<std::vector<float>>;

TEST(DirectionOfTest, WeighsPositiveTwice) {
  const auto mixed = direction_of(Vectors{{1, 0}, {0, 1}}, Vectors{{1, 0}}).value();  // (1, 1) - (1, 0)
  EXPECT_THAT(mixed, ElementsAre(FloatNear(0, 1e-6F), FloatNear(1, 1e-6F)));
  const auto mean = direction_of(Vectors{{1, 0}, {0, 1}}, Vectors{}).value();
  EXPECT_THAT(mean, ElementsAre(FloatNear(std::sqrt(0.5F), 1e-6F), FloatNear(std::sqrt(0.5F), 1e-6F)));
  EXPECT_THAT(direction_of(Vectors{}, Vectors{{0, 1}}).value(), ElementsAre(0, -1));
}

TEST(DirectionOfTest, RefusesNothingAndWhatCancels) {
  EXPECT_EQ(direction_of(Vectors{}, Vectors{}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(direction_of(Vectors{{1, 0}, {-1, 0}}, Vectors{}).error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace kindred::vectors
