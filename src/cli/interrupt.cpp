#include "cli/interrupt.h"

#include <semaphore.h>

#include <cerrno>
#include <csignal>

namespace kindred::cli {
namespace {

StopFlag flag;  // NOLINT(readability-identifier-naming): a signal handler can only reach globals
sem_t interrupted;

void on_signal(int signal) {
  flag.request();          // a lock-free store
  sem_post(&interrupted);  // async-signal-safe, unlike condition variables
  std::signal(signal, SIG_DFL);
}

}  // namespace

const StopFlag& interrupt_flag() {
  static const bool kInstalled = [] {
    sem_init(&interrupted, 0, 0);
    std::signal(SIGINT, on_signal);
    std::signal(SIGTERM, on_signal);
    return true;
  }();
  static_cast<void>(kInstalled);
  return flag;
}

void wait_for_interrupt() {
  interrupt_flag();
  while (sem_wait(&interrupted) != 0 && errno == EINTR) {
  }
}

}  // namespace kindred::cli
