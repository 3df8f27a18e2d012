#include "embedding/peer.h"

namespace kindred::bench {
namespace {

constexpr const char* kBatch = "16";

}  // namespace

Result<std::unique_ptr<Peer>> Peer::start() {
  std::unique_ptr<PeerProcess> process = TRY(PeerProcess::start("bench/peer_open_clip.py", {std::to_string(usable_cpus()), kBatch}));
  if (!process) return std::unique_ptr<Peer>();
  return std::unique_ptr<Peer>(new Peer(std::move(process)));
}

Result<Usage> Peer::ask_usage(const json::object& order, std::size_t count) {
  const json::object answer = TRY(process_->ask(order));
  const auto images = static_cast<double>(count);
  return Usage{answer.at("seconds").to_number<double>() / images, answer.at("core_seconds").to_number<double>() / images};
}

Result<std::string> Peer::load(const std::filesystem::path& model) {
  const json::object answer = TRY(process_->ask({{"model", model.string()}}));
  return std::string(answer.at("versions").as_string());
}

Result<Usage> Peer::embed(const std::vector<std::filesystem::path>& files, std::string_view precision, const std::filesystem::path& out) {
  json::array names;
  for (const auto& file : files)
    names.emplace_back(file.string());
  return ask_usage({{"files", std::move(names)}, {"precision", precision}, {"out", out.string()}}, files.size());
}

Result<Usage> Peer::embed_tensors(std::size_t count, std::string_view precision) {
  return ask_usage({{"tensors", count}, {"precision", precision}}, count);
}

}  // namespace kindred::bench
