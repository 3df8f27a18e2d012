// A DatasetVersion's Annotations as files (COCO, YOLO, Pascal VOC; docs/annotations.md), with its pictures on request.
//
// Of each Asset the newest Annotation counts, as in the official service; an Asset without one is a picture without shapes. Everything is
// streamed, page by page of Assets, so that what is changed meanwhile may be in it or not.
// Thread-safety: free functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "annotations/files.h"
#include "annotations/report.h"
#include "base/stop_flag.h"
#include "model/annotation.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

// What pictures are called in the files.
enum class ExportKey { asset_id, data_id, filename, object_name };
std::optional<ExportKey> parse_export_key(std::string_view text);  // "ASSET_ID" …

struct ExportAnnotationFiles {
  std::string format;
  ExportKey key = ExportKey::filename;
  std::optional<std::vector<AssetId>> assets;  // nothing: all
  std::optional<AnnotationStatus> status;      // only Annotations of this one; others are as if they weren't there
  bool boxes_only = false;
  bool with_images = false;
};

// Names that a picture before has already get a number, where each picture needs a name of its own; that's told as `odd`.
Result<annotations::Report> export_annotation_files(Workspace& workspace, DatasetVersionId version, const ExportAnnotationFiles& what,
                                                    annotations::TargetFiles& files, const StopFlag& stop);

// Into the object storage, under a fresh name that is given back: one .json when the format and what is asked for is one file, else a .zip.
Result<std::string> export_to_object(Workspace& workspace, DatasetVersionId version, const ExportAnnotationFiles& what);

}  // namespace kindred::usecases
