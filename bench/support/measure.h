// What benchmarks share: clocks, medians, work on all cores, and a line that names the machine. Thread-safety: free functions.
#pragma once

#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/threads.h"

namespace kindred::bench {

// What a piece of work took. CPU time is that of all threads of the process: on a machine that others use too, it tells more than
// the wall clock does.
struct Usage {
  double wall = 0;  // seconds
  double cpu = 0;   // core-seconds
};

inline double process_cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <typename Work>
Usage measure(const Work& work) {
  const auto wall = std::chrono::steady_clock::now();
  const double cpu = process_cpu_seconds();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(), process_cpu_seconds() - cpu};
}

template <typename Work>
double seconds_of(const Work& work) {
  return measure(work).wall;
}

// Of an empty list: 0.
inline double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// work(0) … work(count - 1), on as many threads as there are CPUs: cores that share parts of a chip are all busy, as they are in
// the real line.
inline void on_all_cores(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < usable_cpus(); ++i) {
    threads.emplace_back([&] {
      for (std::size_t item = next++; item < count; item = next++)
        work(item);
    });
  }
}

// "AMD EPYC …, 2 cores, 23 GiB; avx2 avx512f avx512_bf16; 5.1 processes wanted to run when it began".
std::string machine();

}  // namespace kindred::bench
