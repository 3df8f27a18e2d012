// A program to compare with, in a process of its own that stays warm: a Python script that reads one JSON object a line and answers with one.
// KINDRED_PEER_PYTHON names the Python that has what the script imports. Thread-safety: one thread.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace kindred::bench {

class PeerProcess {
 public:
  // `script` is a path below the repository. Null when the environment names no Python.
  static Result<std::unique_ptr<PeerProcess>> start(const std::string& script, std::vector<std::string> arguments);
  // The peer ends when it has read all its orders.
  ~PeerProcess();
  PeerProcess(const PeerProcess&) = delete;
  PeerProcess& operator=(const PeerProcess&) = delete;

  Result<json::object> ask(const json::object& order);

 private:
  explicit PeerProcess(std::string script) : script_(std::move(script)) {}

  std::string script_;
  int pid_ = 0;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

}  // namespace kindred::bench
