// How long do a count and a first page take, of filters of two conditions, in a version of a million Assets? Prints a table of wall and
// CPU milliseconds; the database is made in a temporary folder (about 2 GB for a million) and removed.
//
//   bench_filter [rows]
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "base/testing/temp_folder.h"
#include "query/query.h"
#include "selection/evaluate.h"
#include "selection/page_of.h"
#include "selection/row_cache.h"
#include "store/assets.h"
#include "store/database.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "store/embeddings.h"
#include "store/organizations.h"
#include "store/tags.h"
#include "support/must.h"

namespace {

using namespace kindred;
using bench::must;
using store::Connection;

struct Clock {
  std::chrono::steady_clock::time_point wall = std::chrono::steady_clock::now();
  double cpu = cpu_now();
  static double cpu_now() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3; };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
  }
  [[nodiscard]] double wall_ms() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - wall).count();
  }
  [[nodiscard]] double cpu_ms() const { return cpu_now() - cpu; }
};

struct World {
  Datalake datalake;
  DatasetVersion version;
};

Data make_data(const World& world, std::size_t i, std::size_t rows) {
  constexpr std::array kWeathers{"rain", "sun", "fog", "snow"};
  Data data;
  data.id = DataId::make();
  data.datalake_id = world.datalake.id;
  data.filename = "camera" + std::to_string(i % 7) + "_" + std::to_string(i * 7919 % rows) + (i % 3 == 0 ? ".png" : ".jpg");
  data.object_name = to_string(data.id) + "/" + data.filename;
  data.content_type = i % 3 == 0 ? "image/png" : "image/jpeg";
  data.upload_status = i % 100 == 0 ? UploadStatus::error : UploadStatus::done;
  data.width = static_cast<int>(320 * (1 + i % 6));
  data.height = static_cast<int>(i % 1000);
  data.bytes = 1000 + i % 100'000;
  data.sha256 = hex(sha256(data.object_name));
  data.metadata_json =
      R"({"latitude":)" + std::to_string(static_cast<double>(i % 1800) / 10 - 90) + R"(,"weather":")" + kWeathers[i % 4] + "\"}";
  if (i % 2 == 0)
    data.custom_metadata_json = R"({"line":"assembly )" + std::to_string(i % 20) + R"(","score":)" + std::to_string(i % 100) + "}";
  data.created_at = now();
  return data;
}

World fill(store::Database& database, std::size_t rows) {
  World world;
  std::vector<Tag> tags;
  must(database.write([&](Connection& c) -> Result<void> {
    const Organization organization = TRY(store::create_organization(c, "bench"));
    world.datalake = TRY(store::create_datalake(c, organization.id, organization.default_connector_id, "default"));
    const Dataset dataset = TRY(store::create_dataset(c, organization.id, "set", ""));
    world.version = TRY(store::create_version(c, dataset.id, "first", "", InferenceType::not_configured));
    for (const auto* name : {"half", "tenth", "rare"}) {
      tags.push_back(TRY(store::create_tag(c, TagTarget::asset, world.version.id.uuid, name)));
      tags.push_back(TRY(store::create_tag(c, TagTarget::data, world.datalake.id.uuid, name)));
    }
    return {};
  }));
  const Clock clock;
  constexpr std::size_t kChunk = 5000;
  for (std::size_t begin = 0; begin < rows; begin += kChunk) {
    must(database.write([&](Connection& c) -> Result<void> {
      std::vector<DataId> ids;
      for (std::size_t i = begin; i < std::min(begin + kChunk, rows); ++i) {
        const Data data = make_data(world, i, rows);
        TRY(store::insert_data(c, data));
        ids.push_back(data.id);
        const auto attach = [&](std::size_t place) { return store::attach_tag(c, tags[place], std::span(&data.id.uuid, 1)); };
        if (i % 2 == 0) TRY(attach(1));
        if (i % 10 == 0) TRY(attach(3));
        if (i % 1000 == 0) TRY(attach(5));
      }
      TRY(store::add_pending(c, ids));
      // Every part of a chunk gets other tags.
      const auto part = std::span(ids);
      TRY(store::insert_assets(c, world.version.id, part.first(part.size() / 2), std::vector{tags[0].id}));
      TRY(store::insert_assets(c, world.version.id, part.subspan(part.size() / 2, part.size() / 10), std::vector{tags[2].id}));
      TRY(store::insert_assets(c, world.version.id, part, {}));
      return {};
    }));
  }
  std::printf("made %zu rows in %.1f s\n\n", rows, clock.wall_ms() / 1e3);
  return world;
}

struct Times {
  double wall = 0;
  double cpu = 0;
  std::uint64_t count = 0;
};

// A count and the first 100 in the order, as a request asks for them.
Times ask(selection::RowCache& cache, const World& world, const std::string& text, const std::vector<std::string>& order_by) {
  const Clock clock;
  Times times;
  const query::Query query = must(query::parse(text, query::View::assets));
  const store::Order order = must(store::asset_order(order_by));
  selection::Needs needs;
  needs.add(query);
  add_needs(order, needs);
  must(cache.read(world.version.id, needs, [&](Connection& c, const selection::Rows& rows) -> Result<void> {
    const Bitmap found = evaluate(query, rows);
    times.count = found.count();
    const selection::RowPage page = TRY(page_of(found, rows, order, {.limit = 100, .offset = 0, .cursor = {}, .order_by = {}}));
    for (const Bitmap::Row row : page.rows)
      TRY(store::find_asset(c, rows.assets->id(row)));
    return {};
  }));
  times.wall = clock.wall_ms();
  times.cpu = clock.cpu_ms();
  return times;
}

void report(selection::RowCache& cache, const World& world, const std::string& text, const std::vector<std::string>& order_by = {}) {
  const Times first = ask(cache, world, text, order_by);
  std::vector<Times> times;
  for (int i = 0; i < 7; ++i)
    times.push_back(ask(cache, world, text, order_by));
  std::ranges::sort(times, {}, &Times::wall);
  const std::string shown = text + (order_by.empty() ? "" : "  by " + order_by.front());
  std::printf("%-92s %9lu %8.1f %8.1f %8.1f %8.0f\n", shown.c_str(), first.count, times[3].wall, times[3].cpu, times.back().wall,
              first.wall);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  testing::TempFolder folder;
  const auto database = must(store::open_database(folder / "kindred.sqlite"));
  const World world = fill(*database, rows);
  selection::RowCache cache(*database);
  {
    const Clock clock;
    must(cache.read(world.version.id, {}, [](Connection&, const selection::Rows&) -> Result<void> { return {}; }));
    std::printf("first use of the version: %.0f ms, CPU %.0f ms\n\n", clock.wall_ms(), clock.cpu_ms());
  }
  std::printf("%-92s %9s %8s %8s %8s %8s\n", "count and first 100 of", "found", "wall ms", "CPU ms", "worst", "first");
  report(cache, world, "tags.name = \"half\" and tags.name != \"rare\"");
  report(cache, world, "tags.name in (\"half\", \"tenth\") and data.tags.name = \"rare\"");
  report(cache, world, "filename ~ \"camera3_1\" and width >= 1280");
  report(cache, world, "filename !~ \"77\" and tags.name != \"half\"");
  report(cache, world, "filename ~ \"7\" or filename not endswith \".png\"");
  report(cache, world, "filename not startswith \"camera1\" and data.content_type != \"image/png\"");
  report(cache, world, "data.object_name ~ \"99.png\" and height < 500");
  report(cache, world, "data.metadata.latitude > 43.5 and data.metadata.weather != \"rain\"");
  report(cache, world, "custom_metadata.line ~ \"7\" and custom_metadata.score >= 50");
  report(cache, world, "data.upload_status = \"ERROR\" or embedding.status != \"PENDING\"");
  report(cache, world, "data.created_at > \"2024-01-01\" and created_at !~ \"2023\"");
  report(cache, world, "data.datasets.version != \"first\" or data.file_size in (1000, 1001, 1002)");
  report(cache, world, "filename > \"camera2\" and tags = None");
  report(cache, world, "filename ~ \"camera\" and width != None", {"filename"});
  report(cache, world, "filename ~ \"camera\" and width != None", {"-width"});
  report(cache, world, "filename ~ \"camera\" and width != None", {"id"});

  std::printf("\nafter a write, the next filter\n");
  const Tag tag =
      must(database->write([&](Connection& c) { return store::create_tag(c, TagTarget::asset, world.version.id.uuid, "new"); }));
  for (const std::size_t some : {std::size_t{1}, std::size_t{10'000}}) {
    const auto page = must(database->read([&](Connection& c) {
      return store::list_asset_ids(c, world.version.id, {}, {.limit = 1000, .offset = 0, .cursor = {}, .order_by = {}});
    }));
    std::vector<Uuid> items;
    for (std::size_t i = 0; i < std::min(some, page.items.size()); ++i)
      items.push_back(page.items[i].uuid);
    const Clock clock;
    must(database->write([&](Connection& c) { return store::attach_tag(c, tag, items); }));
    const double write = clock.wall_ms();
    const Times times = ask(cache, world, "tags.name = \"new\" and filename ~ \"1\"", {});
    std::printf("tag %zu assets: %.1f ms; then count and first 100: %.1f ms (%lu found)\n", items.size(), write, times.wall, times.count);
  }
  return 0;
}
