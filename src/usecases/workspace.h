// An opened data folder: the parts that the verbs of this module work with. One process at a time holds a folder.
//
//   LOCK              held by the process that has it open
//   kindred.sqlite    rows: the truth about everything but the bytes
//   objects/          image files by content hash
//   vectors/          one append-only file a collection (docs/vector-files.md)
//   maps/             the points of maps, one file each (docs/map-points.md)
//   thumbnails/       a cache
//   models/           registered models (model_registry.h)
//   cache/            compiled graphs
//
// Thread-safety: all members, any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "embed/embedder.h"
#include "images/picture_decoder.h"
#include "jobs/queue.h"
#include "model/organization.h"
#include "objects/object_storage.h"
#include "selection/row_cache.h"
#include "store/database.h"
#include "usecases/caller.h"
#include "usecases/map_files.h"
#include "usecases/map_views.h"
#include "usecases/model_registry.h"
#include "usecases/query_images.h"
#include "usecases/thumbnails.h"
#include "usecases/vector_collections.h"
#include "usecases/vector_settings.h"
#include "usecases/version_members.h"

namespace kindred::usecases {

struct WorkspaceOptions {
  std::filesystem::path folder;
  embed::EmbedderOptions embedder;
  VectorSettings vectors;          // what is not said is as it was recorded (vector_settings.h)
  std::size_t decode_threads = 0;  // 0: all usable CPUs
  bool fast_decode = false;        // JPEG DCT scaling when embedding: quicker, other pixels
  // Uploads are refused while the disk has less than this free, so that the database always has room to go on.
  std::uint64_t min_free_bytes = 512ULL << 20;
  std::uint64_t max_pixels = 178'956'970;  // larger pictures are refused (decompression bombs)
  // What starts a child process that decodes (images/picture_decoder.h); nothing: pictures are decoded in this process.
  std::vector<std::string> decoder_command;
};

class Workspace {
 public:
  // Makes the folder and its first organization, Datalake and admin when they are not there. `conflict` when another process holds the folder.
  static Result<std::unique_ptr<Workspace>> open(const WorkspaceOptions& options);
  // Rows only, beside a server that may hold the folder: tokens can be made and jobs looked at. objects(), models(), vectors(),
  // thumbnails(), pictures(), map_files(), map_views() and start_jobs() are not to be used. `not_found` when there is no workspace in the folder.
  static Result<std::unique_ptr<Workspace>> open_rows(const std::filesystem::path& folder);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  // Lets queued jobs run, interrupted ones go on. These two belong to one thread; calling either again does nothing.
  Result<void> start_jobs();
  // Stops jobs between two batches; they stay queued. Called by the destructor too.
  void stop_jobs();

  [[nodiscard]] const WorkspaceOptions& options() const { return options_; }
  store::Database& database() { return *database_; }
  objects::ObjectStorage& objects() { return *objects_; }
  jobs::Queue& jobs() { return *jobs_; }
  ModelRegistry& models() { return *models_; }
  VectorCollections& vectors() { return *vectors_; }
  Thumbnails& thumbnails() { return *thumbnails_; }
  // For every foreign picture: a decoder that crashes must not take the server with it.
  images::PictureDecoder& pictures() { return *pictures_; }
  VersionMembersCache& version_members() { return *version_members_; }
  selection::RowCache& rows() { return *rows_; }
  MapFiles& map_files() { return *map_files_; }
  MapViews& map_views() { return *map_views_; }
  QueryImages& query_images() { return query_images_; }
  [[nodiscard]] const Organization& organization() const { return organization_; }
  // Signs upload and download addresses; made once for each folder.
  [[nodiscard]] const std::string& signing_key() const { return signing_key_; }
  // The first admin: whoever runs the command line on this folder.
  [[nodiscard]] const Caller& owner() const { return owner_; }

 private:
  Workspace() = default;
  Result<void> prepare_rows();

  WorkspaceOptions options_;
  FileDescriptor lock_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<objects::ObjectStorage> objects_;
  std::unique_ptr<ModelRegistry> models_;
  std::unique_ptr<VectorCollections> vectors_;
  std::unique_ptr<Thumbnails> thumbnails_;
  std::unique_ptr<images::PictureDecoder> pictures_;
  std::unique_ptr<VersionMembersCache> version_members_;
  std::unique_ptr<selection::RowCache> rows_;
  std::unique_ptr<MapFiles> map_files_;
  std::unique_ptr<MapViews> map_views_;
  QueryImages query_images_;
  std::unique_ptr<jobs::Queue> jobs_;  // last: its workers use all of the above
  bool jobs_running_ = false;
  Organization organization_;
  Caller owner_;
  std::string signing_key_;
};

}  // namespace kindred::usecases
