// For fuzzers of formats: what was read from any bytes, written and read once more, is the same shapes.
#pragma once

#include <cstdlib>
#include <map>
#include <string>

#include "annotations/collect_for_test.h"

namespace kindred::annotations {

// Files are in the input one after the other, each behind a line "=== NAME"; without one they are `only_name`.
inline std::map<std::string, std::string> files_in(std::string_view input, const std::string& only_name) {
  constexpr std::string_view kMark = "=== ";
  std::map<std::string, std::string> files;
  std::string name = only_name;
  while (!input.empty()) {
    const std::size_t end = std::min(input.find('\n'), input.size() - 1) + 1;
    const std::string_view line = input.substr(0, end);
    input.remove_prefix(end);
    if (line.starts_with(kMark) && line.ends_with('\n')) {
      name = line.substr(kMark.size(), line.size() - kMark.size() - 1);
    } else {
      files[name] += line;
    }
  }
  return files;
}

inline void read_write_read(const Format& format, const std::map<std::string, std::string>& input) {
  MemoryFiles files(input, 1 + input.size() % 7 * 100);
  Report report;
  Collected first;
  if (!format.read(files, first, report) || first.pictures.empty()) return;  // of nothing, Pascal VOC writes no file
  MemoryFiles written;
  Report lost;
  // Fails for names that can't be written, and twice the same.
  if (!write_collected(format, first, written, lost) || lost.count(ProblemKind::lost) > 0) return;
  MemoryFiles source(written.files());
  Collected second;
  Report again;
  if (!format.read(source, second, again)) std::abort();
  if (!again.complete() || again.shapes != lost.shapes || again.pictures != lost.pictures) std::abort();
  std::multimap<std::string, const std::vector<Shape>*> wanted;
  for (const auto& [picture, shapes] : first.pictures)
    wanted.emplace(picture.file_name, &shapes);
  for (const auto& [picture, shapes] : second.pictures) {
    const auto [begin, end] = wanted.equal_range(picture.file_name);
    const auto found = std::find_if(begin, end, [&](const auto& entry) { return *entry.second == shapes; });
    if (found == end) std::abort();
    wanted.erase(found);
  }
}

}  // namespace kindred::annotations
