#include "embedding/peer.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

extern char** environ;

namespace kindred::bench {
namespace {

constexpr const char* kBatch = "16";

// Both ends close in whatever else this process starts.
Result<std::array<int, 2>> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("Cannot make a pipe");
  return ends;
}

}  // namespace

Result<std::unique_ptr<Peer>> Peer::start() {
  const char* python = std::getenv("KINDRED_PEER_PYTHON");
  if (python == nullptr) return std::unique_ptr<Peer>();
  const auto orders = TRY(make_pipe());
  const auto answers = TRY(make_pipe());
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, orders[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, answers[1], STDOUT_FILENO);
  std::array<std::string, 4> words{python, KINDRED_SOURCE_DIR "/bench/peer_open_clip.py", std::to_string(usable_cpus()), kBatch};
  std::array<char*, 5> arguments{words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
  std::unique_ptr<Peer> peer(new Peer());
  const int failure = ::posix_spawn(&peer->pid_, python, &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(orders[0]);
  ::close(answers[1]);
  peer->to_ = ::fdopen(orders[1], "w");
  peer->from_ = ::fdopen(answers[0], "r");
  if (failure != 0) {
    errno = failure;
    return system_error("Cannot start '" + std::string(python) + "' (KINDRED_PEER_PYTHON)");
  }
  return peer;
}

// The peer ends when it has read all its orders.
Peer::~Peer() {
  if (to_ != nullptr) std::fclose(to_);
  if (from_ != nullptr) std::fclose(from_);
  if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
}

Result<json::object> Peer::ask(const json::object& order) {
  const std::string line = json::serialize(order) + "\n";
  std::fputs(line.c_str(), to_);
  std::fflush(to_);
  std::string answer;
  for (int letter = std::fgetc(from_); letter != EOF && letter != '\n'; letter = std::fgetc(from_))
    answer += static_cast<char>(letter);
  if (answer.empty()) return unavailable("bench/peer_open_clip.py ended; its reason is above");
  return parse_json_object(answer, "the peer's answer");
}

Result<Usage> Peer::ask_usage(const json::object& order, std::size_t count) {
  const json::object answer = TRY(ask(order));
  const auto images = static_cast<double>(count);
  return Usage{answer.at("seconds").to_number<double>() / images, answer.at("core_seconds").to_number<double>() / images};
}

Result<std::string> Peer::load(const std::filesystem::path& model) {
  const json::object answer = TRY(ask({{"model", model.string()}}));
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
