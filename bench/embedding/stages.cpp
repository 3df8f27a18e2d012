#include "embedding/stages.h"

#include <optional>
#include <string>

#include "images/decode.h"
#include "usecases/thumbnails.h"

namespace kindred::bench {
namespace {

// So that memory stays bounded with large pictures.
constexpr std::size_t kImagesAtOnce = 16;

// Reads a byte of each page, as a decoder would; the sum keeps the loop from being left out.
unsigned touch(const MappedFile& file) {
  constexpr std::size_t kPage = 4096;
  unsigned sum = 0;
  for (std::size_t at = 0; at < file.bytes().size(); at += kPage)
    sum += file.bytes()[at];
  return sum;
}

struct Slot {
  std::optional<Error> error;
  std::optional<MappedFile> file;
  std::optional<images::Image> image;
  unsigned touched = 0;

  template <typename T>
  std::optional<T> keep(Result<T> result) {
    if (result) return *std::move(result);
    error = std::move(result).error();
    return std::nullopt;
  }
};

class Stages {
 public:
  Stages(const embed::Embedder& embedder, int fast_shorter_side, const std::filesystem::path& scratch)
      : embedder_(embedder), thumbnails_(scratch) {
    decoding_.fast_shorter_side = fast_shorter_side;
  }

  Result<StageCosts> run(std::span<const std::filesystem::path> files) {
    std::vector<Slot> slots(files.size());
    StageCosts costs;
    const auto stage = [&](double& cost, const auto& work) -> Result<void> {
      const Usage usage = measure([&] { on_all_cores(slots.size(), [&](std::size_t i) { work(slots[i], files[i]); }); });
      for (const Slot& slot : slots)
        if (slot.error) return *slot.error;
      cost = usage.cpu;
      return {};
    };
    TRY(stage(costs.read, [](Slot& slot, const auto& path) {
      slot.file = slot.keep(MappedFile::open(path));
      if (slot.file) slot.touched = touch(*slot.file);
    }));
    TRY(stage(costs.decode, [this](Slot& slot, const auto&) { slot.image = slot.keep(images::decode(slot.file->bytes(), decoding_)); }));
    TRY(stage(costs.thumbnail, [this](Slot& slot, const auto& path) {
      // Beginning with two letters, as the hash of a content does.
      if (auto made = thumbnails_.make(path.stem().string(), usecases::Thumbnails::kGridSize, *slot.image); !made)
        slot.error = made.error();
    }));
    TRY(stage(costs.preprocess, [this](Slot& slot, const auto&) { slot.keep(embedder_.preprocess(*std::move(slot.image))); }));
    return costs;
  }

 private:
  const embed::Embedder& embedder_;
  usecases::Thumbnails thumbnails_;
  images::DecodeOptions decoding_;
};

}  // namespace

Result<StageCosts> measure_stages(const std::vector<std::filesystem::path>& files, const embed::Embedder& embedder, int fast_shorter_side,
                                  const std::filesystem::path& scratch, int rounds) {
  std::vector<double> read;
  std::vector<double> decode;
  std::vector<double> thumbnail;
  std::vector<double> preprocess;
  for (int round = 0; round < rounds; ++round) {
    StageCosts sum;
    for (std::size_t first = 0; first < files.size(); first += kImagesAtOnce) {
      const auto some = std::span(files).subspan(first, std::min(kImagesAtOnce, files.size() - first));
      const StageCosts costs = TRY(Stages(embedder, fast_shorter_side, scratch).run(some));
      sum.read += costs.read;
      sum.decode += costs.decode;
      sum.thumbnail += costs.thumbnail;
      sum.preprocess += costs.preprocess;
    }
    const auto count = static_cast<double>(files.size());
    read.push_back(sum.read / count);
    decode.push_back(sum.decode / count);
    thumbnail.push_back(sum.thumbnail / count);
    preprocess.push_back(sum.preprocess / count);
  }
  return StageCosts{median(read), median(decode), median(thumbnail), median(preprocess)};
}

}  // namespace kindred::bench
