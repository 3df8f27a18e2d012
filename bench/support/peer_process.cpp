#include "support/peer_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

extern char** environ;

namespace kindred::bench {
namespace {

// Both ends close in whatever else this process starts.
Result<std::array<int, 2>> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_error("Cannot make a pipe");
  return ends;
}

}  // namespace

Result<std::unique_ptr<PeerProcess>> PeerProcess::start(const std::string& script, std::vector<std::string> arguments) {
  const char* python = std::getenv("KINDRED_PEER_PYTHON");
  if (python == nullptr) return std::unique_ptr<PeerProcess>();
  const auto orders = TRY(make_pipe());
  const auto answers = TRY(make_pipe());
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, orders[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, answers[1], STDOUT_FILENO);
  arguments.insert(arguments.begin(), {python, KINDRED_SOURCE_DIR "/" + script});
  std::vector<char*> words;
  for (std::string& argument : arguments)
    words.push_back(argument.data());
  words.push_back(nullptr);
  std::unique_ptr<PeerProcess> peer(new PeerProcess(script));
  const int failure = ::posix_spawn(&peer->pid_, python, &actions, nullptr, words.data(), environ);
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

PeerProcess::~PeerProcess() {
  if (to_ != nullptr) std::fclose(to_);
  if (from_ != nullptr) std::fclose(from_);
  if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
}

Result<json::object> PeerProcess::ask(const json::object& order) {
  const std::string line = json::serialize(order) + "\n";
  std::fputs(line.c_str(), to_);
  std::fflush(to_);
  std::string answer;
  for (int letter = std::fgetc(from_); letter != EOF && letter != '\n'; letter = std::fgetc(from_))
    answer += static_cast<char>(letter);
  if (answer.empty()) return unavailable(script_ + " ended; its reason is above");
  return parse_json_object(answer, "the peer's answer");
}

}  // namespace kindred::bench
