#include "images/child/syscall_filter.h"

#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

namespace kindred::images {
namespace {

constexpr std::array kAllowed{// Memory. mmap and mprotect: see without_execution().
                              SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(fstat), SCMP_SYS(newfstatat),
                              // The two descriptors, and standard error for the libraries' warnings.
                              SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(pwrite64), SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(recvmsg),
                              SCMP_SYS(sendmsg), SCMP_SYS(close), SCMP_SYS(lseek),
                              // Threads of a decoder (AVIF has them). clone: see threads_only().
                              SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_yield),
                              SCMP_SYS(sched_getaffinity), SCMP_SYS(gettid), SCMP_SYS(getpid), SCMP_SYS(set_tid_address),
                              // Time, signals, the end.
                              SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(setitimer),
                              SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
                              SCMP_SYS(tgkill), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall), SCMP_SYS(getrandom)};

int allow_without_execution(scmp_filter_ctx filter, int call) {
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

// clone3 hides its flags in memory, where a filter can't look: it is said not to exist, and the C library takes clone.
int allow_threads_only(scmp_filter_ctx filter) {
  if (const int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0); failed != 0) return failed;
  return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
}

int fill(scmp_filter_ctx filter) {
  for (const int call : kAllowed) {
    if (const int failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0); failed != 0) return failed;
  }
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    if (const int failed = allow_without_execution(filter, call); failed != 0) return failed;
  }
  return allow_threads_only(filter);
}

}  // namespace

Result<void> keep_only_decoding_calls() {
  const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
  if (!filter) return unavailable("no system call filter can be made");
  int failed = fill(filter.get());
  if (failed == 0) failed = seccomp_load(filter.get());
  if (failed != 0) return unavailable("this system allows no system call filter: " + std::string(std::strerror(-failed)));
  return {};
}

}  // namespace kindred::images
