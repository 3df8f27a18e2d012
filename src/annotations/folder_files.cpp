#include "annotations/folder_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/files.h"

namespace kindred::annotations {
namespace {

namespace fs = std::filesystem;

class FileReader : public ByteReader {
 public:
  FileReader(FileDescriptor file, fs::path name, const StopFlag& stop) : file_(std::move(file)), name_(std::move(name)), stop_(stop) {}

  Result<std::size_t> read(std::span<char> out) override {
    TRY(stop_.check());
    while (true) {
      const ssize_t count = ::read(file_.get(), out.data(), out.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return system_error("Cannot read '" + name_.string() + "'");
    }
  }

 private:
  FileDescriptor file_;
  fs::path name_;
  const StopFlag& stop_;
};

class FolderFiles : public SourceFiles {
 public:
  FolderFiles(fs::path folder, std::vector<std::string> names, const StopFlag& stop)
      : folder_(std::move(folder)), names_(std::move(names)), stop_(stop) {}

  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

  Result<void> for_each(const Wanted& wanted, const Visit& visit) override {
    for (const std::string& name : names_) {
      if (!wanted(name)) continue;
      FileReader reader(TRY(open_file(folder_ / name, O_RDONLY | O_NOFOLLOW)), folder_ / name, stop_);
      TRY(visit(name, reader));
    }
    return {};
  }

 private:
  fs::path folder_;
  std::vector<std::string> names_;
  const StopFlag& stop_;
};

class NewFolder : public TargetFiles {
 public:
  explicit NewFolder(fs::path folder) : folder_(std::move(folder)) {}

  Result<void> begin(std::string_view name) override {
    TRY(check_file_name(name));
    path_ = folder_ / name;
    if (path_.parent_path() != made_) {
      TRY(make_folders_durably(path_.parent_path()));
      made_ = path_.parent_path();
    }
    if (fs::exists(fs::symlink_status(path_))) return conflict("There are two files with the name '" + std::string(name) + "'");
    file_ = TRY(open_file(path_, O_WRONLY | O_CREAT | O_EXCL, 0644));
    return {};
  }

  Result<void> write(std::string_view bytes) override {
    return write_all(file_, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, path_);
  }

  Result<void> end() override {
    file_ = {};
    return {};
  }

  // One call for all files: a million of them are not synced one by one.
  Result<void> finish() override {
    const FileDescriptor folder = TRY(open_file(folder_, O_RDONLY | O_DIRECTORY));
    if (::syncfs(folder.get()) != 0) return system_error("Cannot sync the folder '" + folder_.string() + "'");
    return {};
  }

 private:
  fs::path folder_;
  fs::path made_;  // the last folder that is surely there
  fs::path path_;
  FileDescriptor file_;
};

class NewFile : public TargetFiles {
 public:
  NewFile(fs::path path, FileDescriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  Result<void> begin(std::string_view name) override {
    if (std::exchange(begun_, true))
      return unsupported("'" + std::string(name) + "' does not fit in '" + path_.string() +
                         "', which is one file: choose a folder or a .zip");
    return {};
  }
  Result<void> write(std::string_view bytes) override {
    return write_all(file_, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, path_);
  }
  Result<void> end() override { return {}; }
  Result<void> finish() override {
    TRY(sync_file(file_, path_));
    return sync_folder(path_.has_parent_path() ? path_.parent_path() : fs::path("."));
  }

 private:
  fs::path path_;
  FileDescriptor file_;
  bool begun_ = false;
};

}  // namespace

Result<std::unique_ptr<SourceFiles>> open_folder_files(const fs::path& folder, const StopFlag& stop, Report& report) {
  std::vector<std::string> names;
  std::error_code failure;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, failure);
  for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
    TRY(stop.check());
    const bool hidden = entry->path().filename().string().starts_with(".");
    if (hidden && entry->is_directory()) entry.disable_recursion_pending();
    if (hidden || !fs::is_regular_file(entry->symlink_status())) continue;
    std::string name = entry->path().lexically_relative(folder).generic_string();
    if (const auto good = check_file_name(name); !good) {
      report.add(ProblemKind::refused, name, good.error().message);
      continue;
    }
    names.push_back(std::move(name));
    if (names.size() > kMaxFiles)
      return Error{ErrorKind::too_large, "'" + folder.string() + "' has more than " + std::to_string(kMaxFiles) + " files", {}};
  }
  if (failure) return unavailable("Cannot read the folder '" + folder.string() + "': " + failure.message());
  std::sort(names.begin(), names.end());
  return std::unique_ptr<SourceFiles>(std::make_unique<FolderFiles>(folder, std::move(names), stop));
}

Result<std::unique_ptr<SourceFiles>> open_one_file(const fs::path& path, const StopFlag& stop) {
  std::vector<std::string> names{path.filename().string()};
  return std::unique_ptr<SourceFiles>(std::make_unique<FolderFiles>(path.parent_path(), std::move(names), stop));
}

Result<std::unique_ptr<TargetFiles>> make_one_file(const fs::path& path) {
  std::error_code failure;
  if (fs::exists(path, failure)) return conflict("'" + path.string() + "' is there already");
  return std::unique_ptr<TargetFiles>(std::make_unique<NewFile>(path, TRY(open_file(path, O_WRONLY | O_CREAT | O_EXCL, 0644))));
}

Result<std::unique_ptr<TargetFiles>> make_folder(const fs::path& path) {
  std::error_code failure;
  if (fs::exists(path, failure) && !fs::is_empty(path, failure)) return conflict("'" + path.string() + "' is there already and not empty");
  TRY(make_folders_durably(path));
  return std::unique_ptr<TargetFiles>(std::make_unique<NewFolder>(path));
}

}  // namespace kindred::annotations
