// Text that is written before its place in a file is reached: a nameless temporary file, so that its size does not matter.
// Thread-safety: one thread.
#pragma once

#include <cstdio>
#include <memory>
#include <string_view>

#include "annotations/files.h"

namespace kindred::annotations {

class Spool {
 public:
  Result<void> append(std::string_view text);
  [[nodiscard]] bool empty() const { return !file_; }
  // Everything appended so far, to the file that `target` has begun.
  Result<void> copy_to(TargetFiles& target);

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};
};

}  // namespace kindred::annotations
