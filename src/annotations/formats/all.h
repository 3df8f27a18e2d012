// What each file of this folder gives to the table in formats.cpp.
#pragma once

#include "annotations/formats.h"

namespace kindred::annotations {

Result<void> read_coco(SourceFiles& files, Sink& sink, Report& report);
std::unique_ptr<Writer> make_coco_writer(TargetFiles& files, Report& report, const WriteOptions& options);
bool looks_like_coco(const std::vector<std::string>& names);

Result<void> read_yolo(SourceFiles& files, Sink& sink, Report& report);
std::unique_ptr<Writer> make_yolo_writer(TargetFiles& files, Report& report, const WriteOptions& options);
bool looks_like_yolo(const std::vector<std::string>& names);

Result<void> read_pascal_voc(SourceFiles& files, Sink& sink, Report& report);
std::unique_ptr<Writer> make_pascal_voc_writer(TargetFiles& files, Report& report, const WriteOptions& options);
bool looks_like_pascal_voc(const std::vector<std::string>& names);

}  // namespace kindred::annotations
