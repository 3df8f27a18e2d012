// How long do writes, lists and counts of shapes take in a version of a million shapes, and how large are they on the disk? Prints a
// table; the database is made in a temporary folder and removed.
//
//   bench_store_shapes [shapes]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/testing/temp_folder.h"
#include "store/annotations.h"
#include "store/assets.h"
#include "store/database.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "store/labels.h"
#include "store/organizations.h"
#include "store/rows.h"
#include "store/shapes.h"
#include "support/measure.h"
#include "support/must.h"
#include "support/numbered_data.h"

namespace {

using namespace kindred;
using namespace kindred::store;
using bench::must;
using bench::seconds_of;

constexpr std::size_t kShapesPerAsset = 10;
constexpr std::size_t kAssetsPerChunk = 500;

struct World {
  DatasetVersionId version;
  DatasetVersionId fork;
  std::vector<AssetId> assets;
  std::vector<LabelId> labels;
};

World fill_with_assets(Database& database, std::size_t assets) {
  World world;
  Datalake lake;
  must(database.write([&](Connection& c) -> Result<void> {
    const Organization organization = TRY(create_organization(c, "bench"));
    lake = TRY(create_datalake(c, organization.id, organization.default_connector_id, "default"));
    const Dataset dataset = TRY(create_dataset(c, organization.id, "set", ""));
    world.version = TRY(create_version(c, dataset.id, "first", "", InferenceType::multi)).id;
    world.fork = TRY(create_version(c, dataset.id, "second", "", InferenceType::multi)).id;
    for (int i = 0; i < 80; ++i)
      world.labels.push_back(TRY(create_label(c, world.version, "label " + std::to_string(i))).id);
    return {};
  }));
  for (std::size_t begin = 0; begin < assets; begin += 5'000) {
    must(database.write([&](Connection& c) -> Result<void> {
      std::vector<DataId> ids;
      for (std::size_t i = begin; i < std::min(assets, begin + 5'000); ++i) {
        const Data data = numbered_data(lake.id, i, std::to_string(i) + ".jpg");
        TRY(insert_data(c, data));
        ids.push_back(data.id);
      }
      TRY(insert_assets(c, world.version, ids, {}));
      for (const DataId id : ids)
        world.assets.push_back(TRY(find_asset_by_data(c, world.version, id)).id);
      return {};
    }));
  }
  return world;
}

void insert_chunk(Database& database, const World& world, std::size_t begin, bool polygons) {
  must(database.write([&](Connection& c) -> Result<void> {
    std::vector<NewShape> shapes;
    for (std::size_t a = begin; a < std::min(world.assets.size(), begin + kAssetsPerChunk); ++a) {
      const Annotation annotation = TRY(create_annotation(c, {.asset_id = world.assets[a], .username = "bench"}));
      for (std::size_t i = 0; i < kShapesPerAsset; ++i) {
        const auto x = static_cast<std::int32_t>((a * 7 + i * 131) % 1800);
        Geometry geometry = Rectangle{x, 20, 60, 80};
        if (polygons && i == 0) geometry = Polygon{{{x, 20}, {x + 60, 20}, {x + 60, 100}, {x + 30, 120}, {x, 100}}};
        shapes.push_back({.annotation_id = annotation.id, .label_id = world.labels[(a + i) % world.labels.size()], .geometry = geometry});
      }
    }
    return insert_shapes(c, world.version, shapes);
  }));
}

template <typename Work>
void report(const char* what, Database& database, Work work) {
  std::vector<double> times;
  for (int i = 0; i < 6; ++i)
    times.push_back(seconds_of([&] { must(database.read(work)); }));
  const double first = times[0];
  std::ranges::sort(times);
  std::printf("%-58s %10.2f %10.2f\n", what, times[3] * 1e3, first * 1e3);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const kindred::testing::TempFolder folder;
  const auto path = folder / "kindred.sqlite";
  const auto database = must(open_database(path));
  const World world = fill_with_assets(*database, count / kShapesPerAsset);
  const auto before = std::filesystem::file_size(path);

  const double inserting = seconds_of([&] {
    for (std::size_t begin = 0; begin < world.assets.size(); begin += kAssetsPerChunk)
      insert_chunk(*database, world, begin, true);
  });
  const auto bytes = std::filesystem::file_size(path) - before;
  std::printf("%zu shapes inserted in %.1f s: %.0f a second, %.0f bytes each with their Annotations\n\n", count, inserting,
              static_cast<double>(count) / inserting, static_cast<double>(bytes) / static_cast<double>(count));

  std::printf("%-58s %10s %10s\n", "", "median ms", "first ms");
  report("first page of 1000 shapes", *database, [&](Connection& c) { return list_shapes(c, world.version, {}, {}); });
  report("a page in the middle, by offset", *database,
         [&](Connection& c) { return list_shapes(c, world.version, {}, {.limit = 1000, .offset = count / 2}); });
  report("first page of one label", *database,
         [&](Connection& c) { return list_shapes(c, world.version, {.label = world.labels[3]}, {}); });
  report("counts by label, kind and status", *database, [&](Connection& c) { return shape_counts(c, world.version); });
  report("shapes of one asset", *database, [&](Connection& c) { return shapes_of_asset(c, world.assets[world.assets.size() / 2]); });
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < 1000; ++i)
    numbers.push_back(static_cast<std::uint32_t>(i * (count / 1000)));
  report("1000 shapes by row number, far apart", *database, [&](Connection& c) { return shapes_by_row_number(c, world.version, numbers); });
  report("first page of 1000 annotations", *database, [&](Connection& c) { return list_annotations(c, world.version, {}, {}); });

  std::int64_t copied = 0;
  const double copying = seconds_of([&] {
    std::optional<AssetId> after;
    do {
      const auto some = must(database->write([&](Connection& c) {
        return copy_some_assets(c, world.version, world.fork, {.with_tags = false, .with_annotations = true}, after, 1'000);
      }));
      copied += some.copied;
      after = some.last;
    } while (after);
  });
  std::printf("\nforked with annotations in %.1f s\n", copying);
  std::int64_t deleted = 0;
  const double deleting = seconds_of([&] {
    std::int64_t some = 0;
    do {
      some = must(database->write([&](Connection& c) { return delete_some_shapes(c, world.version, 5'000); }));
      deleted += some;
    } while (some > 0);
  });
  std::printf("%lld shapes deleted in %.1f s\n", static_cast<long long>(deleted), deleting);
  return 0;
}
