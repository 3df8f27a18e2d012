// PyTorch open_clip in a process of its own (bench/peer_open_clip.py), where KINDRED_PEER_PYTHON names a Python that has it.
// Thread-safety: one thread.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "support/measure.h"

namespace kindred::bench {

class Peer {
 public:
  // Null when the environment names none.
  static Result<std::unique_ptr<Peer>> start();
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  // Gives the versions of what runs it.
  Result<std::string> load(const std::filesystem::path& model);
  // The usage of one image. Vectors go to `out`, a .npy file, unless it is empty.
  Result<Usage> embed(const std::vector<std::filesystem::path>& files, std::string_view precision, const std::filesystem::path& out = {});
  Result<Usage> embed_tensors(std::size_t count, std::string_view precision);

 private:
  Peer() = default;
  Result<json::object> ask(const json::object& order);
  Result<Usage> ask_usage(const json::object& order, std::size_t count);

  int pid_ = 0;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

}  // namespace kindred::bench
