// The line of threads hands every item to the store exactly once, with the vector it has alone, whatever fails beside it.
#include "usecases/embed_pipeline.h"

#include <gmock/gmock.h>

#include <atomic>
#include <map>

#include "base/files.h"
#include "embed/backends.h"
#include "images/decode.h"

namespace kindred::usecases {
namespace {

constexpr float kSame = 1e-5F;  // fp32: the order of sums differs between batch sizes on some CPUs

class EmbedPipelineTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    embed::EmbedderOptions options;
    options.precision = embed::Precision::fp32;
    auto opened = embed::open_model(std::string(KINDRED_SOURCE_DIR) + "/models/demo-clip", options);
    ASSERT_TRUE(opened) << opened.error().message;
    embedder = std::move(*opened).release();
    const auto bytes = read_file(std::string(KINDRED_SOURCE_DIR) + "/models/demo-clip/golden/rgb_scene_256.png");
    picture = new images::Image(*images::decode(*bytes));
  }
  static void TearDownTestSuite() {
    delete embedder;
    delete picture;
  }

  // `count` items; each picture is the golden one with a band of its own, so that each has another vector.
  static NextItem items(
      std::size_t count, const std::function<Result<void>(std::size_t)>& trouble = [](std::size_t) { return Result<void>(); }) {
    auto next = std::make_shared<std::size_t>(0);
    return [=]() -> Result<std::optional<PipelineItem>> {
      if (*next == count) return std::optional<PipelineItem>{};
      const std::size_t index = (*next)++;
      return std::optional(single_vector(index, [=]() -> Result<embed::Pixels> {
        TRY(trouble(index));
        return pixels_of(index);
      }));
    };
  }

  static embed::Pixels pixels_of(std::size_t index) {
    images::Image image = *picture;
    const std::size_t begin = index * 997 % (image.pixels.size() - 30'000);
    std::fill_n(image.pixels.begin() + static_cast<std::ptrdiff_t>(begin), 30'000, static_cast<std::uint8_t>(index * 37));
    return *embedder->preprocess(std::move(image));
  }

  struct Stored {
    std::map<std::uint64_t, std::vector<float>> done;
    std::map<std::uint64_t, Error> failed;
    std::size_t largest = 0;
  };

  static StoreBatch into(Stored& stored) {
    return [&stored](const EmbeddedBatch& batch) -> Result<void> {
      const auto dimension = static_cast<std::ptrdiff_t>(embedder->info().dimension);
      for (std::size_t i = 0; i < batch.done.size(); ++i) {
        const auto row = batch.vectors.begin() + static_cast<std::ptrdiff_t>(i) * dimension;
        EXPECT_TRUE(stored.done.emplace(batch.done[i], std::vector<float>(row, row + dimension)).second) << "stored twice";
      }
      for (const auto& failed : batch.failed)
        EXPECT_TRUE(stored.failed.emplace(failed.key, failed.error).second) << "failed twice";
      stored.largest = std::max(stored.largest, batch.size());
      return {};
    };
  }

  static NextItem pictures_with_shapes(std::size_t& vectors);

  static embed::Embedder* embedder;
  static images::Image* picture;
};

embed::Embedder* EmbedPipelineTest::embedder = nullptr;
images::Image* EmbedPipelineTest::picture = nullptr;

TEST_F(EmbedPipelineTest, StoresEveryItemOnceWithTheVectorItHasAlone) {
  constexpr std::size_t kCount = 101;  // no multiple of any batch
  Stored stored;
  ASSERT_TRUE(run_embed_pipeline(*embedder, {}, items(kCount), into(stored), StopFlag{}));
  ASSERT_EQ(stored.done.size(), kCount);
  for (const std::size_t index : {std::size_t{0}, std::size_t{50}, kCount - 1}) {
    const std::vector<float> alone = *embedder->embed_images(pixels_of(index), 1);
    EXPECT_THAT(stored.done[index], ::testing::Pointwise(::testing::FloatNear(kSame), alone)) << index;
  }
}

TEST_F(EmbedPipelineTest, PassesFailedItemsOnAndGoesOn) {
  Stored stored;
  const auto trouble = [](std::size_t index) -> Result<void> {
    if (index % 3 == 0) return corrupt("broken");
    return {};
  };
  ASSERT_TRUE(run_embed_pipeline(*embedder, {}, items(30, trouble), into(stored), StopFlag{}));
  EXPECT_EQ(stored.done.size(), 20U);
  EXPECT_EQ(stored.failed.size(), 10U);
  EXPECT_EQ(stored.failed.at(3).message, "broken");
}

TEST_F(EmbedPipelineTest, AFullDiskEndsTheRunAndBlamesNoPicture) {
  Stored stored;
  const auto trouble = [](std::size_t index) -> Result<void> {
    if (index == 12) return unavailable("No space left on device");
    return {};
  };
  const auto run = run_embed_pipeline(*embedder, {}, items(1'000, trouble), into(stored), StopFlag{});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(stored.failed.empty());
}

TEST_F(EmbedPipelineTest, AnErrorOfTheStoreEndsTheRun) {
  std::atomic<int> calls{0};
  const auto store = [&](const EmbeddedBatch&) -> Result<void> {
    ++calls;
    return internal_error("no");
  };
  const auto run = run_embed_pipeline(*embedder, {.prepare_threads = 2, .store_batch = 8}, items(1'000), store, StopFlag{});
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().message, "no");
  EXPECT_EQ(calls.load(), 1);
}

TEST_F(EmbedPipelineTest, StopsOnRequestWithEveryStoredItemWhole) {
  StopFlag stop;
  Stored stored;
  const auto keep = into(stored);
  const auto store = [&](const EmbeddedBatch& batch) {
    stop.request();
    return keep(batch);
  };
  const auto run = run_embed_pipeline(*embedder, {.prepare_threads = 2, .store_batch = 16}, items(5'000), store, stop);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().kind, ErrorKind::stopped);
  EXPECT_LT(stored.done.size(), 1'000U);
}

TEST_F(EmbedPipelineTest, NeverHoldsMoreResultsThanOneStoreBatch) {
  Stored stored;
  constexpr std::size_t kBatch = 64;
  ASSERT_TRUE(run_embed_pipeline(*embedder, {.prepare_threads = 2, .store_batch = kBatch}, items(400), into(stored), StopFlag{}));
  EXPECT_EQ(stored.done.size(), 400U);
  EXPECT_LE(stored.largest, kBatch);
  EXPECT_GE(stored.largest, 2 * embedder->info().batch);  // and does not sync the disk for every few
}

// 40 pictures of 0 to 36 shapes; every seventh shape can't be cut out.
NextItem EmbedPipelineTest::pictures_with_shapes(std::size_t& vectors) {
  auto next = std::make_shared<std::size_t>(0);
  return [next, &vectors]() -> Result<std::optional<PipelineItem>> {
    if (*next == 40) return std::optional<PipelineItem>{};
    const std::size_t shapes = (*next)++ * 31 % 37;
    const std::size_t first = std::exchange(vectors, vectors + shapes);
    return std::optional<PipelineItem>([first, shapes](const Emit& emit) -> Result<void> {
      for (std::size_t key = first; key < first + shapes; ++key) {
        Result<embed::Pixels> pixels = key % 7 == 0 ? Result<embed::Pixels>(invalid("empty")) : pixels_of(key);
        if (!emit(key, std::move(pixels))) break;
      }
      return {};
    });
  };
}

TEST_F(EmbedPipelineTest, APictureGivesAsManyVectorsAsItHasShapes) {
  Stored stored;
  std::size_t vectors = 0;
  const auto run = run_embed_pipeline(*embedder, {.prepare_threads = 3}, pictures_with_shapes(vectors), into(stored), StopFlag{});
  ASSERT_TRUE(run) << run.error().message;
  EXPECT_EQ(stored.failed.size(), (vectors + 6) / 7);
  ASSERT_EQ(stored.done.size() + stored.failed.size(), vectors);
  for (const auto& [key, vector] : stored.done) {
    if (key % 50 != 1) continue;
    EXPECT_THAT(vector, ::testing::Pointwise(::testing::FloatNear(kSame), *embedder->embed_images(pixels_of(key), 1))) << key;
  }
}

// More threads that prepare than the queue has room for: when the run ends, those that wait for room must end too.
TEST_F(EmbedPipelineTest, EndsWhenStoppedWithTheLineFull) {
  StopFlag stop;
  const auto store = [&](const EmbeddedBatch&) -> Result<void> {
    stop.request();
    return {};
  };
  const auto run = run_embed_pipeline(*embedder, {.prepare_threads = 64, .store_batch = 8}, items(5'000), store, stop);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().kind, ErrorKind::stopped);
}

TEST_F(EmbedPipelineTest, NothingToDoIsNoError) {
  Stored stored;
  EXPECT_TRUE(run_embed_pipeline(*embedder, {}, items(0), into(stored), StopFlag{}));
  EXPECT_TRUE(stored.done.empty());
}

}  // namespace
}  // namespace kindred::usecases
