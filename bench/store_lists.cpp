// How long do lists, counts and writes take in a Datalake and a version of a million items? Prints a table; the database is
// made in a temporary folder (about 2 GB for a million) and removed.
//
//   bench_store_lists [rows]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "base/crypto.h"
#include "base/testing/temp_folder.h"
#include "store/assets.h"
#include "store/database.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "store/embeddings.h"
#include "store/organizations.h"
#include "store/tags.h"
#include "support/measure.h"
#include "support/must.h"

namespace {

using namespace kindred;
using namespace kindred::store;
using bench::must;
using bench::seconds_of;

// The median of five runs after one that warms up.
template <typename Work>
void report(const char* what, Database& database, Work work) {
  const auto once = [&] { must(database.read(work)); };
  const double first = seconds_of(once);
  std::vector<double> times;
  for (int i = 0; i < 5; ++i)
    times.push_back(seconds_of(once));
  std::ranges::sort(times);
  std::printf("%-58s %10.2f %10.2f\n", what, times[2] * 1e3, first * 1e3);
}

struct World {
  Organization organization;
  Datalake datalake;
  DatasetVersion version;
  std::vector<DataId> ids;
};

World fill(Database& database, std::size_t rows) {
  World world;
  must(database.write([&](Connection& c) -> Result<void> {
    world.organization = TRY(create_organization(c, "bench"));
    world.datalake = TRY(create_datalake(c, world.organization.id, world.organization.default_connector_id, "default"));
    const Dataset dataset = TRY(create_dataset(c, world.organization.id, "set", ""));
    world.version = TRY(create_version(c, dataset.id, "first", "", InferenceType::not_configured));
    TRY(create_tag(c, TagTarget::data, world.datalake.id.uuid, "half"));
    TRY(create_tag(c, TagTarget::data, world.datalake.id.uuid, "rare"));
    TRY(create_tag(c, TagTarget::asset, world.version.id.uuid, "half"));
    TRY(create_tag(c, TagTarget::asset, world.version.id.uuid, "rare"));
    return set_visual_search(c, world.datalake.id, {VisualSearchState::active, "key", 512, {}});
  }));
  const auto insert_chunk = [&](Connection& c, std::size_t begin, std::size_t end) -> Result<void> {
    const Tag half = TRY(find_tag_by_name(c, TagTarget::data, world.datalake.id.uuid, "half"));
    const Tag rare = TRY(find_tag_by_name(c, TagTarget::data, world.datalake.id.uuid, "rare"));
    for (std::size_t i = begin; i < end; ++i) {
      Data data;
      data.id = DataId::make();
      data.datalake_id = world.datalake.id;
      data.filename = "camera_" + std::to_string(i * 7919 % rows) + ".jpg";
      data.object_name = to_string(data.id) + "/" + data.filename;
      data.content_type = "image/jpeg";
      data.upload_status = UploadStatus::done;
      data.width = 640;
      data.height = static_cast<int>(i % 1000);
      data.sha256 = hex(sha256(data.object_name));
      data.custom_metadata_json = R"({"weather":"rain","camera":)" + std::to_string(i % 10) + "}";
      data.created_at = now();
      TRY(insert_data(c, data));
      world.ids.push_back(data.id);
      if (i % 2 == 0) TRY(attach_tag(c, half, std::span(&data.id.uuid, 1)));
      if (i % 1000 == 0) TRY(attach_tag(c, rare, std::span(&data.id.uuid, 1)));
    }
    return {};
  };
  const auto chunked = [&](const char* what, const auto& work) {
    const double seconds = seconds_of([&] {
      for (std::size_t i = 0; i < rows; i += 5000) {
        must(database.write([&](Connection& c) -> Result<void> { return work(c, i, std::min(i + 5000, rows)); }));
      }
    });
    std::printf("%-58s %10.0f rows/s\n", what, static_cast<double>(rows) / seconds);
  };
  chunked("insert data, 5,000 a transaction, half of them tagged", insert_chunk);
  chunked("add to a version, half of them tagged", [&](Connection& c, std::size_t begin, std::size_t end) -> Result<void> {
    const Tag half = TRY(find_tag_by_name(c, TagTarget::asset, world.version.id.uuid, "half"));
    const std::size_t middle = begin + (end - begin) / 2;
    TRY(insert_assets(c, world.version.id, std::span(world.ids).subspan(begin, middle - begin), std::vector{half.id}));
    TRY(insert_assets(c, world.version.id, std::span(world.ids).subspan(middle, end - middle), {}));
    return {};
  });
  chunked("set pending", [&](Connection& c, std::size_t begin, std::size_t end) -> Result<void> {
    return add_pending(c, std::span(world.ids).subspan(begin, end - begin));
  });
  chunked("store results", [&](Connection& c, std::size_t begin, std::size_t end) -> Result<void> {
    std::vector<FailedItem> failed;
    for (std::size_t i = begin; i < begin + 10; ++i)
      failed.push_back({world.ids[i], EmbeddingStatus::error, "truncated"});
    return store_embedding_results(c, world.datalake.id, std::span(world.ids).subspan(begin + 10, end - begin - 10), failed, end);
  });
  return world;
}

void report_lists(Database& database, const World& world) {
  const auto lake = world.datalake.id;
  const auto version = world.version.id;
  std::printf("\n%-58s %10s %10s\n", "pages of 100", "ms", "first");
  const auto datas = [&](const char* what, const DataFilter& filter, const PageRequest& page) {
    report(what, database, [&](Connection& c) { return list_datas(c, lake, filter, page); });
  };
  const auto assets = [&](const char* what, const AssetFilter& filter, const PageRequest& page) {
    report(what, database, [&](Connection& c) { return list_assets(c, version, filter, page); });
  };
  const PageRequest first{.limit = 100};
  const PageRequest middle{.limit = 100, .offset = world.ids.size() / 2};
  datas("data, newest", {}, first);
  datas("data, from the middle by offset", {}, middle);
  datas("data, by filename", {}, {.limit = 100, .order_by = {"filename"}});
  datas("data, by height (sorted)", {}, {.limit = 100, .order_by = {"height"}});
  datas("data, rare tag", {.tags = {{"rare"}}}, first);
  datas("data, half tag", {.tags = {{"half"}}}, first);
  datas("data, half and rare tag", {.tags = {{"half"}, {"rare"}}}, first);
  datas("data, custom metadata", {.custom_metadata_json = R"({"camera":3})"}, first);
  datas("data, custom metadata that none has (all looked at)", {.custom_metadata_json = R"({"camera":33})"}, first);
  datas("data, 1,000 filenames", {.filenames = std::vector<std::string>(1000, "camera_77.jpg")}, first);
  assets("assets, newest", {}, first);
  assets("assets, from the middle by offset", {}, middle);
  assets("assets, by filename", {}, {.limit = 100, .order_by = {"filename"}});
  assets("assets, rare data tag", {.data = {.tags = {{"rare"}}}}, first);
  assets("assets, half asset tag and half data tag", {.tags = {{"half"}}, .data = {.tags = {{"half"}}}}, first);
  assets("assets, filename_startswith of few", {.filename_startswith = "camera_7777"}, first);
  assets("assets, filename_startswith of all", {.filename_startswith = "camera_"}, first);
  assets("assets, 1,000 data ids", {.data_ids = std::vector(world.ids.begin(), world.ids.begin() + 1000)}, first);
  report("failed items of the version", database,
         [&](Connection& c) { return list_embeddings(c, version, EmbeddingStatus::error, {.limit = 100}); });
  report("done items of the version", database,
         [&](Connection& c) { return list_embeddings(c, version, EmbeddingStatus::done, {.limit = 100}); });
  report("all assets by data", database, [&](Connection& c) { return all_assets_by_data(c, version); });

  std::printf("\n%-58s %10s %10s\n", "counts", "ms", "first");
  report("data", database, [&](Connection& c) { return count_datas(c, lake, {}); });
  report("data, half tag", database, [&](Connection& c) { return count_datas(c, lake, {.tags = {{"half"}}}); });
  report("assets", database, [&](Connection& c) { return count_assets(c, version, {}); });
  report("assets, half asset tag", database, [&](Connection& c) { return count_assets(c, version, {.tags = {{"half"}}}); });
  report("assets, half asset tag and half data tag", database,
         [&](Connection& c) { return count_assets(c, version, {.tags = {{"half"}}, .data = {.tags = {{"half"}}}}); });
  report("assets, upload status", database,
         [&](Connection& c) { return count_assets(c, version, {.data = {.upload_statuses = {UploadStatus::done}}}); });
  report("embeddings of the version", database, [&](Connection& c) { return embedding_counts(c, version); });
}

void report_group_commit(Database& database) {
  std::printf("\n%-58s %10s\n", "one-row writes", "writes/s");
  for (const int threads : {1, 16, 64}) {
    const int each = 1600 / threads;
    const double seconds = seconds_of([&] {
      std::vector<std::jthread> writers;
      for (int t = 0; t < threads; ++t) {
        writers.emplace_back([&, t] {
          for (int i = 0; i < each; ++i) {
            must(database.write([&](Connection& c) { return put_setting(c, std::to_string(t) + "/" + std::to_string(i), "v"); }));
          }
        });
      }
    });
    std::printf("%-58s %10.0f\n", (std::to_string(threads) + " threads").c_str(), 1600 / seconds);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? std::stoul(argv[1]) : 1'000'000;
  const kindred::testing::TempFolder folder;
  const auto database = must(open_database(folder / "bench.sqlite"));
  const World world = fill(*database, rows);
  report_lists(*database, world);
  report_group_commit(*database);
  return 0;
}
