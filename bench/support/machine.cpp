#include <array>
#include <fstream>
#include <sstream>

#include "support/measure.h"

namespace kindred::bench {
namespace {

// The value of the first line of `file` that begins with `key`, behind its colon.
std::string field(const std::string& file, const std::string& key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    const auto value = line.find_first_not_of(" \t", line.find(':') + 1);
    return value == std::string::npos ? "" : line.substr(value);
  }
  return "unknown";
}

std::string flags_that_matter() {
  static constexpr std::array kWanted{"avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16"};
  std::istringstream flags(field("/proc/cpuinfo", "flags"));
  std::string found;
  for (std::string flag; flags >> flag;) {
    if (std::ranges::find(kWanted, flag) != kWanted.end()) found += (found.empty() ? "" : " ") + flag;
  }
  return found;
}

}  // namespace

std::string machine() {
  std::ifstream load_file("/proc/loadavg");
  std::string load;
  load_file >> load;
  const long long kilobytes = std::atoll(field("/proc/meminfo", "MemTotal").c_str());
  return field("/proc/cpuinfo", "model name") + " (family " + field("/proc/cpuinfo", "cpu family") + ", model " +
         field("/proc/cpuinfo", "model\t") + "), " + std::to_string(usable_cpus()) + " cores, " + std::to_string(kilobytes >> 20) +
         " GiB; " + flags_that_matter() + "; load average when it began: " + load;
}

}  // namespace kindred::bench
