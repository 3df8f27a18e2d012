// Laws of the embedded index while it seals and merges: recall@10 is at least 0.99 of the exact answer, with filters too; what was removed never
// comes back, also after reopening; a damaged file is told, and the index made anew; searches miss nothing while segments come and go.
#include "vectors/embedded_index.h"

#include <gmock/gmock.h>

#include <atomic>
#include <cmath>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "base/float16.h"
#include "base/log.h"
#include "base/testing/temp_folder.h"
#include "vectors/id_set.h"
#include "vectors/top_hits.h"

namespace kindred::vectors {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kDimension = 32;

Uuid id_of(std::uint32_t number) {
  Uuid id;
  for (std::size_t i = 0; i < 4; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
  return id;
}

// Points around centres, as embeddings are.
class World {
 public:
  World() {
    for (int i = 0; i < 40; ++i)
      centres_.push_back(point(nullptr));
  }
  std::vector<float> near_a_centre() { return point(&centres_[random_() % centres_.size()]); }
  std::vector<std::uint16_t> halves(const std::vector<float>& vector) {
    std::vector<std::uint16_t> halves(vector.size());
    std::transform(vector.begin(), vector.end(), halves.begin(), float_to_f16);
    return halves;
  }
  void fill(VectorIndex& index, VectorIndex& twin, std::uint32_t begin, std::uint32_t end) {
    std::vector<Uuid> ids;
    std::vector<std::uint16_t> vectors;
    for (std::uint32_t i = begin; i < end; ++i) {
      ids.push_back(id_of(i * 2654435761U));  // in no order
      const auto vector = halves(near_a_centre());
      vectors.insert(vectors.end(), vector.begin(), vector.end());
    }
    ASSERT_TRUE(index.upsert(ids, vectors));
    ASSERT_TRUE(twin.upsert(ids, vectors));
    known.insert(known.end(), ids.begin(), ids.end());
  }
  std::vector<Uuid> known;

 private:
  std::vector<float> point(const std::vector<float>* centre) {
    std::normal_distribution<float> normal;
    std::vector<float> vector(kDimension);
    double squares = 0;
    for (std::size_t i = 0; i < kDimension; ++i) {
      vector[i] = centre == nullptr ? normal(random_) : (*centre)[i] * 4 + normal(random_) * 0.6F;
      squares += double{vector[i]} * vector[i];
    }
    for (float& value : vector)
      value = static_cast<float>(value / std::sqrt(squares));
    return vector;
  }
  std::mt19937 random_{7};
  std::vector<std::vector<float>> centres_;
};

double recall(const VectorIndex& index, const VectorIndex& twin, World& world, const Predicate* allowed, int queries) {
  std::size_t found = 0;
  std::size_t wanted = 0;
  for (int i = 0; i < queries; ++i) {
    const std::vector<float> vector = world.near_a_centre();
    const std::vector<Hit> exact = twin.search({vector, 10, allowed}).value();
    const std::vector<Hit> hits = index.search({vector, 10, allowed}).value();
    EXPECT_EQ(hits.size(), exact.size());
    EXPECT_TRUE(std::is_sorted(hits.begin(), hits.end(), better));
    for (const Hit& hit : hits) {
      EXPECT_TRUE(allowed == nullptr || allowed->contains(hit.id));
      found += std::ranges::count(exact, hit) > 0 ? 1U : 0U;
    }
    wanted += exact.size();
  }
  return static_cast<double>(found) / static_cast<double>(wanted);
}

class EmbeddedIndexTest : public ::testing::Test {
 protected:
  void SetUp() override { quiet_log(); }
  [[nodiscard]] IndexOptions options() const { return {.dimension = kDimension, .folder = folder_ / "index"}; }
  std::unique_ptr<EmbeddedIndex> open(std::size_t seal_rows = 1000) const { return EmbeddedIndex::open(options(), seal_rows).value(); }
  [[nodiscard]] std::unique_ptr<VectorIndex> exact() const { return make_vector_index("exact", {.dimension = kDimension}).value(); }

  const kindred::testing::TempFolder folder_;
};

TEST_F(EmbeddedIndexTest, FindsWhatTheExactSearchFinds) {
  World world;
  const auto index = open(2000);
  const auto twin = exact();
  for (std::uint32_t i = 0; i < 6000; i += 500)
    world.fill(*index, *twin, i, i + 500);
  index->wait_for_merges();
  ASSERT_FALSE(index->segments().empty());
  EXPECT_GE(recall(*index, *twin, world, nullptr, 100), 0.99);
  for (const std::size_t one_in : {2, 10, 100, 1000, 10'000}) {
    std::vector<Uuid> some;
    for (std::size_t i = 0; i < world.known.size(); i += one_in)
      some.push_back(world.known[i]);
    const IdSet allowed(some);
    EXPECT_GE(recall(*index, *twin, world, &allowed, 30), 0.99) << "one in " << one_in;
  }
  const std::vector<float> vector = index->vector_of(world.known[5]).value();
  EXPECT_EQ(index->search({vector, 1}).value().front().id, world.known[5]);
  const auto others = index->search({vector, 5000, nullptr, {&world.known[5], 1}}).value();
  EXPECT_EQ(others.size(), 5000U);
  EXPECT_TRUE(std::ranges::none_of(others, [&](const Hit& hit) { return hit.id == world.known[5]; }));
}

TEST_F(EmbeddedIndexTest, IsTheSameAfterReopeningAndKeepsNothingThatWasRemoved) {
  World world;
  const auto twin = exact();
  std::vector<float> query;
  std::vector<Hit> before;
  std::vector<Uuid> removed;
  {
    const auto index = open();
    world.fill(*index, *twin, 0, 3000);
    index->wait_for_merges();
    ASSERT_TRUE(index->settle(777));
    EXPECT_EQ(index->settled(), 0U) << "what was sealed before settle() is not vouched for";
    world.fill(*index, *twin, 3000, 6000);
    index->wait_for_merges();
    EXPECT_EQ(index->settled(), 777U);
    query = world.near_a_centre();
    const auto best = index->search({query, 5}).value();
    for (const Hit& hit : best)
      removed.push_back(hit.id);
    ASSERT_TRUE(index->remove(removed));
    ASSERT_TRUE(twin->remove(removed));
    ASSERT_TRUE(index->settle(888));
    before = index->search({query, 20}).value();
  }
  const auto index = open();
  EXPECT_EQ(index->settled(), 777U);
  EXPECT_EQ(index->count().value(), 5995U);
  EXPECT_EQ(index->search({query, 20}).value(), before);
  EXPECT_EQ(before, twin->search({query, 20}).value());
  for (const Uuid& id : removed)
    EXPECT_EQ(index->vector_of(id).error().kind, ErrorKind::not_found);
}

TEST_F(EmbeddedIndexTest, DamagedFilesAreToldAndTheIndexIsMadeAnew) {
  World world;
  const auto twin = exact();
  const auto fill = [&] {
    const auto index = open();
    world.fill(*index, *twin, 0, 1000);
    index->wait_for_merges();
    return index->segments().front()->path();
  };
  const auto change_byte = [](const std::filesystem::path& path, std::uintmax_t at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(file.get() ^ 4);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(byte);
  };
  const auto is_told = [&](const std::string& name) {
    const auto opened = EmbeddedIndex::open(options());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::corrupt);
    EXPECT_THAT(opened.error().message, HasSubstr(name));
    EXPECT_EQ(make_vector_index("embedded", options()).value()->count().value(), 0U) << "made anew";
  };
  for (const double part : {0.0, 0.3, 0.999}) {
    const auto segment = fill();
    change_byte(segment, static_cast<std::uintmax_t>(part * static_cast<double>(std::filesystem::file_size(segment))));
    is_told(segment.filename());
  }
  const auto cut = fill();
  std::filesystem::resize_file(cut, std::filesystem::file_size(cut) / 2);
  is_told(cut.filename());
  std::filesystem::remove(fill());
  is_told("missing");
  fill();
  change_byte(folder_ / "index" / "manifest", 20);
  is_told("manifest");
}

TEST_F(EmbeddedIndexTest, SearchesMissNothingWhileSegmentsComeAndGo) {
  constexpr std::uint32_t kLasting = 100;
  World world;
  const auto index = open(200);
  const auto twin = exact();
  world.fill(*index, *twin, 0, kLasting);
  const std::vector<Uuid> lasting = world.known;
  const IdSet only_lasting(lasting);
  const std::vector<float> query = world.near_a_centre();
  std::atomic<bool> done = false;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        EXPECT_EQ(index->search({query, 200, &only_lasting}).value().size(), kLasting);
        const auto hits = index->search({query, 3000}).value();
        std::set<Uuid> ids;
        for (const Hit& hit : hits)
          EXPECT_TRUE(ids.insert(hit.id).second) << "an id came twice";
      }
    });
  }
  for (std::uint32_t i = kLasting; i < 2500; i += 20) {
    world.fill(*index, *twin, i, i + 20);
    const auto again = world.halves(world.near_a_centre());
    const std::vector<Uuid> one = {lasting[i % kLasting]};
    ASSERT_TRUE(index->upsert(one, again));
    ASSERT_TRUE(twin->upsert(one, again));
    const std::vector<Uuid> gone = {world.known[i]};
    ASSERT_TRUE(index->remove(gone));
    ASSERT_TRUE(twin->remove(gone));
  }
  done = true;
  readers.clear();
  index->wait_for_merges();
  EXPECT_EQ(index->count().value(), twin->count().value());
  EXPECT_EQ(index->search({query, 3000}).value(), twin->search({query, 3000}).value());
  EXPECT_LE(index->segments().size(), 4U);
}

TEST_F(EmbeddedIndexTest, ADiskThatTakesNothingCostsNoVector) {
  World world;
  const auto index = open();
  const auto twin = exact();
  std::filesystem::remove_all(folder_ / "index");
  world.fill(*index, *twin, 0, 1200);
  index->wait_for_merges();
  EXPECT_THAT(index->segments(), IsEmpty());
  const std::vector<float> query = world.near_a_centre();
  EXPECT_EQ(index->search({query, 30}).value(), twin->search({query, 30}).value());
  EXPECT_EQ(index->count().value(), 1200U);
}

TEST_F(EmbeddedIndexTest, ManyEqualVectorsAreFoundInTheOrderOfIds) {
  const auto index = open();
  std::vector<Uuid> ids;
  std::vector<std::uint16_t> vectors;
  for (std::uint32_t i = 0; i < 1500; ++i) {
    ids.push_back(id_of(1500 - i));
    for (std::size_t d = 0; d < kDimension; ++d)
      vectors.push_back(float_to_f16(d == 3 ? 1 : 0));
  }
  ASSERT_TRUE(index->upsert(ids, vectors));
  index->wait_for_merges();
  std::vector<float> query(kDimension);
  query[3] = 1;
  const auto hits = index->search({query, 700}).value();
  ASSERT_EQ(hits.size(), 700U);
  for (std::uint32_t i = 0; i < 700; ++i)
    EXPECT_EQ(hits[i].id, id_of(i + 1));
}

}  // namespace
}  // namespace kindred::vectors
