// Any bytes as the files of a YOLO dataset, whose pictures are all of one size: read without a step outside; what is read can be written.
// Equality is for formats_laws_test.cpp: fractions of foreign files lie anywhere, and only those of pixels come back the same.
#include <cstdlib>

#include "annotations/fuzz_format_for_test.h"

namespace {

using namespace kindred;
using namespace kindred::annotations;

struct OneSize : Collected {
  Result<std::optional<Size>> picture(const Picture& picture) override {
    pictures.emplace_back(picture, std::vector<Shape>());
    pictures.back().first.size = {640, 480};
    return std::optional(Size{640, 480});
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Format& format = **find_format("yolo");
  MemoryFiles files(files_in({reinterpret_cast<const char*>(data), size}, "data.yaml"));
  Report report;
  OneSize read;
  if (!format.read(files, read, report)) return 0;
  MemoryFiles written;
  Report lost;
  if (!write_collected(format, read, written, lost)) return 0;
  MemoryFiles source(written.files());
  OneSize again;
  Report second;
  if (!format.read(source, again, second) || second.count(ProblemKind::unreadable) > 0) std::abort();
  return 0;
}
