// What threads need beside std::thread: a name for debuggers, and a low priority so that requests stay quick while
// background work uses the rest of the machine.
#pragma once

#include <cstddef>
#include <string>

namespace kindred {

void name_this_thread(const std::string& name);
// Nice 10 for the calling thread (Linux counts niceness per thread).
void lower_this_threads_priority();
// CPUs this process may run on (affinity and control-group quota included), at least 1.
std::size_t usable_cpus();

}  // namespace kindred
