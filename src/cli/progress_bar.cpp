#include "cli/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace kindred::cli {
namespace {

constexpr int kWidth = 30;

std::string duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  char text[48];
  if (whole >= 3600) {
    std::snprintf(text, sizeof text, "%lldh %02lldm", static_cast<long long>(whole / 3600), static_cast<long long>(whole / 60 % 60));
  } else {
    std::snprintf(text, sizeof text, "%lldm %02llds", static_cast<long long>(whole / 60), static_cast<long long>(whole % 60));
  }
  return text;
}

}  // namespace

ProgressBar::ProgressBar(std::string what)
    : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) == 1), start_(std::chrono::steady_clock::now()), last_(start_) {}

ProgressBar::~ProgressBar() {
  if (terminal_ && drawn_) std::fputc('\n', stderr);
}

void ProgressBar::show(std::int64_t done, std::int64_t total) {
  const auto now = std::chrono::steady_clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10'000);
  if (now - last_ < pause && (done != total || !terminal_)) return;
  last_ = now;
  draw(done, total);
}

void ProgressBar::draw(std::int64_t done, std::int64_t total) {
  const double elapsed = std::chrono::duration<double>(last_ - start_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done) / elapsed : 0;
  const double part = total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0) : 0;
  std::string line = what_ + " ";
  if (terminal_) {
    const int filled = static_cast<int>(part * kWidth);
    for (int i = 0; i < kWidth; ++i)
      line += i < filled ? "█" : "░";
    line += ' ';
  }
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, "%lld/%lld, %.1f/s", static_cast<long long>(done), static_cast<long long>(total), rate);
  line += numbers;
  if (rate > 0 && total > done) line += ", " + duration(static_cast<double>(total - done) / rate) + " left";
  std::fprintf(stderr, terminal_ ? "\r%s\033[K" : "%s\n", line.c_str());
  drawn_ = true;
}

}  // namespace kindred::cli
