// Annotation files (COCO, YOLO, Pascal VOC; docs/annotations.md) onto the Assets of a DatasetVersion, as a Job with a report.
//
// Each chunk of shapes is one transaction that also records how far the files are read, so a job that was interrupted goes on where it
// was: the files are read again and what is stored already is passed over. Who asks for the import is who drew the Annotations.
// Thread-safety: free functions, any thread; a StagedFile belongs to one thread.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/json.h"
#include "usecases/import_mode.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

struct ImportAnnotationFiles {
  std::filesystem::path files;        // a folder, a zip or one file, where it is when the job runs
  bool delete_afterwards = false;     // an upload of ours: gone when the job has ended
  std::optional<std::string> format;  // nothing: guessed from the names of the files
  ImportMode on_existing = ImportMode::concatenate;
  bool all_or_nothing = false;  // whatever can't be imported, of the shapes or of the pictures, keeps everything out
  bool make_labels = true;      // otherwise shapes of Labels that the version has not are refused
};

inline constexpr std::string_view kImportAnnotationsJob = "import_annotations";
// `invalid` for an unknown format.
Result<JobId> import_annotation_files(Workspace& workspace, const Caller& caller, DatasetVersionId version,
                                      const ImportAnnotationFiles& what);
Result<std::string> run_import_annotations(Workspace& workspace, jobs::Context& job);

// What an import's job found so far, as a JSON object: counts, and of each kind of problem the first examples with their place. It's complete
// when the job has ended. `not_found` when the job is no import.
Result<json::object> import_report(Workspace& workspace, const Caller& caller, JobId job);

// An upload on its way to an import, in the data folder's imports/. Removed when it's not kept.
class StagedFile {
 public:
  static constexpr std::uint64_t kMaxBytes = 4ULL << 30;

  // `filename` as the sender calls it; only ".xml" matters, a zip is known by its bytes.
  static Result<StagedFile> begin(Workspace& workspace, std::string_view filename);
  StagedFile(StagedFile&& other) noexcept = default;
  ~StagedFile();
  // `too_large` beyond kMaxBytes.
  Result<void> write(std::span<const std::uint8_t> bytes);
  // On the disk when this returns; from now on somebody else removes it.
  Result<std::filesystem::path> keep();

 private:
  StagedFile(std::filesystem::path path, FileDescriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  std::filesystem::path path_;
  FileDescriptor file_;
  std::uint64_t bytes_ = 0;
};

}  // namespace kindred::usecases
