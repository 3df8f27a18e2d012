// Law: pages, by cursor or by offset, list every row of a filter once and in order, whatever the order and the page size; the
// oracle sorts all rows in memory.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "store/list_query.h"
#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::HasSubstr;

struct Wanted {
  std::vector<std::string> order_by;
  std::size_t limit;
};

// Few values, so that most fields tie.
void fill(TestWorkspace& w, std::mt19937& random, int rows) {
  w.write([&](Connection& c) -> Result<void> {
    std::vector<DataId> ids;
    for (int i = 0; i < rows; ++i) {
      Data data = w.new_data(std::to_string(random()) + "/" + std::string(1, static_cast<char>('a' + random() % 4)));
      data.width = static_cast<int>(random() % 3);
      data.height = static_cast<int>(random() % 2);
      data.created_at = {static_cast<std::int64_t>(random() % 5)};
      TRY(insert_data(c, data));
      ids.push_back(data.id);
    }
    TRY(insert_assets(c, w.version.id, ids, {}));
    return {};
  });
}

Wanted random_wanted(std::mt19937& random) {
  static const std::vector<std::string> kFields{"created_at", "filename", "object_name", "id", "content_type", "width", "height", "bytes"};
  Wanted wanted{{}, 1 + random() % 40};
  for (std::size_t n = random() % 4; n > 0; --n) {
    wanted.order_by.push_back((random() % 2 == 0 ? "-" : "") + kFields[random() % kFields.size()]);
  }
  return wanted;
}

int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

int compare(const Data& a, const Data& b, std::string_view field) {
  if (field == "created_at") return sign(a.created_at.micros <=> b.created_at.micros);
  if (field == "filename") return sign(a.filename <=> b.filename);
  if (field == "object_name") return sign(a.object_name <=> b.object_name);
  if (field == "id") return sign(a.id.uuid <=> b.id.uuid);
  if (field == "width") return sign(a.width <=> b.width);
  if (field == "height") return sign(a.height <=> b.height);
  if (field == "bytes") return sign(a.bytes <=> b.bytes);
  return 0;  // content_type: all the same
}

// What breaks ties at last goes the way of the last field.
bool before(const Data& a, const Data& b, std::vector<std::string> order_by) {
  if (order_by.empty()) order_by.emplace_back("-created_at");
  order_by.push_back(order_by.back().starts_with('-') ? "-id" : "id");
  for (const std::string& word : order_by) {
    const bool descending = word.starts_with('-');
    const int order = compare(a, b, descending ? word.substr(1) : word);
    if (order != 0) return descending ? order > 0 : order < 0;
  }
  return false;
}

// All rows, page by page.
template <typename List>
auto by_cursor(TestWorkspace& w, const Wanted& wanted, List list) {
  decltype(w.read([&](Connection& c) { return list(c, PageRequest{}); }).items) all;
  PageRequest page{.limit = wanted.limit, .order_by = wanted.order_by};
  while (true) {
    auto got = w.read([&](Connection& c) { return list(c, page); });
    EXPECT_LE(got.items.size(), wanted.limit);
    all.insert(all.end(), got.items.begin(), got.items.end());
    if (!got.next_cursor) return all;
    EXPECT_EQ(got.items.size(), wanted.limit) << "a page that isn't the last is full";
    page.cursor = *got.next_cursor;
  }
}

template <typename List>
auto by_offset(TestWorkspace& w, const Wanted& wanted, List list) {
  decltype(w.read([&](Connection& c) { return list(c, PageRequest{}); }).items) all;
  PageRequest page{.limit = wanted.limit, .order_by = wanted.order_by};
  while (true) {
    auto got = w.read([&](Connection& c) { return list(c, page); });
    all.insert(all.end(), got.items.begin(), got.items.end());
    if (got.items.empty()) return all;
    page.offset += got.items.size();
  }
}

template <typename Row>
auto ids_of(const std::vector<Row>& rows) {
  std::vector<decltype(Row::id)> ids;
  for (const Row& row : rows)
    ids.push_back(row.id);
  return ids;
}

TEST(PagesTest, EveryDataOnceInOrder) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  TestWorkspace w;
  fill(w, random, 150);
  const auto list = [&](Connection& c, const PageRequest& page) { return list_datas(c, w.datalake.id, {}, page); };
  std::vector<Data> expected = by_cursor(w, {{}, 1000}, list);
  ASSERT_EQ(expected.size(), 150U);
  for (int round = 0; round < 40; ++round) {
    const Wanted wanted = random_wanted(random);
    SCOPED_TRACE(::testing::PrintToString(wanted.order_by) + " by " + std::to_string(wanted.limit));
    std::ranges::sort(expected, [&](const Data& a, const Data& b) { return before(a, b, wanted.order_by); });
    ASSERT_EQ(ids_of(by_cursor(w, wanted, list)), ids_of(expected));
    ASSERT_EQ(ids_of(by_offset(w, wanted, list)), ids_of(expected));
  }
}

TEST(PagesTest, EveryAssetOnceInOrder) {
  std::mt19937 random(11);
  TestWorkspace w;
  fill(w, random, 120);
  const auto list = [&](Connection& c, const PageRequest& page) { return list_assets(c, w.version.id, {}, page); };
  for (int round = 0; round < 40; ++round) {
    const Wanted wanted = random_wanted(random);
    SCOPED_TRACE(::testing::PrintToString(wanted.order_by) + " by " + std::to_string(wanted.limit));
    const auto all = by_cursor(w, wanted, list);
    ASSERT_EQ(ids_of(by_offset(w, wanted, list)), ids_of(all));
    auto ids = ids_of(all);
    std::ranges::sort(ids);
    ASSERT_EQ(std::ranges::unique(ids).size(), 0U);
    ASSERT_EQ(ids.size(), 120U);
    if (wanted.order_by.empty() || wanted.order_by[0].ends_with("created_at") || wanted.order_by[0].ends_with("id")) continue;
    const std::string field = wanted.order_by[0].starts_with('-') ? wanted.order_by[0].substr(1) : wanted.order_by[0];
    for (std::size_t i = 1; i < all.size(); ++i) {
      const int order = compare(all[i - 1].data, all[i].data, field);
      ASSERT_TRUE(wanted.order_by[0].starts_with('-') ? order >= 0 : order <= 0);
    }
  }
}

TEST(PagesTest, RowsThatComeMeanwhileDontRepeatOthers) {
  TestWorkspace w;
  w.add_datas(10, "old");
  const auto first = w.read([&](Connection& c) { return list_datas(c, w.datalake.id, {}, {.limit = 5}); });
  w.add_datas(10, "young");
  const auto second = w.read([&](Connection& c) { return list_datas(c, w.datalake.id, {}, {.limit = 10, .cursor = *first.next_cursor}); });
  EXPECT_EQ(second.items.size(), 5U);
  EXPECT_FALSE(second.next_cursor);
}

TEST(PagesTest, WrongRequestsAreRefused) {
  TestWorkspace w;
  w.add_datas(3);
  const auto list = [&](const PageRequest& page) {
    return w.database().read([&](Connection& c) { return list_datas(c, w.datalake.id, {}, page); });
  };
  const auto order = list({.order_by = {"colour"}});
  ASSERT_FALSE(order);
  EXPECT_EQ(order.error().kind, ErrorKind::invalid);
  EXPECT_THAT(order.error().message, HasSubstr("'colour': choose among created_at, filename"));
  const std::string cursor = *must(list({.limit = 1})).next_cursor;
  EXPECT_EQ(list({.cursor = cursor, .order_by = {"filename"}}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(list({.offset = 1, .cursor = cursor}).error().kind, ErrorKind::invalid);
  for (std::size_t cut = 1; cut < cursor.size(); ++cut)
    EXPECT_FALSE(list({.cursor = cursor.substr(0, cut)})) << cut;
  for (const std::string bad : {"x", "~", "-created_at,-id~1~2", "-created_at,-id~x~00000000-0000-0000-0000-000000000000"}) {
    EXPECT_EQ(list({.cursor = bad}).error().kind, ErrorKind::invalid) << bad;
  }
  EXPECT_TRUE(must(list({.limit = 0})).items.empty());
}

}  // namespace
}  // namespace kindred::store
