// kindred embed: vectors of files or texts, for scripts and parity checks. Needs no data folder.
#include <cstdio>
#include <mutex>

#include "base/files.h"
#include "base/json.h"
#include "base/npy.h"
#include "cli/commands.h"
#include "cli/model_argument.h"
#include "cli/progress_bar.h"
#include "images/decode.h"
#include "usecases/embed_pipeline.h"

namespace kindred::cli {
namespace {

class EmbedCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "embed"; }
  [[nodiscard]] std::string_view summary() const override { return "Write the embeddings of images or texts as a NumPy file"; }
  [[nodiscard]] std::string_view example() const override {
    return "kindred embed --model ./ViT-B-16 --out vectors.npy photos/*.jpg\n  kindred embed --model ./ViT-B-16 --texts texts.json --out "
           "texts.npy";
  }

  void declare(Arguments& arguments) override {
    model_.declare(arguments);
    arguments.option("--out", out_, "The .npy file to write: float32, one row of unit length for each input, in input order", true);
    arguments.option("--texts", texts_, "A JSON array of strings to embed instead of images");
    arguments.option("--max-pixels", max_pixels_, "Larger pictures are refused");
    arguments.flag("--fast-decode", fast_decode_, "Let JPEG files be scaled while they are decoded: quicker, slightly other pixels");
    arguments.positionals("FILE", files_, "Image files");
  }

  Result<int> run() override {
    if (texts_.empty() == files_.empty()) return invalid("Give either image files or --texts texts.json");
    const std::shared_ptr<embed::Embedder> embedder = TRY(model_.open());
    return texts_.empty() ? embed_files(*embedder) : embed_texts(*embedder);
  }

 private:
  Result<int> embed_texts(embed::Embedder& embedder) {
    const std::vector<std::string> texts = TRY(read_texts(texts_));
    const std::vector<float> vectors = TRY(embedder.embed_texts(texts));
    TRY(write_npy(out_, vectors, texts.size(), static_cast<std::size_t>(embedder.info().dimension)));
    return 0;
  }

  Result<embed::Pixels> prepare(embed::Embedder& embedder, const std::string& file) const {
    const MappedFile bytes = TRY(MappedFile::open(file));
    images::DecodeOptions options;
    options.max_pixels = static_cast<std::uint64_t>(max_pixels_);
    if (fast_decode_) options.fast_shorter_side = embedder.info().image_size;
    return embedder.preprocess(TRY(images::decode(bytes.bytes(), options)));
  }

  Result<int> embed_files(embed::Embedder& embedder) {
    const auto dimension = static_cast<std::size_t>(embedder.info().dimension);
    std::vector<float> rows(files_.size() * dimension);
    std::size_t next_file = 0;
    const auto next = [&]() -> Result<std::optional<usecases::PipelineItem>> {
      if (next_file == files_.size()) return std::optional<usecases::PipelineItem>{};
      const std::size_t index = next_file++;
      return std::optional(usecases::single_vector(index, [this, &embedder, index] { return prepare(embedder, files_[index]); }));
    };
    std::int64_t handled = 0;
    std::int64_t failures = 0;
    ProgressBar bar("Embedding");
    const auto store = [&](const usecases::EmbeddedBatch& batch) -> Result<void> {
      for (std::size_t i = 0; i < batch.done.size(); ++i) {
        std::copy_n(batch.vectors.begin() + static_cast<std::ptrdiff_t>(i * dimension), dimension,
                    rows.begin() + static_cast<std::ptrdiff_t>(batch.done[i] * dimension));
      }
      for (const auto& failed : batch.failed) {
        std::fprintf(stderr, "kindred: '%s': %s\n", files_[failed.key].c_str(), failed.error.message.c_str());
      }
      failures += static_cast<std::int64_t>(batch.failed.size());
      handled += static_cast<std::int64_t>(batch.size());
      bar.show(handled, static_cast<std::int64_t>(files_.size()));
      return {};
    };
    TRY(usecases::run_embed_pipeline(embedder, {}, next, store, StopFlag{}));
    if (failures > 0) {
      return invalid(
          std::to_string(failures) + " of " + std::to_string(files_.size()) + " files could not be embedded, so nothing was written",
          "Each is named above with its reason: leave them out, or mend them.");
    }
    TRY(write_npy(out_, rows, files_.size(), dimension));
    return 0;
  }

  ModelArgument model_;
  std::string out_;
  std::string texts_;
  std::int64_t max_pixels_ = static_cast<std::int64_t>(images::DecodeOptions{}.max_pixels);
  bool fast_decode_ = false;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<Command> make_embed_command() { return std::make_unique<EmbedCommand>(); }

}  // namespace kindred::cli
