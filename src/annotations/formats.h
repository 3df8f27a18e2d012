// The formats that annotations are read from and written to: one file in formats/ and one row in formats.cpp each.
// Thread-safety: a table of constants; reading and writing as files.h and annotation_file.h say.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "annotations/annotation_file.h"
#include "annotations/files.h"
#include "annotations/report.h"

namespace kindred::annotations {

struct WriteOptions {
  bool boxes_only = false;  // polygons and masks become their boxes
};

struct Format {
  std::string_view name;   // "pascal_voc"
  std::string_view title;  // "Pascal VOC"

  // Everything that the files hold, to `sink`; what is wrong with them goes to `report`, and the good part on. An Error is one of the sink's,
  // or that the reading was stopped, the disk failed, or there is nothing of this format in the files (`invalid`).
  Result<void> (*read)(SourceFiles& files, Sink& sink, Report& report);
  // Both must outlive the Writer.
  std::unique_ptr<Writer> (*make_writer)(TargetFiles& files, Report& report, const WriteOptions& options);
  // Whether files of these names are probably of this format.
  bool (*looks_like)(const std::vector<std::string>& names);

  // What it can say beside Labels and boxes. A Writer counts the rest as lost.
  bool polygons = false;
  bool several_parts = false;
  bool masks = false;
  bool points = false;
  bool classifications = false;
  bool keypoints = false;
  bool texts_and_attributes = false;
  bool splits = false;
  bool label_order = false;
};

std::span<const Format> formats();
// By name: "coco", "yolo", "pascal_voc" or "voc", in any case. `invalid` names those there are.
Result<const Format*> find_format(std::string_view name);
// The first that `names` look like. `invalid` when there is none.
Result<const Format*> guess_format(const std::vector<std::string>& names);

}  // namespace kindred::annotations
