// PyTorch open_clip in a process of its own (bench/peer_open_clip.py). Thread-safety: one thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/measure.h"
#include "support/peer_process.h"

namespace kindred::bench {

class Peer {
 public:
  // Null when the environment names none.
  static Result<std::unique_ptr<Peer>> start();

  // Gives the versions of what runs it.
  Result<std::string> load(const std::filesystem::path& model);
  // The usage of one image. Vectors go to `out`, a .npy file, unless it is empty.
  Result<Usage> embed(const std::vector<std::filesystem::path>& files, std::string_view precision, const std::filesystem::path& out = {});
  Result<Usage> embed_tensors(std::size_t count, std::string_view precision);

 private:
  explicit Peer(std::unique_ptr<PeerProcess> process) : process_(std::move(process)) {}
  Result<Usage> ask_usage(const json::object& order, std::size_t count);

  std::unique_ptr<PeerProcess> process_;
};

}  // namespace kindred::bench
