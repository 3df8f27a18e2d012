#include "lifecycle/world.h"

#include <cmath>

#include "embed/seeded_checkpoint.h"
#include "store/annotations.h"
#include "store/assets.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "store/embeddings.h"
#include "store/labels.h"
#include "store/shape_embeddings.h"
#include "store/shapes.h"
#include "support/must.h"
#include "support/numbered_data.h"
#include "usecases/browse.h"
#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/upload_object.h"

namespace kindred::bench {
namespace {

using store::Connection;

constexpr std::string_view kViTB16 = R"({"model_cfg": {"embed_dim": 512,
  "vision_cfg": {"image_size": 224, "layers": 12, "width": 768, "patch_size": 16},
  "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}})";
constexpr std::size_t kChunk = 5'000;
constexpr std::int64_t kPatienceMs = 3'600'000;

}  // namespace

std::string World::filename(std::size_t number) { return "images/picture_" + std::to_string(number) + ".jpg"; }

World::World() {
  usecases::WorkspaceOptions options;
  options.folder = folder_ / "data";
  workspace_ = must(usecases::Workspace::open(options));
  must(embed::write_seeded_checkpoint(folder_ / "checkpoint", kViTB16));
  must(workspace_->models().add(folder_ / "checkpoint", kModelKey));
  dimension_ = must(workspace_->models().open(kModelKey))->info().dimension;
  datalake_ = must(usecases::default_datalake(*workspace_, workspace_->owner())).id;
  const Dataset dataset = must(usecases::create_dataset(*workspace_, workspace_->owner(), "bench", ""));
  version_ = must(usecases::create_version(*workspace_, workspace_->owner(), dataset.id, {.name = "v1", .description = ""})).id;
  label_ = must(workspace_->database().write([&](Connection& c) { return store::create_label(c, version_, "thing"); })).id;
  must(workspace_->start_jobs());
}

void World::add_assets(std::size_t count) {
  for (std::size_t begin = 0; begin < count; begin += kChunk) {
    must(workspace_->database().write([&](Connection& c) -> Result<void> {
      std::vector<DataId> ids;
      for (std::size_t i = begin; i < std::min(count, begin + kChunk); ++i) {
        const Data data = numbered_data(datalake_, i, filename(i));
        TRY(store::insert_data(c, data));
        ids.push_back(data.id);
      }
      TRY(store::insert_assets(c, version_, ids, {}));
      for (const DataId id : ids)
        assets_.push_back(TRY(store::find_asset_by_data(c, version_, id)).id);
      return {};
    }));
  }
}

usecases::NewData World::upload(const std::filesystem::path& file) {
  usecases::NewData data;
  data.filename = file.filename().string();
  data.object_name = must(usecases::new_object_name(data.filename, ""));
  data.content_type = "image/jpeg";
  auto upload = must(usecases::ObjectUpload::begin(*workspace_, workspace_->owner().connector_id, data.object_name, data.content_type));
  must(upload.write(must(MappedFile::open(file)).bytes()));
  must(upload.finish());
  return data;
}

AssetId World::add_picture(const std::filesystem::path& file) {
  const Data data = must(usecases::register_data(*workspace_, workspace_->owner(), datalake_, upload(file)));
  return must(workspace_->database().write([&](Connection& c) -> Result<AssetId> {
    TRY(store::insert_assets(c, version_, std::span(&data.id, 1), {}));
    return TRY(store::find_asset_by_data(c, version_, data.id)).id;
  }));
}

void World::add_shapes(std::size_t each) {
  constexpr std::size_t kAssets = 500;
  for (std::size_t begin = 0; begin < assets_.size(); begin += kAssets) {
    must(workspace_->database().write([&](Connection& c) -> Result<void> {
      std::vector<store::NewShape> shapes;
      for (std::size_t a = begin; a < std::min(assets_.size(), begin + kAssets); ++a) {
        const Annotation annotation = TRY(store::create_annotation(c, {.asset_id = assets_[a], .username = "bench"}));
        for (std::size_t i = 0; i < each; ++i) {
          const auto x = static_cast<std::int32_t>((a * 7 + i * 131) % 1800);
          shapes.push_back({.annotation_id = annotation.id, .label_id = label_, .geometry = Rectangle{x, 20, 60, 80}});
        }
      }
      return store::insert_shapes(c, version_, shapes);
    }));
  }
}

// Directions that are even over the sphere.
std::vector<float> World::drawn_vectors(std::size_t count) {
  const auto columns = static_cast<std::size_t>(dimension_);
  std::vector<float> vectors(count * columns);
  for (std::size_t row = 0; row < count; ++row) {
    double square = 0;
    for (std::size_t i = 0; i < columns; ++i) {
      double sum = 0;  // of uniform numbers: near enough to a normal one
      for (int term = 0; term < 4; ++term) {
        random_ = random_ * 6364136223846793005ULL + 1442695040888963407ULL;
        sum += static_cast<double>(random_ >> 40) / static_cast<double>(1 << 24) - 0.5;
      }
      vectors[row * columns + i] = static_cast<float>(sum);
      square += sum * sum;
    }
    for (std::size_t i = 0; i < columns; ++i)
      vectors[row * columns + i] /= static_cast<float>(std::sqrt(square));
  }
  return vectors;
}

void World::set_search(const EmbeddingScope& scope, VisualSearchState state) {
  must(workspace_->database().write([&](Connection& c) -> Result<void> {
    VisualSearch search;
    search.state = state;
    search.model_key = kModelKey;
    search.dimension = dimension_;
    return store::set_visual_search(c, scope, search);
  }));
}

void World::embed_assets() {
  set_search(datalake_, VisualSearchState::activating);
  std::optional<DataId> after;
  do {
    after = must(workspace_->database().write([&](Connection& c) { return store::add_pending_chunk(c, datalake_, after, kChunk); })).last;
  } while (after);
  while (true) {
    const auto rows =
        must(workspace_->database().read([&](Connection& c) { return store::next_pending(c, datalake_, std::nullopt, kChunk); }));
    if (rows.empty()) break;
    std::vector<DataId> ids;
    for (const Data& data : rows)
      ids.push_back(data.id);
    must(workspace_->vectors().store_batch(datalake_, ids, drawn_vectors(ids.size()), {}));
  }
  set_search(datalake_, VisualSearchState::active);
}

void World::embed_shapes() {
  set_search(shapes_of(version_), VisualSearchState::activating);
  std::optional<std::uint32_t> next = 0;
  do {
    next = must(workspace_->database().write([&](Connection& c) { return store::add_pending_shapes(c, version_, *next, kChunk); })).next;
  } while (next);
  while (true) {
    std::vector<store::ShapeResult> results;
    must(workspace_->database().read([&](Connection& c) -> Result<void> {
      std::vector<std::uint32_t> numbers;
      for (const store::PendingShape& shape : TRY(store::next_pending_shapes(c, version_, 0, kChunk)))
        numbers.push_back(shape.row_number);
      for (const Shape& shape : TRY(store::shapes_by_row_number(c, version_, numbers)))
        results.push_back({.id = shape.id, .row_number = shape.row_number, .revision = shape.revision});
      return {};
    }));
    if (results.empty()) break;
    must(workspace_->vectors().store_batch(version_, results, drawn_vectors(results.size())));
  }
  set_search(shapes_of(version_), VisualSearchState::active);
}

void World::wait(JobId id) {
  const Job job = must(workspace_->jobs().wait(id, kPatienceMs));
  if (job.status == JobStatus::succeeded) return;
  std::fprintf(stderr, "the job %s ended as %s: %s\n", job.type.c_str(), std::string(to_string(job.status)).c_str(), job.message.c_str());
  std::exit(1);
}

void World::wait_until_idle() {
  for (const JobStatus status : {JobStatus::queued, JobStatus::running}) {
    jobs::JobFilter filter;
    filter.status = status;
    for (const Job& job : must(workspace_->jobs().list(workspace_->organization().id, filter)))
      wait(job.id);
  }
}

}  // namespace kindred::bench
