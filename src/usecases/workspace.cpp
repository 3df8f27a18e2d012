#include "usecases/workspace.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/log.h"
#include "store/embeddings.h"
#include "store/organizations.h"
#include "store/users.h"
#include "usecases/job_types.h"
#include "usecases/projections.h"
#include "usecases/visual_search.h"
#include "vectors/qdrant/server.h"

namespace kindred::usecases {
namespace {

constexpr std::string_view kSigningKeySetting = "signing_key";
constexpr std::string_view kDefaultVectorBackend = "exact";
constexpr std::size_t kJobWorkers = 2;  // one embeds for hours, the other lets short jobs through

// An advisory lock that ends with the process, however that ends.
Result<FileDescriptor> lock_folder(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "LOCK";
  FileDescriptor file = TRY(open_file(path, O_RDWR | O_CREAT));
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    const std::string owner = read_text_file(path, 64).value_or("");
    return conflict(
        "The data folder '" + folder.string() + "' is in use by another Kindred process" + (owner.empty() ? "" : " (" + owner + ")"),
        "Stop that process first, or use another folder with --data.");
  }
  const std::string owner = "process " + std::to_string(::getpid());
  if (::ftruncate(file.get(), 0) != 0) return system_error("Cannot write '" + path.string() + "'");
  TRY(write_all(file, std::span(reinterpret_cast<const std::uint8_t*>(owner.data()), owner.size()), path));
  return file;
}

Result<Organization> find_or_make_organization(store::Connection& c) {
  if (auto known = TRY(store::first_organization(c))) return *std::move(known);
  Organization made = TRY(store::create_organization(c, "Workspace"));
  TRY(store::create_datalake(c, made.id, made.default_connector_id, "default"));
  return made;
}

Result<Caller> find_or_make_admin(store::Connection& c, const Organization& organization) {
  const auto known = TRY(store::first_admin(c, organization.id));
  const User user = known ? known->user : TRY(store::create_user(c, organization.id, "admin", Role::admin));
  return Caller{user.id, user.username, organization.id, user.role, {}, organization.default_connector_id};
}

Result<std::string> signing_key_of(store::Connection& c) {
  if (auto known = TRY(store::find_setting(c, kSigningKeySetting))) return *std::move(known);
  std::string made = random_token();
  TRY(store::put_setting(c, kSigningKeySetting, made));
  return made;
}

std::unique_ptr<images::PictureDecoder> make_decoder(const WorkspaceOptions& options) {
  if (options.decoder_command.empty()) return images::make_local_decoder();
  images::ChildOptions children;
  children.command = options.decoder_command;
  children.children = options.decode_threads;
  // Four bytes a pixel, decoded, turned upright and on their way; and what a decoder takes itself.
  constexpr std::uint64_t kBytesPerPixel = 16;
  children.memory_limit = options.max_pixels * kBytesPerPixel + (std::uint64_t{1} << 30);
  return images::make_child_decoder(children);
}

// A Qdrant that can't be reached now keeps nothing else from going on; one that is none, or of another version, is a mistake.
Result<void> look_at_qdrant(vectors::QdrantServer& qdrant) {
  const auto version = qdrant.check();
  if (version) return {};
  if (version.error().kind != ErrorKind::unavailable) return version.error();
  log_warning("searches and embedding wait for Qdrant: " + version.error().message);
  return {};
}

// A place that is used from now on is filled from the vector files: what it still holds of an earlier time may be of other vectors.
Result<void> empty_place(store::Database& database, VectorCollections& vectors) {
  for (const EmbeddingScope& scope : TRY(database.read(store::scopes_with_vectors)))
    TRY(vectors.drop_index(scope));
  return {};
}

Result<std::unique_ptr<VectorCollections>> open_vectors(const VectorSettings& given, const std::filesystem::path& folder,
                                                        store::Database& database) {
  ChosenVectors chosen = TRY(database.read([&](store::Connection& c) { return choose_vectors(c, given, kDefaultVectorBackend); }));
  std::shared_ptr<vectors::QdrantServer> qdrant;
  if (chosen.settings.backend == kQdrantBackend) {
    TRY(read_qdrant_key(chosen.settings));
    qdrant = TRY(vectors::QdrantServer::make(*chosen.settings.qdrant));
    TRY(look_at_qdrant(*qdrant));
  }
  auto vectors = std::make_unique<VectorCollections>(folder, chosen.settings.backend, std::move(qdrant), database);
  if (chosen.is_new_place) TRY(empty_place(database, *vectors));
  if (chosen.is_new) TRY(database.write([&](store::Connection& c) { return record_vectors(c, chosen.settings); }));
  return vectors;
}

}  // namespace

Result<std::unique_ptr<Workspace>> Workspace::open(const WorkspaceOptions& options) {
  std::unique_ptr<Workspace> workspace(new Workspace());
  workspace->options_ = options;
  const std::filesystem::path folder = std::filesystem::absolute(options.folder);
  TRY(make_folders_durably(folder));
  workspace->lock_ = TRY(lock_folder(folder));
  workspace->database_ = TRY(store::open_database(folder / "kindred.sqlite"));
  workspace->objects_ = TRY(objects::make_local_storage(folder / "objects"));
  embed::EmbedderOptions embedder = options.embedder;
  if (embedder.cache_folder.empty()) embedder.cache_folder = (folder / "cache").string();
  workspace->models_ = std::make_unique<ModelRegistry>(folder / "models", embedder);
  TRY(make_folders_durably(folder / "vectors"));
  workspace->vectors_ = TRY(open_vectors(options.vectors, folder / "vectors", *workspace->database_));
  workspace->thumbnails_ = std::make_unique<Thumbnails>(folder / "thumbnails");
  workspace->pictures_ = make_decoder(options);
  workspace->version_members_ = std::make_unique<VersionMembersCache>(*workspace->database_);
  workspace->rows_ = std::make_unique<selection::RowCache>(*workspace->database_);
  TRY(make_folders_durably(folder / "maps"));
  workspace->map_files_ = std::make_unique<MapFiles>(folder / "maps");
  workspace->map_views_ = std::make_unique<MapViews>(*workspace->database_, *workspace->map_files_);
  workspace->jobs_ = jobs::make_queue(*workspace->database_);
  TRY(workspace->prepare_rows());
  TRY(sweep_map_files(*workspace));
  TRY(finish_interrupted_deactivations(*workspace));
  return workspace;
}

Result<std::unique_ptr<Workspace>> Workspace::open_rows(const std::filesystem::path& folder) {
  const std::filesystem::path database = folder / "kindred.sqlite";
  if (!std::filesystem::exists(database)) {
    return not_found("There is no workspace in '" + folder.string() + "': make one with kindred import, or kindred serve");
  }
  std::unique_ptr<Workspace> workspace(new Workspace());
  workspace->options_.folder = folder;
  workspace->database_ = TRY(store::open_database(database));
  workspace->jobs_ = jobs::make_queue(*workspace->database_);
  TRY(workspace->prepare_rows());
  return workspace;
}

Result<void> Workspace::prepare_rows() {
  return database_->write([&](store::Connection& c) -> Result<void> {
    organization_ = TRY(find_or_make_organization(c));
    owner_ = TRY(find_or_make_admin(c, organization_));
    signing_key_ = TRY(signing_key_of(c));
    return {};
  });
}

Workspace::~Workspace() { stop_jobs(); }

Result<void> Workspace::start_jobs() {
  if (jobs_running_) return {};
  TRY(jobs_->start(job_types(*this), kJobWorkers));
  jobs_running_ = true;
  return {};
}

void Workspace::stop_jobs() {
  if (jobs_) jobs_->stop();
  jobs_running_ = false;
}

}  // namespace kindred::usecases
