// How quickly and in how much memory are annotation files read? A COCO file of boxes, its images before or behind its annotations, is
// written, then read to a sink that only counts; the peak is of the whole process.
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "annotations/formats.h"
#include "support/measure.h"

namespace {

using namespace kindred;
using namespace kindred::annotations;

constexpr int kBoxesOfAPicture = 10;

struct Counting : Sink {
  std::int64_t shapes = 0;
  Result<void> labels(std::span<const Label>) override { return {}; }
  Result<std::optional<Size>> picture(const Picture& picture) override { return std::optional(picture.size); }
  Result<void> shape(std::uint64_t, Shape) override {
    ++shapes;
    return {};
  }
};

double peak_mebibytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void exit_on(const Result<void>& result) {
  if (result) return;
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}

// As large as real ones: eleven digits a coordinate.
Result<void> write(const Format& format, TargetFiles& target, std::int64_t boxes) {
  Report report;
  const auto writer = format.make_writer(target, report, {});
  std::vector<Label> labels;
  for (int i = 0; i < 80; ++i)
    labels.push_back({.name = "label " + std::to_string(i), .group = "group", .vertices = {}});
  TRY(writer->labels(labels));
  std::uint64_t random = 1;
  const auto next = [&](double limit) {
    random = random * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>(random >> 40) / static_cast<double>(1 << 24) * limit;
  };
  std::vector<Shape> shapes(kBoxesOfAPicture);
  for (std::int64_t picture = 0; picture * kBoxesOfAPicture < boxes; ++picture) {
    for (Shape& shape : shapes) {
      shape.label = labels[static_cast<std::size_t>(next(80))].name;
      shape.geometry = Box{next(500), next(400), 1 + next(100), 1 + next(100)};
    }
    TRY(writer->picture({"images/picture_" + std::to_string(picture) + ".jpg", {640, 480}, {}}, shapes));
  }
  TRY(writer->finish());
  return target.finish();
}

Result<void> run(const Format& format, const std::filesystem::path& folder, std::int64_t boxes) {
  const std::filesystem::path path = folder / std::string(format.name);
  const auto target = TRY(make_folder(path));
  TRY(write(format, *target, boxes));
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  const double before = peak_mebibytes();
  const StopFlag stop;
  Report report;
  Counting sink;
  const auto usage = bench::measure([&] {
    const auto files = open_files(path, stop, report);
    exit_on(files ? format.read(**files, sink, report) : Result<void>(files.error()));
  });
  std::printf(
      "%-10s %9lld shapes, %7.1f MB: read in %6.2f s (%.2f core-seconds), %.0f shapes/s; peak %.0f MiB of memory (%.0f before), %lld "
      "problems\n",
      std::string(format.name).c_str(), static_cast<long long>(sink.shapes), static_cast<double>(bytes) / 1e6, usage.wall, usage.cpu,
      static_cast<double>(sink.shapes) / usage.wall, peak_mebibytes(), before,
      static_cast<long long>(report.count(ProblemKind::unreadable)) + static_cast<long long>(report.count(ProblemKind::refused)));
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t boxes = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  std::printf("%s\n", bench::machine().c_str());
  std::string folder = (std::filesystem::temp_directory_path() / "kindred-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  // Formats of one file a picture get a tenth: it's the files that cost there.
  for (const Format& format : formats())
    exit_on(run(format, folder, format.name == "coco" ? boxes : boxes / 10));
  std::filesystem::remove_all(folder);
  return 0;
}
