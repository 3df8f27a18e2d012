#include "usecases/import_folder.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <mutex>
#include <thread>

#include "base/crypto.h"
#include "store/assets.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "usecases/register_data.h"
#include "usecases/upload_object.h"

namespace kindred::usecases {
namespace {

using store::Connection;
namespace fs = std::filesystem;

// Several files on their way at once share the fsync of one commit.
constexpr std::size_t kThreads = 8;
constexpr std::size_t kAssetsPerWrite = 500;
constexpr std::size_t kMaxProblems = 1'000;
constexpr std::size_t kPiece = 1 << 20;

// Pictures by name, those included that can't be embedded: they are shown as UNSUPPORTED instead of being left out silently.
constexpr std::array<std::string_view, 24> kPictures{".jpg", ".jpeg", ".jpe", ".jfif", ".png",  ".apng", ".webp", ".gif",
                                                     ".bmp", ".dib",  ".tif", ".tiff", ".avif", ".heic", ".heif", ".svg",
                                                     ".ico", ".jp2",  ".jxl", ".psd",  ".tga",  ".ppm",  ".exr",  ".dng"};
constexpr std::array<std::string_view, 5> kVideos{".mp4", ".mov", ".avi", ".mkv", ".webm"};

std::optional<DataType> type_by_name(const fs::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (std::find(kPictures.begin(), kPictures.end(), extension) != kPictures.end()) return DataType::image;
  if (std::find(kVideos.begin(), kVideos.end(), extension) != kVideos.end()) return DataType::video;
  return std::nullopt;
}

struct FoundFile {
  fs::path path;
  std::string name;  // "FOLDER/relative/path.jpg"
  DataType type = DataType::image;
};

struct Found {
  std::vector<FoundFile> files;  // by name
  std::int64_t skipped = 0;
};

Result<Found> find_files(const fs::path& folder) {
  std::error_code failure;
  const fs::path root = fs::canonical(folder, failure);
  if (failure || !fs::is_directory(root)) return not_found("There is no folder '" + folder.string() + "'");
  Found found;
  fs::recursive_directory_iterator entries(root, fs::directory_options::skip_permission_denied, failure);
  for (; !failure && entries != fs::recursive_directory_iterator(); entries.increment(failure)) {
    const fs::path& path = entries->path();
    const bool hidden = path.filename().string().starts_with(".");
    if (hidden && entries->is_directory()) entries.disable_recursion_pending();
    if (hidden || !entries->is_regular_file(failure)) continue;
    if (const auto type = type_by_name(path)) {
      found.files.push_back({path, (root.filename() / path.lexically_relative(root)).generic_string(), *type});
    } else {
      ++found.skipped;
    }
  }
  if (failure) return unavailable("Cannot read the folder '" + folder.string() + "': " + failure.message());
  std::sort(found.files.begin(), found.files.end(), [](const FoundFile& a, const FoundFile& b) { return a.name < b.name; });
  return found;
}

Result<DatasetVersionId> find_or_make_version(Workspace& workspace, const ImportFolder& what) {
  return workspace.database().write([&](Connection& c) -> Result<DatasetVersionId> {
    const OrganizationId organization = workspace.organization().id;
    Result<Dataset> dataset = store::find_dataset_by_name(c, organization, what.dataset);
    if (!dataset && dataset.error().kind == ErrorKind::not_found) dataset = store::create_dataset(c, organization, what.dataset, "");
    const DatasetId id = TRY(std::move(dataset)).id;
    Result<DatasetVersion> version = store::find_version_by_name(c, id, what.version);
    if (!version && version.error().kind == ErrorKind::not_found) {
      version = store::create_version(c, id, what.version, "", InferenceType::not_configured);
    }
    return TRY(std::move(version)).id;
  });
}

class Import {
 public:
  Import(Workspace& workspace, const Caller& caller, DatalakeId datalake, const std::vector<FoundFile>& files, const StopFlag& stop,
         const std::function<void(std::int64_t, std::int64_t)>& progress, ImportReport& report)
      : workspace_(workspace), caller_(caller), datalake_(datalake), files_(files), stop_(stop), progress_(progress), report_(report) {}

  Result<void> run() {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < kThreads; ++i)
      threads.emplace_back([this] { work(); });
    threads.clear();  // joins
    if (first_error_) return *first_error_;
    TRY(add_collected());
    return stop_.check();
  }

 private:
  void work() {
    while (!stop_.requested() && !failed_.load()) {
      const std::size_t index = next_.fetch_add(1);
      if (index >= files_.size()) return;
      Result<DataId> data = import_one(files_[index]);
      const std::scoped_lock lock(mutex_);
      if (Result<void> noted = note(files_[index], std::move(data)); !noted) {
        first_error_ = std::move(noted).error();
        failed_.store(true);
      }
    }
  }

  // Requires: mutex_ held. An Error ends the import: a full disk, not a bad file.
  Result<void> note(const FoundFile& file, Result<DataId> data) {
    if (data) {
      collected_.push_back(*data);
      if (collected_.size() >= kAssetsPerWrite) TRY(add_collected());
    } else if (data.error().kind == ErrorKind::unavailable || data.error().kind == ErrorKind::internal) {
      return std::move(data).error();
    } else if (report_.problems.size() < kMaxProblems) {
      report_.problems.push_back("'" + file.path.string() + "': " + data.error().message);
    }
    ++done_;
    progress_(done_, static_cast<std::int64_t>(files_.size()));
    return {};
  }

  Result<void> add_collected() {
    const std::vector<DataId> some = std::exchange(collected_, {});
    if (some.empty()) return {};
    TRY(workspace_.database().write([&](Connection& c) { return store::insert_assets(c, report_.version, some, {}); }));
    return {};
  }

  Result<std::optional<Data>> known(std::string_view object_name) {
    Result<Data> data =
        workspace_.database().read([&](Connection& c) { return store::find_data_by_object_name(c, datalake_, object_name); });
    if (data) return std::optional(*std::move(data));
    if (data.error().kind == ErrorKind::not_found) return std::optional<Data>{};
    return std::move(data).error();
  }

  Result<DataId> import_one(const FoundFile& file) {
    const MappedFile bytes = TRY(MappedFile::open(file.path));
    const std::string digest = hex(sha256(bytes.bytes()));
    std::string name = file.name;
    // The same path with other content is another picture: its name gets the content's hash.
    for (const auto& candidate : {file.name, file.name + "@" + digest.substr(0, 16)}) {
      name = candidate;
      const auto data = TRY(known(candidate));
      if (!data) break;
      if (data->sha256 != digest) continue;
      const std::scoped_lock lock(mutex_);
      ++report_.already_there;
      return data->id;
    }
    ObjectUpload upload = TRY(ObjectUpload::begin(workspace_, workspace_.owner().connector_id, name, ""));
    for (std::size_t begin = 0; begin < bytes.bytes().size(); begin += kPiece) {
      TRY(upload.write(bytes.bytes().subspan(begin, std::min(kPiece, bytes.bytes().size() - begin))));
    }
    TRY(upload.finish());
    NewData data;
    data.object_name = name;
    data.filename = file.path.filename().string();
    data.type = file.type;
    const DataId id = TRY(register_data(workspace_, caller_, datalake_, data)).id;
    const std::scoped_lock lock(mutex_);
    ++report_.imported;
    return id;
  }

  Workspace& workspace_;
  const Caller& caller_;
  DatalakeId datalake_;
  const std::vector<FoundFile>& files_;
  const StopFlag& stop_;
  const std::function<void(std::int64_t, std::int64_t)>& progress_;

  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;  // guards what follows
  ImportReport& report_;
  std::vector<DataId> collected_;
  std::int64_t done_ = 0;
  std::optional<Error> first_error_;
};

}  // namespace

Result<ImportReport> import_folder(Workspace& workspace, const Caller& caller, DatalakeId datalake, const ImportFolder& what,
                                   const StopFlag& stop, const std::function<void(std::int64_t done, std::int64_t total)>& progress) {
  const Found found = TRY(find_files(what.folder));
  ImportReport report;
  report.skipped = found.skipped;
  report.version = TRY(find_or_make_version(workspace, what));
  TRY(Import(workspace, caller, datalake, found.files, stop, progress, report).run());
  return report;
}

}  // namespace kindred::usecases
