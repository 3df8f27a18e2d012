#include "annotations/spool.h"

#include <vector>

namespace kindred::annotations {

Result<void> Spool::append(std::string_view text) {
  if (text.empty()) return {};
  if (!file_) file_.reset(std::tmpfile());
  if (!file_) return system_error("Cannot make a temporary file");
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) return system_error("Cannot write to a temporary file");
  return {};
}

Result<void> Spool::copy_to(TargetFiles& target) {
  if (!file_) return {};
  if (std::fseek(file_.get(), 0, SEEK_SET) != 0) return system_error("Cannot read a temporary file");
  std::vector<char> piece(64 << 10);
  while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), file_.get())) {
    TRY(target.write({piece.data(), count}));
  }
  if (std::ferror(file_.get()) != 0) return system_error("Cannot read a temporary file");
  return {};
}

}  // namespace kindred::annotations
