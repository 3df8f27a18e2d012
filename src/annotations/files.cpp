#include "annotations/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "annotations/folder_files.h"
#include "annotations/utf8.h"
#include "annotations/zip_files.h"
#include "base/files.h"

namespace kindred::annotations {
namespace {

namespace fs = std::filesystem;

bool begins_like_a_zip(const fs::path& path) {
  constexpr std::array<std::string_view, 2> kSignatures{std::string_view("PK\x03\x04", 4), std::string_view("PK\x05\x06", 4)};
  const auto file = open_file(path, O_RDONLY);
  std::array<char, 4> start{};
  if (!file || ::read(file->get(), start.data(), start.size()) != static_cast<ssize_t>(start.size())) return false;
  return std::find(kSignatures.begin(), kSignatures.end(), std::string_view(start.data(), start.size())) != kSignatures.end();
}

}  // namespace

Result<void> check_file_name(std::string_view name) {
  if (name.empty() || name.size() > kMaxFileNameBytes) return invalid("a file's name must have 1 to 1024 bytes");
  if (!is_utf8(name)) return invalid("the file's name is not UTF-8");
  const bool control = std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 127; });
  if (control) return invalid("the file's name has control characters");
  if (name.find('\\') != std::string_view::npos) return invalid("the file's name has a backslash");
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return invalid("the file's name must be relative and stay within its folder");
    begin = end + 1;
  }
  return {};
}

Result<std::string> read_all(ByteReader& reader, std::size_t max_bytes, std::string_view name) {
  constexpr std::size_t kPiece = 64 << 10;
  std::string bytes;
  while (true) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kPiece);
    const std::size_t count = TRY(reader.read(std::span(bytes).subspan(before)));
    bytes.resize(before + count);
    if (bytes.size() > max_bytes)
      return Error{ErrorKind::too_large, "'" + std::string(name) + "' has more than " + std::to_string(max_bytes) + " bytes", {}};
    if (count == 0) return bytes;
  }
}

bool is_of_one_file(const Error& error) {
  return error.kind == ErrorKind::corrupt || error.kind == ErrorKind::too_large || error.kind == ErrorKind::invalid;
}

Result<std::unique_ptr<SourceFiles>> open_files(const fs::path& path, const StopFlag& stop, Report& report) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (fs::is_directory(status)) return open_folder_files(path, stop, report);
  if (!fs::is_regular_file(status)) return not_found("There is no folder and no file '" + path.string() + "'");
  if (begins_like_a_zip(path)) return open_zip_files(path, stop, report);
  return open_one_file(path, stop);
}

Result<void> TargetFiles::add(std::string_view name, std::string_view bytes) {
  TRY(begin(name));
  TRY(write(bytes));
  return end();
}

}  // namespace kindred::annotations
