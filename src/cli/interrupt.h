// Ctrl+C and SIGTERM as a StopFlag: the first asks for an orderly end, the second kills.
#pragma once

#include "base/stop_flag.h"

namespace kindred::cli {

// The process-wide flag; the first call installs the signal handlers.
const StopFlag& interrupt_flag();
// Blocks until a signal came.
void wait_for_interrupt();

}  // namespace kindred::cli
