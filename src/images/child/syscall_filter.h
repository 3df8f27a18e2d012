// Takes from the calling process all system calls but those that decoding in memory needs, for good. Over libseccomp.
//
// What stays: memory without execution rights, threads, clocks, the descriptors that are open already. A call that is not allowed fails
// with EPERM, as libraries ask for things that they can do without. Linux only.
#pragma once

#include "base/result.h"

namespace kindred::images {

// `unavailable`, saying why, where the kernel or a container does not allow filters.
Result<void> keep_only_decoding_calls();

}  // namespace kindred::images
