#include "base/threads.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>

namespace kindred {
namespace {

// The quota of control group version 2: "QUOTA PERIOD" in microseconds, or "max PERIOD".
double cgroup_quota() {
  std::ifstream file("/sys/fs/cgroup/cpu.max");
  double quota = 0;
  double period = 0;
  if (file >> quota >> period && period > 0) return quota / period;
  return INFINITY;
}

}  // namespace

void name_this_thread(const std::string& name) { pthread_setname_np(pthread_self(), name.substr(0, 15).c_str()); }

void lower_this_threads_priority() {
  const auto thread = static_cast<id_t>(::syscall(SYS_gettid));
  ::setpriority(PRIO_PROCESS, thread, 10);  // a refusal only means that the thread keeps its priority
}

std::size_t usable_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  const int allowed = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  const double quota = std::max(1.0, std::floor(cgroup_quota()));
  return static_cast<std::size_t>(std::max(1.0, std::min<double>(allowed, quota)));
}

}  // namespace kindred
