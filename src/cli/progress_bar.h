// Progress of long work on a terminal: bar, done/total, rate, time left. Where standard error is no terminal, a line every ten
// seconds instead. Thread-safety: one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace kindred::cli {

class ProgressBar {
 public:
  explicit ProgressBar(std::string what);  // "Embedding"
  ~ProgressBar();                          // ends the line
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  void show(std::int64_t done, std::int64_t total);

 private:
  void draw(std::int64_t done, std::int64_t total);

  std::string what_;
  bool terminal_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace kindred::cli
