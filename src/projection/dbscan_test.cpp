// Labels equal scikit-learn's (golden files) and those of a slow twin that follows its definition, on any number of threads.
#include "projection/dbscan.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "base/files.h"
#include "base/json.h"

namespace kindred::projection {
namespace {

// Grows each cluster from its lowest core point, as scikit-learn does, with all distances looked at.
std::vector<std::int32_t> slow_twin(const std::vector<float>& xy, double eps, int min_samples) {
  const std::size_t count = xy.size() / 2;
  std::vector<std::vector<std::size_t>> neighbours(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < count; ++j) {
      const double dx = static_cast<double>(xy[2 * i]) - static_cast<double>(xy[2 * j]);
      const double dy = static_cast<double>(xy[2 * i + 1]) - static_cast<double>(xy[2 * j + 1]);
      if (std::sqrt(dx * dx + dy * dy) <= eps) neighbours[i].push_back(j);
    }
  }
  const auto core = [&](std::size_t i) { return neighbours[i].size() >= static_cast<std::size_t>(min_samples); };
  std::vector<std::int32_t> labels(count, -1);
  std::int32_t next = 0;
  for (std::size_t start = 0; start < count; ++start) {
    if (labels[start] >= 0 || !core(start)) continue;
    std::vector<std::size_t> open{start};
    while (!open.empty()) {
      const std::size_t point = open.back();
      open.pop_back();
      if (labels[point] >= 0) continue;
      labels[point] = next;
      if (core(point)) open.insert(open.end(), neighbours[point].begin(), neighbours[point].end());
    }
    ++next;
  }
  return labels;
}

TEST(Dbscan, EqualsScikitLearn) {
  const auto text = read_text_file(std::string(KINDRED_SOURCE_DIR) + "/tests/data/dbscan/golden.json");
  ASSERT_TRUE(text);
  const json::array cases = parse_json(*text, "golden.json")->at("cases").as_array();
  std::map<std::string, std::vector<float>> points;
  for (const json::value& one : cases) {
    if (!one.as_object().contains("xy")) continue;
    for (const json::value& value : one.at("xy").as_array())
      points[std::string(one.at("points").as_string())].push_back(value.to_number<float>());
  }
  ASSERT_EQ(cases.size(), 140U);
  for (const json::value& one : cases) {
    const std::string name(one.at("points").as_string());
    const DbscanOptions options{one.at("eps").to_number<double>(), one.at("min_samples").to_number<int>(), 2};
    const auto got = dbscan(points[name], options);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->labels, json::value_to<std::vector<std::int32_t>>(one.at("labels")))
        << name << ", eps " << options.eps << ", min_samples " << options.min_samples;
  }
}

TEST(Dbscan, EqualsTheSlowTwinAtRandomOnAnyNumberOfThreads) {
  std::mt19937_64 random(3);
  const auto uniform = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  for (int round = 0; round < 300; ++round) {
    std::vector<float> xy;
    const int count = static_cast<int>(uniform(1, 160));
    const double spread = std::pow(10.0, uniform(-3, 3));
    const bool lattice = round % 3 == 0;  // many equal coordinates and distances
    for (int i = 0; i < 2 * count; ++i)
      xy.push_back(static_cast<float>(lattice ? std::floor(uniform(0, 8)) : uniform(-spread, spread)));
    const double eps = lattice ? std::floor(uniform(1, 4)) : spread * std::pow(10.0, uniform(-3, 1));
    const int min_samples = static_cast<int>(uniform(1, 9));
    const std::vector<std::int32_t> expected = slow_twin(xy, eps, min_samples);
    for (const std::size_t threads : {1U, 2U, 3U}) {
      const auto got = dbscan(xy, {eps, min_samples, threads});
      ASSERT_TRUE(got);
      ASSERT_EQ(got->labels, expected) << "round " << round << ", threads " << threads;
    }
  }
}

TEST(Dbscan, TinyEpsIsStillExact) {
  const std::vector<float> xy{0, 0, 1e6F, 1e6F, 1e6F, 1e6F, 0, 0, 0, 1e-7F, 3e38F, -3e38F, 3e38F, -3e38F, -1e-45F, 0, 1e-45F, 0};
  for (const double eps : {1e-9, 1e-7, 1e-12, 1e-45, 1e-200, 5e-324, 1e38, 1e300})
    EXPECT_EQ(dbscan(xy, {eps, 2, 1})->labels, slow_twin(xy, eps, 2)) << eps;
}

// The slow twin could not: each of these has regions where all pairs would be 10^10 and more.
TEST(Dbscan, IsNotQuadraticWhereverThePointsLie) {
  std::mt19937_64 random(5);
  std::normal_distribution<float> normal;
  std::vector<float> xy(2 * 200'000);
  for (float& value : xy)
    value = normal(random);
  EXPECT_EQ(dbscan(xy, {1e3, 5, 2})->clusters, 1);
  EXPECT_EQ(dbscan(xy, {2, 5, 2})->clusters, 1);
  // One point so far away that a grid of eps cannot span the way there in whole numbers.
  xy.insert(xy.end(), {1e30F, 1e30F});
  EXPECT_EQ(dbscan(xy, {2, 5, 2})->labels.back(), -1);
  EXPECT_EQ(dbscan(xy, {2, 5, 2})->clusters, 1);
  // Two slanting bands a little farther apart than eps.
  std::vector<float> bands;
  for (int i = 0; i < 100'000; ++i) {
    const float along = static_cast<float>(i) * 1e-5F;
    bands.insert(bands.end(), {along, along, along + 1, along});
  }
  EXPECT_EQ(dbscan(bands, {0.7, 5, 2})->clusters, 2);
  EXPECT_EQ(dbscan(bands, {0.71, 5, 2})->clusters, 1);
  const std::vector<float> copies(2 * 200'000, 4.0F);
  EXPECT_EQ(dbscan(copies, {1e-30, 5, 2})->clusters, 1);
}

TEST(Dbscan, StopsOnRequest) {
  StopFlag stop;
  stop.request();
  EXPECT_EQ(dbscan(std::vector<float>{0, 0, 1, 1}, {1, 1, 1}, stop).error().kind, ErrorKind::stopped);
}

TEST(Dbscan, OfNothingIsNothing) {
  const auto got = dbscan({}, {});
  ASSERT_TRUE(got);
  EXPECT_TRUE(got->labels.empty());
  EXPECT_EQ(got->clusters, 0);
}

TEST(Dbscan, RefusesWhatHasNoMeaning) {
  const std::vector<float> xy{0, 0, 1, 1};
  for (const double eps : {0.0, -1.0, std::nan(""), HUGE_VAL})
    EXPECT_EQ(dbscan(xy, {eps, 5, 1}).error().kind, ErrorKind::invalid) << eps;
  EXPECT_EQ(dbscan(xy, {1, 0, 1}).error().kind, ErrorKind::invalid);
  const std::vector<float> broken{0, 0, std::nanf(""), 1};
  EXPECT_NE(dbscan(broken, {1, 2, 1}).error().message.find("Point 1"), std::string::npos);
}

}  // namespace
}  // namespace kindred::projection
