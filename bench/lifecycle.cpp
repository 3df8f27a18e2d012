// What does visual search cost as a set lives: switching it on for a version of a million images whose Datalake is active, adding one image
// or one shape to an active million, shapes beside whole pictures, and a million boxes out of a COCO file? A seeded ViT-B-16; the million
// vectors are drawn, and written through the same store, file and index as computed ones. Each part runs in a process of its own, whose
// peak memory is told.
//
//   bench_lifecycle [items] [images|shapes|crops|import ...]
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "annotations/formats.h"
#include "base/log.h"
#include "base/testing/temp_folder.h"
#include "embed/seeded_checkpoint.h"
#include "embedding/photographs.h"
#include "images/decode.h"
#include "lifecycle/world.h"
#include "store/shapes.h"
#include "support/must.h"
#include "usecases/annotate.h"
#include "usecases/import_annotation_files.h"
#include "usecases/search_images.h"
#include "usecases/search_shapes.h"
#include "usecases/shape_embeddings.h"
#include "usecases/visual_search.h"

namespace {

using namespace kindred;
using bench::must;
using bench::seconds_of;
using bench::World;

constexpr int kRounds = 9;
constexpr std::size_t kShapesPerPicture = 10;

double ms(double seconds) { return seconds * 1e3; }

// What the model itself takes for one picture, prepared as the line does.
double inference_of(World& world, const std::filesystem::path& picture) {
  const MappedFile file = must(MappedFile::open(picture));
  const auto model = must(world.workspace().models().open(bench::kModelKey));
  return seconds_of([&] {
    const embed::Pixels pixels = must(model->preprocess(must(images::decode(file.bytes()))));
    must(model->embed_images(pixels, 1));
  });
}

void print_one_more(const char* what, std::size_t among, std::vector<double> whole, const std::vector<double>& inference) {
  const double median = bench::median(whole);
  const double alone = bench::median(inference);
  std::printf("one %s more among %zu: %.1f ms until it is found, %.1f ms of it decoding and inference: %.1f ms beside them\n", what, among,
              ms(median), ms(alone), ms(median - alone));
}

// ---- a million images --------------------------------------------------------------------------------------------------------------------

void images_part(std::size_t count) {
  World world;
  world.add_assets(count);
  world.embed_assets();
  const auto photographs = must(bench::write_photographs(world.folder() / "photographs", kRounds + 1, {640, 480}));
  auto& workspace = world.workspace();
  const auto& owner = workspace.owner();
  std::vector<double> activating;
  for (int round = 0; round < kRounds; ++round) {
    if (round > 0) must(usecases::deactivate_version(workspace, owner, world.version()));
    activating.push_back(seconds_of([&] { world.wait(must(usecases::activate_version(workspace, owner, world.version()))); }));
  }
  std::printf("image search of a version of %zu assets activated in %.3f s\n", count, bench::median(activating));

  must(usecases::search_by_text(workspace, world.version(), "warm", 10));  // opens the index, as the first search of a day does
  std::vector<double> whole;
  std::vector<double> inference;
  for (std::size_t i = 0; i < photographs.size(); ++i) {
    const double alone = inference_of(world, photographs[i]);
    const usecases::NewData data = world.upload(photographs[i]);
    const double took = seconds_of([&] {
      const Data made = must(usecases::register_data(workspace, owner, world.datalake(), data));
      world.wait_until_idle();
      must(usecases::find_similar(workspace, world.datalake(), made.id, 1));
    });
    if (i == 0) continue;  // warms up
    whole.push_back(took);
    inference.push_back(alone);
  }
  // The search that shows it is found is none of the cost of adding.
  const double search = seconds_of([&] { must(usecases::search_by_text(workspace, world.datalake(), "warm", 1)); });
  print_one_more("image", count, whole, inference);
  std::printf("  of which a search that finds it takes about %.1f ms\n", ms(search));
}

// ---- a million shapes --------------------------------------------------------------------------------------------------------------------

void shapes_part(std::size_t count) {
  World world;
  const auto photographs = must(bench::write_photographs(world.folder() / "photographs", 1, {640, 480}));
  world.add_assets(count / kShapesPerPicture);
  const AssetId asset = world.add_picture(photographs[0]);
  world.add_shapes(kShapesPerPicture);
  world.embed_shapes();
  auto& workspace = world.workspace();
  must(usecases::search_shapes_by_text(workspace, world.version(), "warm", 10));
  const Annotation annotation = must(usecases::create_annotation(workspace, workspace.owner(), asset, 0));
  std::vector<double> whole;
  std::vector<double> inference;
  for (int i = 0; i <= kRounds; ++i) {
    const double alone = inference_of(world, photographs[0]);
    const usecases::ShapeInput shape{.label_id = world.label(), .geometry = Rectangle{20 + i, 20, 300, 300}};
    const double took = seconds_of([&] {
      must(usecases::add_shapes(workspace, workspace.owner(), annotation.id, std::span(&shape, 1)));
      world.wait_until_idle();
    });
    if (i == 0) continue;
    whole.push_back(took);
    inference.push_back(alone);
  }
  print_one_more("shape", count, whole, inference);
}

// ---- shapes beside whole pictures --------------------------------------------------------------------------------------------------------

void crops_part(std::size_t) {
  constexpr std::size_t kPictures = 100;
  constexpr std::size_t kAnnotated = 20;
  World world;
  const auto photographs = must(bench::write_photographs(world.folder() / "photographs", kPictures, {640, 480}));
  std::vector<AssetId> assets;
  for (const auto& photograph : photographs)
    assets.push_back(world.add_picture(photograph));
  auto& workspace = world.workspace();
  const auto& owner = workspace.owner();
  inference_of(world, photographs[0]);
  const double images =
      seconds_of([&] { world.wait(must(usecases::activate_datalake(workspace, owner, world.datalake(), std::string(bench::kModelKey)))); });
  for (std::size_t i = 0; i < kAnnotated; ++i) {
    const Annotation annotation = must(usecases::create_annotation(workspace, owner, assets[i], 0));
    std::vector<usecases::ShapeInput> shapes;
    for (std::size_t s = 0; s < kShapesPerPicture; ++s) {
      const auto x = static_cast<std::int32_t>(s * 40);
      shapes.push_back({.label_id = world.label(), .geometry = Rectangle{x, 40, 200, 260}});
    }
    must(usecases::add_shapes(workspace, owner, annotation.id, shapes));
  }
  const double crops = seconds_of([&] { world.wait(must(usecases::activate_shapes(workspace, owner, world.version(), {}))); });
  const double image_rate = static_cast<double>(kPictures) / images;
  const double crop_rate = static_cast<double>(kAnnotated * kShapesPerPicture) / crops;
  std::printf("%zu pictures of 640x480: %.2f images/s; %zu shapes on %zu of them: %.2f shapes/s; ratio %.2f\n", kPictures, image_rate,
              kAnnotated * kShapesPerPicture, kAnnotated, crop_rate, crop_rate / image_rate);
}

// ---- a million boxes ---------------------------------------------------------------------------------------------------------------------

void import_part(std::size_t count) {
  World world;
  world.add_assets(count / kShapesPerPicture);
  const auto file = world.folder() / "boxes.json";
  {
    const auto target = must(annotations::make_one_file(file));
    annotations::Report report;
    const annotations::Format* format = must(annotations::find_format("coco"));
    const auto writer = format->make_writer(*target, report, {});
    std::vector<annotations::Label> labels;
    for (int i = 0; i < 80; ++i)
      labels.push_back({.name = "label " + std::to_string(i), .group = "group", .vertices = {}});
    must(writer->labels(labels));
    std::vector<annotations::Shape> shapes(kShapesPerPicture);
    for (std::size_t picture = 0; picture < count / kShapesPerPicture; ++picture) {
      for (std::size_t s = 0; s < shapes.size(); ++s) {
        shapes[s].label = labels[(picture + s) % labels.size()].name;
        shapes[s].geometry = annotations::Box{static_cast<double>(s) * 50.25, 20.5, 60.125, 80.75};
      }
      must(writer->picture({World::filename(picture), {1920, 1080}, {}}, shapes));
    }
    must(writer->finish());
    must(target->finish());
  }
  auto& workspace = world.workspace();
  const double took = seconds_of([&] {
    world.wait(must(usecases::import_annotation_files(workspace, workspace.owner(), world.version(), {.files = file, .format = "coco"})));
  });
  std::int64_t shapes = 0;
  for (const auto& some : must(workspace.database().read([&](store::Connection& c) { return store::shape_counts(c, world.version()); })))
    shapes += some.items;
  std::printf("%lld boxes of a COCO file of %.0f MB imported in %.1f s\n", static_cast<long long>(shapes),
              static_cast<double>(std::filesystem::file_size(file)) / 1e6, took);
}

struct Part {
  const char* name;
  void (*run)(std::size_t count);
};
constexpr Part kParts[] = {{"images", images_part}, {"shapes", shapes_part}, {"crops", crops_part}, {"import", import_part}};

// In a process of its own, so that its peak is its own.
bool run_apart(const Part& part, std::size_t count) {
  const pid_t child = ::fork();
  if (child == 0) {
    part.run(count);
    std::fflush(stdout);
    std::exit(0);
  }
  int status = 1;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  std::printf("  [%s: peak %.0f MB of memory]\n", part.name, static_cast<double>(usage.ru_maxrss) * 1024 / 1e6);
  return status == 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  quiet_log();
  std::printf("machine: %s\n", bench::machine().c_str());
  bool good = true;
  for (const Part& part : kParts) {
    bool wanted = argc <= 2;
    for (int i = 2; i < argc; ++i)
      wanted = wanted || std::strcmp(argv[i], part.name) == 0;
    if (wanted) good = run_apart(part, count) && good;
  }
  return good ? 0 : 1;
}
