// How fast do image files become stored vectors, what bounds it, how near to the bound are we, and what does PyTorch open_clip do?
// A seeded ViT-B-16; everything is measured in this run, interleaved, and medians are printed. docs/performance.md says how to read it.
//
// Usage: bench_embed [--files FOLDER] [--images N] [--large N] [--rounds N]
// --files: pictures to use instead of drawn ones of 640x480. KINDRED_PEER_PYTHON: a Python that has torch and open_clip.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "base/npy.h"
#include "base/testing/temp_folder.h"
#include "demo/demo_set.h"
#include "embed/backends.h"
#include "embed/seeded_checkpoint.h"
#include "embedding/line.h"
#include "embedding/parity.h"
#include "embedding/peer.h"
#include "embedding/photographs.h"
#include "embedding/stages.h"
#include "images/decode.h"
#include "support/measure.h"
#include "usecases/demo_model.h"
#include "usecases/model_registry.h"

namespace {

using namespace kindred;
using bench::Usage;
using Paths = std::vector<std::filesystem::path>;

constexpr std::string_view kViTB16 = R"({"model_cfg": {"embed_dim": 512,
  "vision_cfg": {"image_size": 224, "layers": 12, "width": 768, "patch_size": 16},
  "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 512, "heads": 8, "layers": 12}}})";
constexpr const char* kKey = "seeded||ViT-B-16";

struct Options {
  std::string files;
  std::size_t images = 256;
  std::size_t large = 24;
  int rounds = 3;
};

// What repeated rounds gave, an image each.
struct Rates {
  std::vector<double> wall;
  std::vector<double> cpu;
  void add(const Usage& usage) {
    wall.push_back(usage.wall);
    cpu.push_back(usage.cpu);
  }
  [[nodiscard]] double per_second() const { return wall.empty() ? 0 : 1 / bench::median(wall); }
  [[nodiscard]] double core_seconds() const { return bench::median(cpu); }
  [[nodiscard]] double busy_cores() const { return core_seconds() * per_second(); }
};

double cores() { return static_cast<double>(usable_cpus()); }
double ms(double seconds) { return seconds * 1e3; }

void print_rates(const char* what, const Rates& rates) {
  std::printf("  %-44s %7.2f images/s  %7.2f core-ms each  on %.2f cores\n", what, rates.per_second(), ms(rates.core_seconds()),
              rates.busy_cores());
}

// One precision of our line, with what is needed to judge it.
struct Measured {
  bench::StageCosts stages;
  Rates store;
  Rates tensors;
  Rates line;
  [[nodiscard]] double sum() const { return stages.sum() + store.core_seconds() + tensors.core_seconds(); }
  [[nodiscard]] double bound() const { return cores() / sum(); }
};

void print_measured(const char* precision, const Measured& m) {
  std::printf("\n%s, core-ms an image: read %.2f + decode %.2f + thumbnail %.2f + preprocess %.2f + inference %.2f + store %.2f = %.2f\n",
              precision, ms(m.stages.read), ms(m.stages.decode), ms(m.stages.thumbnail), ms(m.stages.preprocess),
              ms(m.tensors.core_seconds()), ms(m.store.core_seconds()), ms(m.sum()));
  print_rates("files on disk to stored vectors", m.line);
  print_rates("the same graph on tensors in memory", m.tensors);
  std::printf(
      "  bound: %.0f cores / the sum = %.2f images/s; ratio to it %.3f by the clock, %.3f by CPU time; ratio to tensors alone %.3f\n",
      cores(), m.bound(), m.line.per_second() / m.bound(), m.sum() / m.line.core_seconds(), m.line.per_second() / m.tensors.per_second());
}

// --- Photographs of one size ------------------------------------------------------------------------------------------------------------

struct Peers {
  Rates files;
  Rates tensors;
};

class Bench {
 public:
  Bench(Options options, std::unique_ptr<bench::Peer> peer) : options_(std::move(options)), peer_(std::move(peer)) {}

  Result<void> run() {
    std::printf("machine: %s\n", bench::machine().c_str());
    TRY(embed::write_seeded_checkpoint(folder_ / "checkpoint", kViTB16));
    TRY(usecases::ModelRegistry(folder_ / "models", {}).add(folder_ / "checkpoint", kKey));
    if (peer_)
      std::printf("peer: %s, %.0f threads, batches of 16, a loader process for each thread\n",
                  TRY(peer_->load(folder_ / "checkpoint")).c_str(), cores());
    TRY(ordinary());
    TRY(large());
    return parities();
  }

 private:
  Result<bench::Line> open_line(const std::string& name, const std::filesystem::path& pictures, embed::Precision precision,
                                bool fast_decode) {
    return bench::Line::open({folder_ / name, pictures, folder_ / "models", kKey, precision, fast_decode});
  }

  static Result<void> round(bench::Line& line, std::size_t batches, Measured& into) {
    into.tensors.add(TRY(line.embed_tensors(batches)));
    into.line.add(TRY(line.embed_all()));
    into.store.add(TRY(line.store_all()));
    return {};
  }

  Result<void> ordinary() {
    std::filesystem::path pictures = options_.files;
    if (pictures.empty()) {
      pictures = folder_ / "640x480";
      TRY(bench::write_photographs(pictures, options_.images, {640, 480}));
    }
    const Paths paths = files_in(pictures);
    describe(options_.files.empty() ? "drawn JPEG files of 640x480" : options_.files.c_str(), paths);
    Measured bf16;
    Measured fp32;
    bench::Line bf16_line = TRY(open_line("bf16", pictures, embed::Precision::bf16, false));
    bench::Line fp32_line = TRY(open_line("fp32", pictures, embed::Precision::fp32, false));
    bf16.stages = fp32.stages = TRY(bench::measure_stages(paths, bf16_line.embedder(), 0, folder_ / "scratch", options_.rounds));
    const Paths few(paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(paths.size(), 64)));
    Peers peer_bf16;
    Peers peer_fp32;
    for (int i = 0; i < options_.rounds; ++i) {
      TRY(round(bf16_line, 10, bf16));
      TRY(peer_round(few, "bf16", peer_bf16));
      TRY(round(fp32_line, 5, fp32));
      TRY(peer_round(few, "fp32", peer_fp32));
    }
    print_measured("bf16", bf16);
    print_peer("bf16", peer_bf16, bf16);
    print_measured("fp32", fp32);
    print_peer("fp32", peer_fp32, fp32);
    return {};
  }

  Result<void> peer_round(const Paths& files, std::string_view precision, Peers& into) {
    if (!peer_) return {};
    into.files.add(TRY(peer_->embed(files, precision)));
    into.tensors.add(TRY(peer_->embed_tensors(files.size(), precision)));
    return {};
  }

  void print_peer(const char* precision, const Peers& peer, const Measured& ours) const {
    if (!peer_) return;
    print_rates(("PyTorch open_clip " + std::string(precision) + ", files to vectors").c_str(), peer.files);
    print_rates(("PyTorch open_clip " + std::string(precision) + ", tensors").c_str(), peer.tensors);
    std::printf("  ours / PyTorch: files %.2f by the clock, %.2f by CPU time; tensors %.2f, %.2f\n",
                ours.line.per_second() / peer.files.per_second(), peer.files.core_seconds() / ours.line.core_seconds(),
                ours.tensors.per_second() / peer.tensors.per_second(), peer.tensors.core_seconds() / ours.tensors.core_seconds());
  }

  static Paths files_in(const std::filesystem::path& folder) {
    Paths paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
      if (entry.is_regular_file()) paths.push_back(entry.path());
    std::ranges::sort(paths);
    return paths;
  }

  static void describe(const char* what, const Paths& paths) {
    std::uintmax_t bytes = 0;
    for (const auto& path : paths)
      bytes += std::filesystem::file_size(path);
    std::printf("\n== %zu %s, %.0f kB each on average\n", paths.size(), what,
                static_cast<double>(bytes) / 1e3 / static_cast<double>(paths.size()));
  }

  // --- Photographs of 12 megapixels ------------------------------------------------------------------------------------------------------

  Result<void> large() {
    const std::filesystem::path pictures = folder_ / "4000x3000";
    const Paths paths = TRY(bench::write_photographs(pictures, options_.large, {4000, 3000}));
    describe("drawn JPEG files of 4000x3000", paths);
    Measured exact;
    Measured fast;
    bench::Line exact_line = TRY(open_line("exact", pictures, embed::Precision::bf16, false));
    bench::Line fast_line = TRY(open_line("fast", pictures, embed::Precision::bf16, true));
    exact.stages = TRY(bench::measure_stages(paths, exact_line.embedder(), 0, folder_ / "scratch", options_.rounds));
    fast.stages =
        TRY(bench::measure_stages(paths, exact_line.embedder(), exact_line.model().image_size, folder_ / "scratch", options_.rounds));
    for (int i = 0; i < options_.rounds; ++i) {
      TRY(round(exact_line, 5, exact));
      TRY(round(fast_line, 5, fast));
    }
    print_measured("bf16, exact decode", exact);
    print_measured("bf16, fast decode", fast);
    return {};
  }

  // --- Parity ------------------------------------------------------------------------------------------------------------------------------

  static Result<std::vector<float>> embed_files(const std::filesystem::path& model, embed::Precision precision, const Paths& files) {
    const auto embedder =
        TRY(embed::open_model(model, {.key = "", .precision = precision, .threads = 0, .batch = 0, .streams = 0, .cache_folder = ""}));
    std::vector<std::uint8_t> pixels;
    for (const auto& path : files) {
      const MappedFile file = TRY(MappedFile::open(path));
      const embed::Pixels one = TRY(embedder->preprocess(TRY(images::decode(file.bytes()))));
      pixels.insert(pixels.end(), one.begin(), one.end());
    }
    return embedder->embed_images(pixels, files.size());
  }

  Result<void> compare(const char* what, const std::filesystem::path& model, const Paths& files) {
    const std::vector<float> fp32 = TRY(embed_files(model, embed::Precision::fp32, files));
    const std::vector<float> bf16 = TRY(embed_files(model, embed::Precision::bf16, files));
    const std::size_t columns = fp32.size() / files.size();
    std::printf("\n== %s: centred cosines and shared neighbours\n", what);
    print_parity("our bf16 to our fp32", bench::parity(fp32, bf16, columns));
    if (!peer_) return {};
    TRY(peer_->load(model));
    TRY(peer_->embed(files, "fp32", folder_ / "peer.npy"));
    const NpyArray reference = TRY(read_npy(folder_ / "peer.npy"));
    print_parity("our fp32 to PyTorch fp32", bench::parity(reference.values, fp32, columns));
    print_parity("our bf16 to PyTorch fp32", bench::parity(reference.values, bf16, columns));
    TRY(peer_->embed(files, "bf16", folder_ / "peer.npy"));
    const NpyArray peer_bf16 = TRY(read_npy(folder_ / "peer.npy"));
    print_parity("PyTorch bf16 to PyTorch fp32", bench::parity(reference.values, peer_bf16.values, columns));
    return {};
  }

  static void print_parity(const char* what, const bench::Parity& parity) {
    std::printf("  %-30s least %.6f, mean %.6f; overlap@10 %.4f\n", what, parity.least_cosine, parity.mean_cosine, parity.overlap_at_10);
  }

  Result<void> parities() {
    const std::filesystem::path npm = KINDRED_SOURCE_DIR "/scripts/npm-demo/node_modules";
    demo::DemoSetOptions set;
    set.emoji_pictures = npm / "@lobehub/fluent-emoji-3d/assets";
    set.emojibase = npm / "emojibase-data";
    set.folder = folder_ / "demo";
    set.singles = 700;
    if (!std::filesystem::exists(set.emoji_pictures)) {
      std::printf("\nNo demo pictures to compare vectors on: ./dev demo fetches what they are made of\n");
      return {};
    }
    TRY(demo::make_demo_set(set, StopFlag{}, [](std::int64_t, std::int64_t) {}));
    const Paths pictures = readable(files_in(set.folder / "pictures"));
    TRY(usecases::unpack_demo_model(folder_ / "demo-clip"));
    const std::string count = std::to_string(pictures.size());
    TRY(compare(("the trained demo model, " + count + " demo pictures").c_str(), folder_ / "demo-clip", pictures));
    const Paths few(pictures.begin(), pictures.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(pictures.size(), 128)));
    return compare(("the seeded ViT-B-16 (random weights), " + std::to_string(few.size()) + " demo pictures").c_str(),
                   folder_ / "checkpoint", few);
  }

  // The demo set plants corrupt files.
  static Paths readable(const Paths& paths) {
    Paths good;
    for (const auto& path : paths) {
      const Result<MappedFile> file = MappedFile::open(path);
      if (file && images::decode(file->bytes())) good.push_back(path);
    }
    return good;
  }

  Options options_;
  std::unique_ptr<bench::Peer> peer_;
  kindred::testing::TempFolder folder_;
};

Result<void> run(const Options& options) { return Bench(options, TRY(bench::Peer::start())).run(); }

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Image files to stored vectors: how fast, and how near to what the machine can do");
  app.add_option("--files", options.files, "A folder of pictures to use instead of drawn ones of 640x480");
  app.add_option("--images", options.images, "How many pictures of 640x480 to draw");
  app.add_option("--large", options.large, "How many pictures of 4000x3000 to draw");
  app.add_option("--rounds", options.rounds, "Medians are over this many");
  CLI11_PARSE(app, argc, argv);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  if (const Result<void> done = run(options); !done) {
    std::fprintf(stderr, "bench_embed: %s %s\n", done.error().message.c_str(), done.error().detail.c_str());
    return 1;
  }
  return 0;
}
