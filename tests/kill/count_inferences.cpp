// Preloaded into the program under test, which stays as it is: counts what the model is really asked to do, over all lives of a data
// folder. OpenVINO's InferRequest::wait() is called once for each batch of pictures; each call that has come back appends one byte to
// the file KINDRED_INFERENCES, which outlives a SIGKILL.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

#define OV_INFER_REQUEST_WAIT "_ZN2ov12InferRequest4waitEv"  // ov::InferRequest::wait() for the linker

extern "C" void counted_wait(void* request) asm(OV_INFER_REQUEST_WAIT);

extern "C" void counted_wait(void* request) {
  using Wait = void (*)(void*);
  static const auto kWait = reinterpret_cast<Wait>(dlsym(RTLD_NEXT, OV_INFER_REQUEST_WAIT));
  static const int kFile = open(std::getenv("KINDRED_INFERENCES"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  kWait(request);
  if (write(kFile, "i", 1) != 1) std::abort();
}
