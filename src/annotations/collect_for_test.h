// For tests: keeps all that a format reads, grouped by picture; and files that live in memory.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "annotations/formats.h"

namespace kindred::annotations {

struct Collected : Sink {
  std::vector<Label> label_list;
  std::vector<std::pair<Picture, std::vector<Shape>>> pictures;
  std::map<std::string, Size> known_sizes;  // by the name as the file has it; others are what the file says
  std::string unwanted;                     // the name of a picture whose shapes aren't

  Result<void> labels(std::span<const Label> labels) override {
    label_list.assign(labels.begin(), labels.end());
    return {};
  }
  Result<std::optional<Size>> picture(const Picture& picture) override {
    pictures.emplace_back(picture, std::vector<Shape>());
    if (picture.file_name == unwanted) return std::optional<Size>{};
    const auto known = known_sizes.find(picture.file_name);
    return std::optional(known == known_sizes.end() ? picture.size : known->second);
  }
  Result<void> shape(std::uint64_t picture, Shape shape) override {
    pictures.at(picture).second.push_back(std::move(shape));
    return {};
  }
};

// Gives its bytes `piece` at a time.
class MemoryReader : public ByteReader {
 public:
  explicit MemoryReader(std::string_view bytes, std::size_t piece = SIZE_MAX) : rest_(bytes), piece_(piece) {}
  Result<std::size_t> read(std::span<char> out) override {
    const std::size_t count = std::min({out.size(), rest_.size(), piece_});
    std::copy_n(rest_.begin(), count, out.begin());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
  std::size_t piece_;
};

class MemoryFiles : public SourceFiles, public TargetFiles {
 public:
  MemoryFiles() = default;
  explicit MemoryFiles(std::map<std::string, std::string> files, std::size_t piece = SIZE_MAX) : files_(std::move(files)), piece_(piece) {
    for (const auto& [name, bytes] : files_)
      names_.push_back(name);
  }

  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }
  Result<void> for_each(const Wanted& wanted, const Visit& visit) override {
    for (const auto& [name, bytes] : files_) {
      if (!wanted(name)) continue;
      MemoryReader reader(bytes, piece_);
      TRY(visit(name, reader));
    }
    return {};
  }

  Result<void> begin(std::string_view name) override {
    TRY(check_file_name(name));
    if (files_.contains(std::string(name))) return conflict("There are two files with the name '" + std::string(name) + "'");
    names_.emplace_back(name);
    open_ = &files_[std::string(name)];
    return {};
  }
  Result<void> write(std::string_view bytes) override {
    open_->append(bytes);
    return {};
  }
  Result<void> end() override { return {}; }
  Result<void> finish() override { return {}; }

  [[nodiscard]] const std::map<std::string, std::string>& files() const { return files_; }

 private:
  std::map<std::string, std::string> files_;
  std::vector<std::string> names_;
  std::string* open_ = nullptr;
  std::size_t piece_ = SIZE_MAX;
};

inline Result<void> write_collected(const Format& format, const Collected& what, TargetFiles& files, Report& report,
                                    const WriteOptions& options = {}) {
  const auto writer = format.make_writer(files, report, options);
  TRY(writer->labels(what.label_list));
  for (const auto& [picture, shapes] : what.pictures)
    TRY(writer->picture(picture, shapes));
  TRY(writer->finish());
  return files.finish();
}

}  // namespace kindred::annotations
