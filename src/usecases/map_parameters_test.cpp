// Law: what was asked for is what is kept, and a wrong parameter is named as it was written.
#include "usecases/map_parameters.h"

#include <gmock/gmock.h>

namespace kindred::usecases {
namespace {

using ::testing::HasSubstr;

Result<MapParameters> read(std::string_view text) { return read_map_parameters(*parse_json_object(text, "a test")); }

std::string message(std::string_view text) {
  const auto parameters = read(text);
  EXPECT_FALSE(parameters) << text;
  return parameters ? "" : parameters.error().message;
}

TEST(MapParametersTest, WhatIsNotSaidIsAsByDefault) {
  const auto parameters = read("{}");
  ASSERT_TRUE(parameters) << parameters.error().message;
  EXPECT_EQ(json::serialize(to_json(*parameters)), json::serialize(to_json(MapParameters{})));
}

TEST(MapParametersTest, GivesBackWhatWasSaid) {
  constexpr std::string_view kAll =
      R"({"umap":{"n_neighbors":30,"min_dist":2.5E-1,"spread":2E0,"n_epochs":50,"metric":"euclidean","seed":9,"negative_sample_rate":3,)"
      R"("repulsion_strength":5E-1,"set_op_mix_ratio":7.5E-1,"local_connectivity":2E0,"init":"pca"},"dbscan":{"eps":5E-1,"min_samples":8}})";
  const auto parameters = read(kAll);
  ASSERT_TRUE(parameters) << parameters.error().message;
  EXPECT_EQ(json::serialize(to_json(*parameters)), kAll);
  const auto again = read_map_parameters(to_json(*parameters));
  ASSERT_TRUE(again);
  EXPECT_EQ(json::serialize(to_json(*again)), kAll);
}

TEST(MapParametersTest, WrongOnesAreNamedInFull) {
  EXPECT_THAT(message(R"({"umap":{"n_neighbours":3}})"), HasSubstr("'umap.n_neighbours'"));
  EXPECT_THAT(message(R"({"umap":{"n_neighbors":1}})"), HasSubstr("umap.n_neighbors is 1"));
  EXPECT_THAT(message(R"({"umap":{"n_neighbors":"many"}})"), HasSubstr("'umap.n_neighbors'"));
  EXPECT_THAT(message(R"({"umap":{"n_neighbors":99999999999}})"), HasSubstr("'umap.n_neighbors'"));
  EXPECT_THAT(message(R"({"umap":{"min_dist":3}})"), HasSubstr("umap.min_dist is 3"));
  EXPECT_THAT(message(R"({"umap":{"metric":"manhattan"}})"), HasSubstr("'umap.metric'"));
  EXPECT_THAT(message(R"({"umap":{"seed":-1}})"), HasSubstr("'umap.seed'"));
  EXPECT_THAT(message(R"({"umap":[]})"), HasSubstr("'umap'"));
  EXPECT_THAT(message(R"({"dbscan":{"eps":0}})"), HasSubstr("'dbscan.eps'"));
  EXPECT_THAT(message(R"({"dbscan":{"eps":"wide"}})"), HasSubstr("'dbscan.eps'"));
  EXPECT_THAT(message(R"({"dbscan":{"min_samples":0}})"), HasSubstr("'dbscan.min_samples'"));
  EXPECT_THAT(message(R"({"dbscan":{"epsilon":1}})"), HasSubstr("'dbscan.epsilon'"));
}

}  // namespace
}  // namespace kindred::usecases
