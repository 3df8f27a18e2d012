// Law: whatever happens in whatever order, the kept counts of a Datalake and of its versions equal a recount of the rows.
#include "store/embeddings.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>

#include "store/rows.h"
#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const VisualSearch kActive{.state = VisualSearchState::active, .model_key = {}, .dimension = 4, .job_id = {}};

class EmbeddingsTest : public ::testing::Test {
 protected:
  EmbeddingsTest() {
    w_.write([&](Connection& c) { return set_visual_search(c, w_.datalake.id, kActive); });
  }
  void pend(const std::vector<DataId>& ids) {
    w_.write([&](Connection& c) { return add_pending(c, ids); });
  }
  void store(const std::vector<DataId>& done, const std::vector<FailedItem>& failed, std::uint64_t bytes) {
    w_.write([&](Connection& c) { return store_embedding_results(c, w_.datalake.id, done, failed, bytes); });
  }
  EmbeddingCounts counts() {
    return w_.read([&](Connection& c) { return embedding_counts(c, w_.datalake.id); });
  }
  EmbeddingCounts version_counts() {
    return w_.read([&](Connection& c) { return embedding_counts(c, w_.version.id); });
  }
  TestWorkspace w_;
};

TEST_F(EmbeddingsTest, InactiveUntilSet) {
  const VisualSearch before = w_.read([&](Connection& c) { return visual_search_of(c, w_.version.id); });
  EXPECT_EQ(before.state, VisualSearchState::inactive);
  const JobId job = JobId::make();
  w_.write([&](Connection& c) {
    return set_visual_search(c, w_.version.id,
                             {.state = VisualSearchState::activating, .model_key = "key", .dimension = 512, .job_id = job});
  });
  const VisualSearch after = w_.read([&](Connection& c) { return visual_search_of(c, w_.version.id); });
  EXPECT_EQ(after.state, VisualSearchState::activating);
  EXPECT_EQ(after.model_key, "key");
  EXPECT_EQ(after.dimension, 512);
  EXPECT_EQ(after.job_id, job);
}

TEST_F(EmbeddingsTest, AllDataBecomePendingInChunksOnce) {
  auto ids = w_.add_datas(23);
  pend({ids[3]});
  std::optional<DataId> after;
  std::int64_t added = 0;
  do {
    const auto chunk = w_.write([&](Connection& c) { return add_pending_chunk(c, w_.datalake.id, after, 5); });
    added += chunk.added;
    after = chunk.last;
  } while (after);
  EXPECT_EQ(added, 22);
  EXPECT_EQ(counts().pending, 23);
  std::ranges::sort(ids);
  const auto batch = w_.read([&](Connection& c) { return next_pending(c, w_.datalake.id, ids[4], 3); });
  ASSERT_EQ(batch.size(), 3U);
  EXPECT_EQ(batch[0].id, ids[5]);
  EXPECT_EQ(batch[2].id, ids[7]);
}

TEST_F(EmbeddingsTest, ABatchIsStoredWithTheLengthOfItsVectors) {
  const auto ids = w_.add_datas(4);
  pend(ids);
  store({ids[0]}, {{ids[1], EmbeddingStatus::error, "truncated"}, {ids[2], EmbeddingStatus::unsupported, "a video"}}, 4096);
  EXPECT_EQ(w_.read([&](Connection& c) { return committed_vector_bytes(c, w_.datalake.id); }), 4096U);
  const EmbeddingCounts now = counts();
  EXPECT_EQ(now.done, 1);
  EXPECT_EQ(now.error, 1);
  EXPECT_EQ(now.unsupported, 1);
  EXPECT_EQ(now.pending, 1);
  const auto item = w_.read([&](Connection& c) { return find_embedding(c, ids[1]); });
  EXPECT_EQ(item->status, EmbeddingStatus::error);
  EXPECT_EQ(item->reason, "truncated");
  EXPECT_EQ(item->filename, "1.png");
  EXPECT_EQ(item->attempts, 1);
  EXPECT_THAT(w_.read([&](Connection& c) { return done_among(c, ids); }), ElementsAre(ids[0]));
  w_.write([&](Connection& c) { return set_visual_search(c, w_.datalake.id, kActive); });
  EXPECT_EQ(w_.read([&](Connection& c) { return committed_vector_bytes(c, w_.datalake.id); }), 4096U) << "the state leaves it alone";
}

TEST_F(EmbeddingsTest, ResultsForDataThatAreGoneAreIgnored) {
  const auto ids = w_.add_datas(2);
  pend(ids);
  w_.write([&](Connection& c) { return delete_datas(c, std::vector{ids[0]}); });
  store(ids, {}, 10);
  EXPECT_EQ(counts().total(), 1);
  EXPECT_EQ(counts().done, 1);
}

TEST_F(EmbeddingsTest, ResultsNeedAVisualSearch) {
  const Datalake other =
      w_.write([&](Connection& c) { return create_datalake(c, w_.organization.id, w_.organization.default_connector_id, "other"); });
  const auto refused = w_.database().write([&](Connection& c) { return store_embedding_results(c, other.id, {}, {}, 10); });
  EXPECT_EQ(refused.error().kind, ErrorKind::not_found);
}

TEST_F(EmbeddingsTest, ItemsAreListedByStatusPageByPage) {
  auto ids = w_.add_datas(9);
  std::ranges::sort(ids);
  pend(ids);
  std::vector<FailedItem> failed;
  for (int i = 0; i < 7; ++i)
    failed.push_back({ids[static_cast<std::size_t>(i)], EmbeddingStatus::error, "reason " + std::to_string(i)});
  store({}, failed, 0);
  w_.write([&](Connection& c) { return insert_assets(c, w_.version.id, std::vector{ids[1], ids[5], ids[8]}, {}); });
  w_.read([&](Connection& c) -> Result<void> {
    std::vector<std::string> reasons;
    PageRequest page{.limit = 3};
    while (true) {
      const auto got = TRY(list_embeddings(c, w_.datalake.id, EmbeddingStatus::error, page));
      for (const auto& item : got.items)
        reasons.push_back(item.reason);
      if (!got.next_cursor) break;
      page.cursor = *got.next_cursor;
    }
    EXPECT_THAT(reasons, ElementsAre("reason 0", "reason 1", "reason 2", "reason 3", "reason 4", "reason 5", "reason 6"));
    const auto first = TRY(list_embeddings(c, w_.version.id, EmbeddingStatus::error, {.limit = 1}));
    EXPECT_EQ(first.items[0].data_id, ids[1]);
    EXPECT_EQ(first.items[0].asset_id, TRY(find_asset_by_data(c, w_.version.id, ids[1])).id);
    const auto second = TRY(list_embeddings(c, w_.version.id, EmbeddingStatus::error, {.cursor = *first.next_cursor}));
    EXPECT_EQ(second.items.size(), 1U);
    EXPECT_EQ(second.items[0].data_id, ids[5]);
    return {};
  });
}

TEST_F(EmbeddingsTest, DoneOnesByIdFromAnywhere) {
  auto ids = w_.add_datas(6);
  std::ranges::sort(ids);
  pend(ids);
  store({ids[0], ids[2], ids[3], ids[5]}, {}, 0);
  w_.write([&](Connection& c) { return insert_assets(c, w_.version.id, std::vector{ids[0], ids[1], ids[3]}, {}); });
  w_.read([&](Connection& c) -> Result<void> {
    EXPECT_THAT(TRY(list_done(c, w_.datalake.id, std::nullopt, 2)), ElementsAre(ids[0], ids[2]));
    EXPECT_THAT(TRY(list_done(c, w_.datalake.id, ids[2], 10)), ElementsAre(ids[2], ids[3], ids[5]));
    EXPECT_THAT(TRY(list_done(c, w_.version.id, std::nullopt, 10)), ElementsAre(ids[0], ids[3]));
    EXPECT_THAT(TRY(list_done(c, w_.version.id, ids[1], 10)), ElementsAre(ids[3]));
    return {};
  });
}

TEST_F(EmbeddingsTest, RetryMakesOneStatusPendingInChunks) {
  const auto ids = w_.add_datas(10);
  pend(ids);
  store({ids.begin(), ids.begin() + 6}, {{ids[6], EmbeddingStatus::error, "bad"}}, 0);
  const auto reset = [&](EmbeddingStatus status) {
    return w_.write([&](Connection& c) { return reset_some_to_pending(c, w_.datalake.id, status, 4); });
  };
  EXPECT_EQ(reset(EmbeddingStatus::done), 4);
  EXPECT_EQ(reset(EmbeddingStatus::done), 2);
  EXPECT_EQ(reset(EmbeddingStatus::done), 0);
  EXPECT_EQ(reset(EmbeddingStatus::pending), 0);
  EXPECT_EQ(reset(EmbeddingStatus::error), 1);
  EXPECT_EQ(w_.read([&](Connection& c) { return find_embedding(c, ids[6]); })->reason, "");
  EXPECT_EQ(counts().pending, 10);
}

TEST_F(EmbeddingsTest, ActiveVersionsOverADatalake) {
  const auto ids = w_.add_datas(1);
  EXPECT_THAT(w_.read([&](Connection& c) { return active_versions_over(c, w_.datalake.id); }), IsEmpty());
  w_.write([&](Connection& c) -> Result<void> {
    TRY(insert_assets(c, w_.version.id, ids, {}));
    return set_visual_search(c, w_.version.id, kActive);
  });
  EXPECT_THAT(w_.read([&](Connection& c) { return active_versions_over(c, w_.datalake.id); }), ElementsAre(w_.version.id));
}

// The slow twin: counts by looking at every row.
std::map<std::string, std::int64_t> recount(Connection& c, std::string_view sql, const Uuid& scope) {
  std::map<std::string, std::int64_t> counts;
  auto rows = must(query(c, sql, scope));
  while (must(rows->step()))
    counts[rows->column_text(0)] = rows->column_int(1);
  return counts;
}

void expect_equal(const EmbeddingCounts& kept, std::map<std::string, std::int64_t> counted) {
  EXPECT_EQ(kept.pending, counted["PENDING"]);
  EXPECT_EQ(kept.done, counted["DONE"]);
  EXPECT_EQ(kept.error, counted["ERROR"]);
  EXPECT_EQ(kept.unsupported, counted["UNSUPPORTED"]);
}

TEST_F(EmbeddingsTest, CountsEqualARecountAfterRandomHistories) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<DatasetVersion> versions{w_.version};
  versions.push_back(w_.write([&](Connection& c) { return create_version(c, w_.dataset.id, "b", "", InferenceType::mask); }));
  std::vector<DataId> datas = w_.add_datas(30, "start");
  int made = 0;
  const auto some = [&] {
    std::vector<DataId> chosen;
    std::ranges::sample(datas, std::back_inserter(chosen), static_cast<std::ptrdiff_t>(random() % 8), random);
    return chosen;
  };
  const auto step = [&](Connection& c) -> Result<void> {
    const DatasetVersionId version = versions[random() % versions.size()].id;
    switch (random() % 9) {
      case 0: {
        const Data data = w_.new_data("new" + std::to_string(made++));
        TRY(insert_data(c, data));
        datas.push_back(data.id);
        return {};
      }
      case 1: return add_pending(c, some());
      case 2: return store_embedding_results(c, w_.datalake.id, some(), {}, 1);
      case 3: {
        std::vector<FailedItem> failed;
        for (const DataId id : some())
          failed.push_back({id, random() % 2 ? EmbeddingStatus::error : EmbeddingStatus::unsupported, "r"});
        return store_embedding_results(c, w_.datalake.id, {}, failed, 2);
      }
      case 4: TRY(insert_assets(c, version, some(), {})); return {};
      case 5: TRY(delete_some_assets(c, version, random() % 4)); return {};
      case 6: TRY(reset_some_to_pending(c, w_.datalake.id, EmbeddingStatus::done, random() % 6)); return {};
      case 7: TRY(delete_some_embeddings(c, w_.datalake.id, random() % 3)); return {};
      default: {
        const auto gone = some();
        TRY(delete_datas(c, gone));
        std::erase_if(datas, [&](DataId id) { return std::ranges::find(gone, id) != gone.end(); });
        return {};
      }
    }
  };
  for (int round = 0; round < 150; ++round) {
    w_.write(step);
    w_.read([&](Connection& c) -> Result<void> {
      expect_equal(TRY(embedding_counts(c, w_.datalake.id)),
                   recount(c, "SELECT status, count(*) FROM data_embedding WHERE datalake_id = ? GROUP BY status", w_.datalake.id.uuid));
      for (const DatasetVersion& version : versions) {
        expect_equal(TRY(embedding_counts(c, version.id)),
                     recount(c,
                             "SELECT e.status, count(*) FROM asset a JOIN data_embedding e ON e.data_id = a.data_id "
                             "WHERE a.version_id = ? GROUP BY e.status",
                             version.id.uuid));
        EXPECT_EQ(TRY(asset_count(c, version.id)), TRY(read_int(query(c, "SELECT count(*) FROM asset WHERE version_id = ?", version.id))));
      }
      EXPECT_EQ(TRY(count_datas(c, w_.datalake.id, {})), std::ssize(datas));
      return {};
    });
    if (HasFailure()) FAIL() << "in round " << round;
  }
}

}  // namespace
}  // namespace kindred::store
