// Laws of every row of backends.cpp: it agrees with a naive search in double precision; results are sorted, equal scores by id;
// removed vectors never come back, replaced ones count as new; filters are complete; searches may go on beside changes.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "base/float16.h"
#include "base/testing/temp_folder.h"
#include "vectors/backends.h"
#include "vectors/id_set.h"
#include "vectors/test_rows.h"
#include "vectors/top_hits.h"

namespace kindred::vectors {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr double kTolerance = 1e-5;

using Halves = std::vector<std::uint16_t>;

Uuid id_of(std::uint32_t number) {
  Uuid id;
  for (std::size_t i = 0; i < 4; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return id;
}

std::vector<float> random_unit_vector(std::mt19937& random, std::size_t dimension) {
  std::normal_distribution<float> normal;
  std::vector<float> vector(dimension);
  double squares = 0;
  for (float& value : vector) {
    value = normal(random);
    squares += double{value} * value;
  }
  for (float& value : vector)
    value = static_cast<float>(value / std::sqrt(squares));
  return vector;
}

Halves to_halves(std::span<const float> vector) {
  Halves halves(vector.size());
  std::transform(vector.begin(), vector.end(), halves.begin(), float_to_f16);
  return halves;
}

// The slow, obvious twin.
class NaiveIndex {
 public:
  void upsert(const Uuid& id, Halves vector) { vectors_.insert_or_assign(id, std::move(vector)); }
  void remove(const Uuid& id) { vectors_.erase(id); }
  [[nodiscard]] std::size_t size() const { return vectors_.size(); }
  [[nodiscard]] std::map<Uuid, double> scores(const Query& query) const {
    std::map<Uuid, double> scores;
    for (const auto& [id, vector] : vectors_) {
      if (query.allowed != nullptr && !query.allowed->contains(id)) continue;
      double sum = 0;
      for (std::size_t i = 0; i < vector.size(); ++i)
        sum += double{query.vector[i]} * f16_to_float(vector[i]);
      scores.emplace(id, sum);
    }
    return scores;
  }

 private:
  std::map<Uuid, Halves> vectors_;
};

void expect_sorted_without_repeats(const std::vector<Hit>& hits) {
  EXPECT_TRUE(std::is_sorted(hits.begin(), hits.end(), better));
  std::set<Uuid> ids;
  for (const Hit& hit : hits)
    EXPECT_TRUE(ids.insert(hit.id).second) << "an id came twice";
}

// The hits are the best of all, but for differences in rounding.
void expect_agrees(const std::vector<Hit>& hits, const NaiveIndex& naive, const Query& query) {
  const std::map<Uuid, double> scores = naive.scores(query);
  ASSERT_EQ(hits.size(), std::min(query.limit, scores.size()));
  expect_sorted_without_repeats(hits);
  std::vector<double> best;
  for (const auto& [id, score] : scores)
    best.push_back(score);
  std::sort(best.rbegin(), best.rend());
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const auto score = scores.find(hits[i].id);
    ASSERT_TRUE(score != scores.end()) << "an id that isn't there, or isn't allowed";
    ASSERT_NEAR(hits[i].score, score->second, kTolerance);
    ASSERT_NEAR(hits[i].score, best[i], kTolerance) << "a better one was left out before place " << i;
  }
}

class VectorIndexLaws : public ::testing::TestWithParam<Backend> {
 protected:
  std::unique_ptr<VectorIndex> make(std::size_t dimension) {
    IndexOptions options = new_index(GetParam(), dimension);
    options.folder = folder_ / std::to_string(made_++);
    auto made = GetParam().make(options);
    EXPECT_TRUE(made) << made.error().message;
    return *std::move(made);
  }
  static std::vector<Hit> search(const VectorIndex& index, const Query& query) {
    auto hits = index.search(query);
    EXPECT_TRUE(hits) << hits.error().message;
    return *std::move(hits);
  }

 private:
  const kindred::testing::TempFolder folder_;
  int made_ = 0;
};

TEST_P(VectorIndexLaws, AgreesWithTheNaiveSearchThroughRandomChanges) {
  for (const std::size_t dimension : {1, 3, 32, 50, 128}) {
    std::mt19937 random(static_cast<std::uint32_t>(dimension));
    const auto index = make(dimension);
    NaiveIndex naive;
    for (int round = 0; round < 12; ++round) {
      std::vector<Uuid> ids;
      Halves vectors;
      for (std::uint32_t i = 0, count = random() % 1500; i < count; ++i) {
        ids.push_back(id_of(random() % 3000));
        const Halves vector = to_halves(random_unit_vector(random, dimension));
        vectors.insert(vectors.end(), vector.begin(), vector.end());
        naive.upsert(ids.back(), vector);
      }
      ASSERT_TRUE(index->upsert(ids, vectors));
      std::vector<Uuid> removed;
      for (std::uint32_t i = 0, count = random() % 800; i < count; ++i)
        removed.push_back(id_of(random() % 3000));
      ASSERT_TRUE(index->remove(removed));
      for (const Uuid& id : removed)
        naive.remove(id);
      ASSERT_EQ(index->count().value(), naive.size());
      const std::vector<float> vector = random_unit_vector(random, dimension);
      for (const std::size_t limit : {1, 10, 5000})
        expect_agrees(search(*index, {vector, limit}), naive, {vector, limit});
    }
  }
}

TEST_P(VectorIndexLaws, AgreesOnASetLargeEnoughForSeveralThreads) {
  constexpr std::size_t kDimension = 512;
  const std::uint32_t count = GetParam().is_remote ? 2'000 : 36'000;  // JSON takes its time
  std::mt19937 random(1);
  const auto index = make(kDimension);
  NaiveIndex naive;
  std::vector<Uuid> ids;
  Halves vectors;
  for (std::uint32_t i = 0; i < count; ++i) {
    Halves vector(kDimension);
    for (auto& half : vector)
      half = static_cast<std::uint16_t>((random() & 0x83FF) | 0x2800);  // about 0.03 to 0.06, of either sign
    ids.push_back(id_of(i));
    vectors.insert(vectors.end(), vector.begin(), vector.end());
    naive.upsert(ids.back(), std::move(vector));
  }
  ASSERT_TRUE(index->upsert(ids, vectors));
  const std::vector<float> vector = random_unit_vector(random, kDimension);
  const Query query{vector, 50};
  const std::vector<Hit> hits = search(*index, query);
  expect_agrees(hits, naive, query);
  EXPECT_EQ(search(*index, query), hits) << "the same search gave something else";
}

TEST_P(VectorIndexLaws, EqualScoresAreSortedById) {
  const auto index = make(2);
  const std::uint16_t one = float_to_f16(1);
  std::vector<Uuid> ids;
  Halves vectors;
  for (const std::uint32_t number : {5, 1, 4, 2, 3}) {
    ids.push_back(id_of(number));
    vectors.insert(vectors.end(), {one, 0});
  }
  ASSERT_TRUE(index->upsert(ids, vectors));
  const std::vector<float> query = {1, 0};
  EXPECT_THAT(search(*index, {query, 3}), ElementsAre(Hit{id_of(1), 1}, Hit{id_of(2), 1}, Hit{id_of(3), 1}));
}

TEST_P(VectorIndexLaws, RemovedNeverComesBackAndReplacedCountsAsNew) {
  const auto index = make(2);
  const std::uint16_t one = float_to_f16(1);
  const std::vector<float> query = {1, 0};
  ASSERT_TRUE(index->upsert(std::vector{id_of(1), id_of(2)}, Halves{one, 0, one, 0}));
  ASSERT_TRUE(index->remove(std::vector{id_of(1), id_of(7)}));
  EXPECT_THAT(search(*index, {query, 10}), ElementsAre(Hit{id_of(2), 1}));
  EXPECT_EQ(index->vector_of(id_of(1)).error().kind, ErrorKind::not_found);
  ASSERT_TRUE(index->upsert(std::vector{id_of(2)}, Halves{0, one}));
  EXPECT_THAT(search(*index, {query, 10}), ElementsAre(Hit{id_of(2), 0}));
  EXPECT_THAT(index->vector_of(id_of(2)).value(), ElementsAre(0, 1));
  ASSERT_TRUE(index->upsert(std::vector{id_of(1)}, Halves{0, one}));
  EXPECT_EQ(search(*index, {query, 10}).size(), 2U);
  ASSERT_TRUE(index->remove(std::vector{id_of(1), id_of(2), id_of(1)}));
  EXPECT_EQ(index->count().value(), 0U);
  EXPECT_THAT(search(*index, {query, 10}), IsEmpty());
}

TEST_P(VectorIndexLaws, AFilterGetsTheBestOfWhatItAllows) {
  constexpr std::size_t kDimension = 16;
  std::mt19937 random(3);
  const auto index = make(kDimension);
  NaiveIndex naive;
  for (std::uint32_t i = 0; i < 2000; ++i) {
    const Halves vector = to_halves(random_unit_vector(random, kDimension));
    ASSERT_TRUE(index->upsert(std::vector{id_of(i)}, vector));
    naive.upsert(id_of(i), vector);
  }
  const std::vector<float> vector = random_unit_vector(random, kDimension);
  for (const std::uint32_t one_in : {1, 2, 10, 100, 2000}) {
    std::vector<Uuid> some = {id_of(9999)};  // one without a vector is no harm
    for (std::uint32_t i = 1; i < 2000; i += one_in)
      some.push_back(id_of(i));
    const IdSet allowed(some);
    expect_agrees(search(*index, {vector, 5, &allowed}), naive, {vector, 5, &allowed});
    expect_agrees(search(*index, {vector, 100, &allowed}), naive, {vector, 100, &allowed});
  }
  const IdSet none({});
  EXPECT_THAT(search(*index, {vector, 5, &none}), IsEmpty());
}

TEST_P(VectorIndexLaws, WhatIsLeftOutIsNotReturnedAndNothingElseIsMissing) {
  std::mt19937 random(4);
  const auto index = make(8);
  std::vector<Uuid> ids;
  Halves vectors;
  for (std::uint32_t i = 0; i < 300; ++i) {
    ids.push_back(id_of(i));
    const Halves vector = to_halves(random_unit_vector(random, 8));
    vectors.insert(vectors.end(), vector.begin(), vector.end());
  }
  ASSERT_TRUE(index->upsert(ids, vectors));
  const std::vector<float> query = index->vector_of(id_of(17)).value();
  std::vector<Hit> all = search(*index, {query, 12});
  EXPECT_EQ(all.front().id, id_of(17));
  const std::vector<Uuid> without = {id_of(17), all[3].id};
  std::erase_if(all, [&](const Hit& hit) { return std::ranges::count(without, hit.id) > 0; });
  EXPECT_EQ(search(*index, {query, 10, nullptr, without}), all);
}

TEST_P(VectorIndexLaws, ABatchGivesWhatItsQueriesGiveAlone) {
  std::mt19937 random(6);
  const auto index = make(8);
  for (std::uint32_t i = 0; i < 300; ++i)
    ASSERT_TRUE(index->upsert(std::vector{id_of(i)}, to_halves(random_unit_vector(random, 8))));
  const IdSet allowed({id_of(1), id_of(2), id_of(250)});
  const std::vector<float> one = random_unit_vector(random, 8);
  const std::vector<float> other = random_unit_vector(random, 8);
  const std::vector<Query> queries = {{one, 5}, {other, 7}, {one, 2, &allowed}, {other, 0}};
  const auto hits = index->search_all(queries).value();
  ASSERT_EQ(hits.size(), queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i)
    EXPECT_EQ(hits[i], search(*index, queries[i]));
  EXPECT_THAT(index->search_all({}).value(), IsEmpty());
  const auto vectors = index->vectors_of(std::vector{id_of(3), id_of(999), id_of(3)}).value();
  ASSERT_EQ(vectors.size(), 3U);
  EXPECT_EQ(vectors[0], index->vector_of(id_of(3)).value());
  EXPECT_FALSE(vectors[1]);
  EXPECT_EQ(vectors[2], vectors[0]);
}

TEST_P(VectorIndexLaws, ScrollGivesEachOnceInTheOrderOfIds) {
  std::mt19937 random(7);
  const auto index = make(3);
  std::vector<Uuid> ids;
  for (std::uint32_t i = 0; i < 25; ++i)
    ids.push_back(id_of(7919 * i % 1000));
  Halves vectors(ids.size() * 3, float_to_f16(0.5F));
  ASSERT_TRUE(index->upsert(ids, vectors));
  ASSERT_TRUE(index->remove(std::vector{ids[3]}));
  ids.erase(ids.begin() + 3);
  std::ranges::sort(ids);
  std::vector<Uuid> seen;
  std::optional<Uuid> from;
  do {
    const ScrollPage page = index->scroll(from, 10).value();
    EXPECT_EQ(page.vectors, std::vector<float>(page.ids.size() * 3, 0.5F));
    seen.insert(seen.end(), page.ids.begin(), page.ids.end());
    from = page.next;
  } while (from);
  EXPECT_EQ(seen, ids);
  EXPECT_THAT(index->scroll(id_of(1000), 10).value().ids, IsEmpty());
}

TEST_P(VectorIndexLaws, EmptyAndSmallIndexesAnswer) {
  const auto index = make(3);
  const std::vector<float> query = {1, 0, 0};
  EXPECT_EQ(index->dimension(), 3U);
  EXPECT_EQ(index->count().value(), 0U);
  EXPECT_THAT(search(*index, {query, 10}), IsEmpty());
  ASSERT_TRUE(index->upsert({}, {}));
  ASSERT_TRUE(index->remove({}));
  ASSERT_TRUE(index->upsert(std::vector{id_of(1)}, Halves{0, float_to_f16(1), 0}));
  EXPECT_THAT(search(*index, {query, kMaxLimit}), ElementsAre(Hit{id_of(1), 0}));
  EXPECT_THAT(search(*index, {query, 0}), IsEmpty());
}

TEST_P(VectorIndexLaws, RefusesWhatDoesNotFitAndKeepsNothingOfIt) {
  const auto index = make(2);
  const std::vector<float> too_long = {1, 0, 0};
  const std::vector<float> not_finite = {1, std::numeric_limits<float>::quiet_NaN()};
  const std::vector<float> query = {1, 0};
  EXPECT_EQ(index->search({too_long, 1}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(index->search({not_finite, 1}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(index->search({std::vector<float>{0, 0}, 1}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(index->search({query, kMaxLimit + 1}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(index->search({query, 1'000'000}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(index->scroll({}, 0).error().kind, ErrorKind::invalid);
  EXPECT_EQ(index->scroll({}, kMaxScroll + 1).error().kind, ErrorKind::invalid);
  EXPECT_EQ(index->upsert(std::vector{id_of(1)}, Halves{1, 2, 3}).error().kind, ErrorKind::invalid);
  const std::uint16_t nan = 0x7E00;
  EXPECT_THAT(index->upsert(std::vector{id_of(1), id_of(2)}, Halves{1, 2, 0, 0x8000}).error().message, HasSubstr(to_string(id_of(2))));
  EXPECT_THAT(index->upsert(std::vector{id_of(1), id_of(2)}, Halves{1, 2, nan, 4}).error().message, HasSubstr(to_string(id_of(2))));
  EXPECT_EQ(index->count().value(), 0U);
}

TEST_P(VectorIndexLaws, SearchesGoOnBesideChanges) {
  constexpr std::size_t kDimension = 32;
  static constexpr std::uint32_t kLasting = 200;  // always there; the others come and go
  constexpr int kChanges = 200;
  std::mt19937 random(5);
  const auto index = make(kDimension);
  std::vector<std::vector<float>> vectors;
  for (std::uint32_t i = 0; i < 2 * kLasting; ++i)
    vectors.push_back(random_unit_vector(random, kDimension));
  const auto upsert = [&](std::uint32_t i) { return index->upsert(std::vector{id_of(i)}, to_halves(vectors[i])); };
  for (std::uint32_t i = 0; i < kLasting; ++i)
    ASSERT_TRUE(upsert(i));
  std::atomic<int> writers = 2;
  const auto change = [&](std::uint32_t seed) {
    std::mt19937 own(seed);
    for (int i = 0; i < kChanges; ++i) {
      const std::uint32_t passing = kLasting + 2 * (own() % (kLasting / 2)) + seed;  // each writer has its own
      ASSERT_TRUE(upsert(own() % kLasting));
      ASSERT_TRUE(upsert(passing));
      EXPECT_THAT(search(*index, {vectors[passing], 1}), ElementsAre(::testing::Field(&Hit::id, id_of(passing))));
      ASSERT_TRUE(index->remove(std::vector{id_of(passing)}));
      EXPECT_NE(search(*index, {vectors[passing], 1}).front().id, id_of(passing)) << "removed before this search began";
    }
    --writers;
  };
  const auto look = [&] {
    do {
      const std::vector<Hit> hits = search(*index, {vectors[0], 3 * kLasting});
      expect_sorted_without_repeats(hits);
      const auto lasting = std::count_if(hits.begin(), hits.end(), [](const Hit& hit) { return hit.id < id_of(kLasting); });
      EXPECT_EQ(lasting, kLasting);
      EXPECT_TRUE(index->vector_of(id_of(0)));
    } while (writers > 0);
  };
  std::vector<std::jthread> threads;
  threads.emplace_back(change, 0);
  threads.emplace_back(change, 1);
  threads.emplace_back(look);
  threads.emplace_back(look);
}

INSTANTIATE_TEST_SUITE_P(Backends, VectorIndexLaws, ::testing::ValuesIn(rows_to_test()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(MakeVectorIndexTest, KnowsItsBackendsByName) {
  EXPECT_EQ(make_vector_index("exact", {.dimension = 7}).value()->dimension(), 7U);
  EXPECT_THAT(make_vector_index("magic", {.dimension = 7}).error().message, ::testing::AllOf(HasSubstr("'magic'"), HasSubstr("exact")));
  EXPECT_EQ(make_vector_index("exact", {.dimension = 0}).error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace kindred::vectors
