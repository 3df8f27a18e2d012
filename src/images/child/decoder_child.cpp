#include "images/child/decoder_child.h"

#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <new>
#include <string>

#include "images/child/protocol.h"
#include "images/child/syscall_filter.h"

namespace kindred::images {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kAddressSpaceIsOurs = false;  // sanitizers reserve terabytes of it
#else
constexpr bool kAddressSpaceIsOurs = true;
#endif

// What this process has mapped, in bytes.
std::uint64_t address_space_in_use() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t pages = 0;
  statm >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void set_limit(__rlimit_resource resource, std::uint64_t most) {
  const rlimit limit{most, most};
  ::setrlimit(resource, &limit);  // where it is refused, a stricter one is in force already
}

// What one picture took, the next one takes: fresh pages for each cost as much as copying them.
void keep_freed_memory() {
  constexpr int kMost = 32 << 20;  // the C library's own maximum
  ::mallopt(M_MMAP_THRESHOLD, kMost);
  ::mallopt(M_TRIM_THRESHOLD, 4 * kMost);
}

void limit_resources(const Limits& limits) {
  set_limit(RLIMIT_CORE, 0);
  set_limit(RLIMIT_FSIZE, limits.memory);  // of the file in memory
  if (kAddressSpaceIsOurs) set_limit(RLIMIT_AS, address_space_in_use() + limits.memory);
}

template <typename T>
bool receive(T& message) {
  ssize_t got = -1;
  do {
    got = ::recv(kChildSocket, &message, sizeof message, 0);
  } while (got < 0 && errno == EINTR);
  return got == static_cast<ssize_t>(sizeof message);
}

template <typename T>
bool say(const T& message) {
  return ::send(kChildSocket, &message, sizeof message, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof message);
}

template <std::size_t N>
void copy_text(std::array<char, N>& to, std::string_view text) {
  const std::size_t length = std::min(text.size(), N - 1);
  std::copy_n(text.begin(), length, to.begin());
  to[length] = '\0';
}

Reply error_reply(const Error& error) {
  Reply reply;
  reply.is_error = 1;
  reply.error_kind = static_cast<std::int32_t>(error.kind);
  copy_text(reply.message, error.message);
  return reply;
}

// The picture's file, mapped while this is in scope.
class PictureFile {
 public:
  explicit PictureFile(std::uint64_t bytes)
      : bytes_(bytes), start_(bytes == 0 ? nullptr : ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, kChildMemory, 0)) {
    if (start_ == MAP_FAILED) throw std::bad_alloc();
  }
  ~PictureFile() {
    if (start_ != nullptr) ::munmap(start_, bytes_);
  }
  PictureFile(const PictureFile&) = delete;
  PictureFile& operator=(const PictureFile&) = delete;
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {static_cast<const std::uint8_t*>(start_), bytes_}; }

 private:
  std::size_t bytes_;
  void* start_;
};

Reply hand_over(const Image& image, std::uint64_t file_bytes) {
  Reply reply;
  const std::uint64_t offset = pixel_offset(file_bytes);
  for (std::size_t done = 0; done < image.pixels.size();) {
    const ssize_t written =
        ::pwrite(kChildMemory, image.pixels.data() + done, image.pixels.size() - done, static_cast<off_t>(offset + done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw std::bad_alloc();  // the file may not grow further
    done += static_cast<std::size_t>(written);
  }
  reply.bytes = image.pixels.size();
  reply.width = image.width;
  reply.height = image.height;
  reply.mode = static_cast<std::int32_t>(image.mode);
  reply.colours = static_cast<std::int32_t>(std::min(image.palette.size(), reply.palette.size()));
  std::copy_n(image.palette.begin(), reply.colours, reply.palette.begin());
  return reply;
}

Reply information(const ImageInfo& info) {
  Reply reply;
  copy_text(reply.format, info.format);
  reply.width = info.width;
  reply.height = info.height;
  return reply;
}

// A sanitizer's check of the type of `thrown` asks the kernel for what the filter refuses, and would take every exception for damaged.
__attribute__((no_sanitize("vptr"))) Reply answer(const Request& request, const DecodeFunction& decode) {
  try {
    const PictureFile file(request.bytes);
    DecodeOptions options;
    options.max_pixels = request.max_pixels;
    options.fast_shorter_side = request.fast_shorter_side;
    if (request.only_probe != 0) {
      const Result<ImageInfo> info = probe(file.bytes(), options);
      return info ? information(*info) : error_reply(info.error());
    }
    const Result<Image> image = decode(file.bytes(), options);
    return image ? hand_over(*image, request.bytes) : error_reply(image.error());
  } catch (const std::bad_alloc&) {
    return error_reply(corrupt("decoding needs more memory than a picture may have"));
  } catch (const std::exception& thrown) {
    return error_reply(corrupt(std::string("decoding failed: ") + thrown.what()));
  }
}

void set_alarm(std::uint64_t milliseconds) {
  itimerval timer{};
  timer.it_value.tv_sec = static_cast<time_t>(milliseconds / 1000);
  timer.it_value.tv_usec = static_cast<suseconds_t>(milliseconds % 1000 * 1000);
  ::setitimer(ITIMER_REAL, &timer, nullptr);  // SIGALRM ends the process
}

}  // namespace

int run_decoder_child(const DecodeFunction& decode) {
  ::signal(SIGINT, SIG_IGN);  // Ctrl+C is for the parent, which ends its children when it is done with them
  ::signal(SIGXFSZ, SIG_IGN);
  ::signal(SIGALRM, SIG_DFL);
  Limits limits;
  if (!receive(limits)) return 1;
  limit_resources(limits);
  keep_freed_memory();
  Hello hello;
  if (const Result<void> guarded = keep_only_decoding_calls(); !guarded) copy_text(hello.unguarded, guarded.error().message);
  if (!say(hello)) return 1;
  Request request;
  while (receive(request)) {
    set_alarm(limits.milliseconds);
    const Reply reply = answer(request, decode);
    set_alarm(0);
    if (!say(reply)) return 1;
  }
  return 0;
}

}  // namespace kindred::images
