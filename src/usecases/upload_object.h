// Bytes on their way into the object storage under an object name, before and after they become Data.
// Thread-safety: free functions, any thread; an ObjectUpload belongs to one thread.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/files.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

inline constexpr std::uint64_t kMaxObjectBytes = 2ULL << 30;

// A fresh name for a file: "<uuid>/<filename>", with `upload_dir` in front when it is given.
Result<std::string> new_object_name(std::string_view filename, std::string_view upload_dir);

class ObjectUpload {
 public:
  // Refuses names that a Data already uses (`conflict`) and malformed ones; `no_space` below WorkspaceOptions::min_free_bytes.
  static Result<ObjectUpload> begin(Workspace& workspace, ConnectorId connector, std::string object_name, std::string content_type);
  // `too_large` beyond kMaxObjectBytes.
  Result<void> write(std::span<const std::uint8_t> bytes);
  // The object and its name are on the disk when this returns.
  Result<objects::StoredObject> finish();

 private:
  ObjectUpload(Workspace& workspace, ConnectorId connector, std::string object_name, std::string content_type,
               std::unique_ptr<objects::Incoming> incoming)
      : workspace_(&workspace),
        connector_(connector),
        object_name_(std::move(object_name)),
        content_type_(std::move(content_type)),
        incoming_(std::move(incoming)) {}

  Workspace* workspace_;
  ConnectorId connector_;
  std::string object_name_;
  std::string content_type_;
  std::unique_ptr<objects::Incoming> incoming_;
  std::uint64_t received_ = 0;
};

struct OpenedObject {
  MappedFile file;
  std::string sha256;
  std::string content_type;
};
Result<OpenedObject> open_object(Workspace& workspace, ConnectorId connector, std::string_view object_name);

}  // namespace kindred::usecases
