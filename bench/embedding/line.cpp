#include "embedding/line.h"

#include <thread>
#include <vector>

#include "embed/seeded_checkpoint.h"
#include "usecases/browse.h"
#include "usecases/embed_pipeline.h"
#include "usecases/import_folder.h"
#include "usecases/visual_search.h"

namespace kindred::bench {
namespace {

constexpr std::int64_t kJobTimeoutMs = 3'600'000;

Usage each(Usage all, std::size_t count) { return {all.wall / static_cast<double>(count), all.cpu / static_cast<double>(count)}; }

}  // namespace

Result<Line> Line::open(const Options& options) {
  Line line;
  line.options_ = options;
  usecases::WorkspaceOptions workspace;
  workspace.folder = options.folder;
  workspace.embedder.precision = options.precision;
  workspace.fast_decode = options.fast_decode;
  std::filesystem::create_directories(options.folder / "models");
  std::filesystem::copy(options.models, options.folder / "models",
                        std::filesystem::copy_options::recursive | std::filesystem::copy_options::create_hard_links);
  line.workspace_ = TRY(usecases::Workspace::open(workspace));
  line.datalake_ = TRY(usecases::default_datalake(*line.workspace_, line.workspace_->owner())).id;
  const auto report = TRY(usecases::import_folder(*line.workspace_, line.workspace_->owner(), line.datalake_,
                                                  {options.pictures, "bench", "v1"}, StopFlag{}, [](std::int64_t, std::int64_t) {}));
  line.pictures_ = static_cast<std::size_t>(report.imported);
  if (!report.problems.empty()) return invalid(report.problems.front());
  line.model_ = TRY(line.workspace_->models().open(options.model_key));
  TRY(line.workspace_->start_jobs());
  TRY(line.embed_tensors(1));
  return line;
}

// As if it had never been embedded; thumbnails are made again too.
Result<void> Line::make_ready() {
  const auto now = TRY(usecases::visual_search_of(*workspace_, datalake_));
  if (now.search.state != VisualSearchState::inactive) TRY(usecases::deactivate_datalake(*workspace_, workspace_->owner(), datalake_));
  std::filesystem::remove_all(options_.folder / "thumbnails");
  return {};
}

Result<Usage> Line::embed_all() {
  TRY(make_ready());
  Result<void> outcome;
  const Usage usage = measure([&] {
    outcome = [&]() -> Result<void> {
      const JobId id = TRY(usecases::activate_datalake(*workspace_, workspace_->owner(), datalake_, options_.model_key));
      const Job job = TRY(workspace_->jobs().wait(id, kJobTimeoutMs));
      if (job.status != JobStatus::succeeded)
        return internal_error("The job ended as " + std::string(to_string(job.status)) + ": " + job.message);
      return {};
    }();
  });
  TRY(std::move(outcome));
  const auto counts = TRY(usecases::visual_search_of(*workspace_, datalake_)).counts;
  if (counts.done != static_cast<std::int64_t>(pictures_))
    return internal_error("Only " + std::to_string(counts.done) + " pictures were embedded");
  return each(usage, pictures_);
}

Result<Usage> Line::embed_tensors(std::size_t batches) {
  const std::size_t batch = model_->info().batch;
  const std::size_t streams = model_->info().streams;
  const std::vector<std::uint8_t> pixels = embed::seeded_pictures(batch, static_cast<std::size_t>(model_->info().image_size));
  std::vector<Result<void>> outcomes(streams);
  const Usage usage = measure([&] {
    std::vector<std::jthread> threads;
    for (Result<void>& outcome : outcomes) {
      threads.emplace_back([&] {
        lower_this_threads_priority();  // as the line's are
        for (std::size_t i = 0; i < batches && outcome; ++i) {
          if (auto vectors = model_->embed_images(pixels, batch); !vectors) outcome = vectors.error();
        }
      });
    }
  });
  for (Result<void>& outcome : outcomes)
    TRY(std::move(outcome));
  return each(usage, batch * streams * batches);
}

Result<Usage> Line::store_all() {
  const std::size_t batch = usecases::PipelineOptions{}.store_batch;
  const auto dimension = static_cast<std::size_t>(model_->info().dimension);
  const std::vector<float> vectors(batch * dimension, 0.05F);
  usecases::PageRequest request;
  request.limit = batch;
  Result<void> outcome;
  std::size_t stored = 0;
  // Vectors that are replaced cost what new ones do.
  const Usage usage = measure([&] {
    outcome = [&]() -> Result<void> {
      for (std::size_t first = 0; first < pictures_; first += batch) {
        request.offset = first;
        const auto ids = TRY(usecases::list_data_ids(*workspace_, datalake_, {}, request)).page.items;
        TRY(workspace_->vectors().store_batch(datalake_, ids, std::span(vectors).first(ids.size() * dimension), {}));
        TRY(usecases::visual_search_of(*workspace_, datalake_));
        stored += ids.size();
      }
      return {};
    }();
  });
  TRY(std::move(outcome));
  return each(usage, std::max<std::size_t>(stored, 1));
}

}  // namespace kindred::bench
