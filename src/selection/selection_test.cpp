// Law: whatever is written and however it interleaves, a query finds what a slow look at every row finds, in pages of the same order
// as the database's own lists.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "query/query.h"
#include "selection/evaluate.h"
#include "selection/page_of.h"
#include "selection/row_cache.h"
#include "selection/test_twin.h"
#include "selection/test_world.h"

namespace kindred::selection {
namespace {

class SelectionTest : public ::testing::Test, public RandomWorld {
 protected:
  RowCache cache{world.database()};
  RandomQueries queries{random};
};

template <typename Scope>
void expect_as_twin(RandomWorld& test, RowCache& cache, Scope scope, query::View view, const std::string& text) {
  const query::Query query = must(query::parse(text, view));
  Needs needs;
  needs.add(query);
  must(cache.read(scope, needs, [&](Connection& c, const Rows& rows) -> Result<void> {
    const bool of_assets = view == query::View::assets;
    std::set<std::string> expected;
    for (const Item& item : TRY(of_assets ? test.all_assets(c) : test.all_datas(c))) {
      if (fulfils(item, query, query.nodes.size() - 1, c)) expected.insert(item.id);
    }
    std::set<std::string> found;
    for (const Bitmap::Row row : evaluate(query, rows).to_vector())
      found.insert(of_assets ? to_string(rows.assets->id(row)) : to_string(rows.lakes.front()->id(row)));
    EXPECT_EQ(found, expected) << text;
    return {};
  }));
}

TEST_F(SelectionTest, AQueryFindsWhatALookAtEveryRowFinds) {
  for (int round = 0; round < 150; ++round) {
    for (int i = any(3); i > 0; --i)
      change_something();
    const std::string of_datas = queries.query(false);
    const std::string of_assets = queries.query(true);
    expect_as_twin(*this, cache, world.datalake.id, query::View::datas, of_datas);
    expect_as_twin(*this, cache, world.version.id, query::View::assets, of_assets);
    if (HasFailure()) return;
  }
}

TEST_F(SelectionTest, PagesAreThoseOfTheDatabase) {
  const std::vector<std::string> orders{"created_at", "-created_at", "filename", "-filename", "width",
                                        "-height",    "bytes",       "id",       "-id",       "object_name"};
  for (int round = 0; round < 60; ++round) {
    change_something();
    std::vector<std::string> order_by;
    for (int i = any(2); i > 0; --i)
      order_by.push_back(pick(orders));
    const bool by_cursor = any(1) == 0;
    store::PageRequest page;
    page.limit = static_cast<std::size_t>(any(7) + 1);
    page.order_by = order_by;
    const store::Order order = must(store::asset_order(order_by));
    const store::Order order_of_datas = must(store::data_order(order_by));
    Needs needs;
    add_needs(order, needs);
    add_needs(order_of_datas, needs);
    for (int pages = 0; pages < 100; ++pages) {
      std::optional<std::string> next;
      must(cache.read(world.version.id, needs, [&](Connection& c, const Rows& rows) -> Result<void> {
        const RowPage ours = TRY(page_of(rows.live(), rows, order, page));
        const auto theirs = TRY(store::list_asset_ids(c, world.version.id, {}, page));
        std::vector<AssetId> ids;
        for (const Bitmap::Row row : ours.rows)
          ids.push_back(rows.assets->id(row));
        EXPECT_EQ(ids, theirs.items);
        EXPECT_EQ(ours.next_cursor, theirs.next_cursor);
        next = ours.next_cursor;
        return {};
      }));
      must(cache.read(world.datalake.id, needs, [&](Connection& c, const Rows& rows) -> Result<void> {
        store::PageRequest first = page;
        first.cursor.clear();
        const RowPage ours = TRY(page_of(rows.live(), rows, order_of_datas, first));
        const auto theirs = TRY(store::list_data_ids(c, world.datalake.id, {}, first));
        std::vector<DataId> ids;
        for (const Bitmap::Row row : ours.rows)
          ids.push_back(rows.lakes.front()->id(row));
        EXPECT_EQ(ids, theirs.items);
        EXPECT_EQ(ours.next_cursor, theirs.next_cursor);
        return {};
      }));
      if (!next || HasFailure()) break;
      if (by_cursor) {
        page.cursor = *next;
      } else {
        page.offset += page.limit;
      }
    }
    if (HasFailure()) return;
  }
}

// Readers compare the rows with the snapshot they came with, while a writer changes all kinds of things.
TEST_F(SelectionTest, RowsAreNeverOlderOrNewerThanTheirSnapshot) {
  std::atomic<bool> done{false};
  std::atomic<int> compared{0};
  const auto compare = [&](unsigned seed) {
    std::mt19937 own(seed);
    const std::vector<std::string> texts{"tags.name = \"train\"",       "data.tags.name != \"night\"",    "filename ~ \"cam\"",
                                         "width = None or tags = None", "data.upload_status = \"ERROR\"", "embedding.status = \"PENDING\""};
    while (!done) {
      expect_as_twin(*this, cache, world.version.id, query::View::assets, texts[own() % texts.size()]);
      expect_as_twin(*this, cache, world.datalake.id, query::View::datas,
                     own() % 2 == 0 ? "tags.name ~ \"n\"" : "datasets.version = \"first\"");
      ++compared;
    }
  };
  std::thread first(compare, 1);
  std::thread second(compare, 2);
  for (int i = 0; i < 300 || compared < 40; ++i)
    change_something();
  done = true;
  first.join();
  second.join();
}

TEST_F(SelectionTest, ACommittedWriteIsSeenByTheNextRead) {
  const query::Query query = must(query::parse("filename = \"new.png\"", query::View::datas));
  Needs needs;
  needs.add(query);
  for (std::uint64_t i = 1; i <= 20; ++i) {
    world.add_data("folder" + std::to_string(i) + "/new.png");
    must(cache.read(world.datalake.id, needs, [&](Connection&, const Rows& rows) -> Result<void> {
      EXPECT_EQ(evaluate(query, rows).count(), i);
      return {};
    }));
  }
}

TEST_F(SelectionTest, WhoIsTooFarBehindTheLogBeginsAnew) {
  const std::string text = "filename ~ \"cam\" or tags.name = \"night\"";
  expect_as_twin(*this, cache, world.datalake.id, query::View::datas, text);
  for (int i = 0; i < 20; ++i)
    change_something();
  world.write([&](Connection& c) -> Result<void> {
    TRY(store::execute(c, "DELETE FROM change WHERE seq < (SELECT max(seq) FROM change)"));
    return {};
  });
  expect_as_twin(*this, cache, world.datalake.id, query::View::datas, text);
  expect_as_twin(*this, cache, world.version.id, query::View::assets, "tags.name = \"train\"");
}

}  // namespace
}  // namespace kindred::selection
