#include "images/child/decoder_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "images/decoders.h"

extern char** environ;

namespace kindred::images {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPatienceForStart{60'000};
constexpr milliseconds kBeforeItsOwnAlarm{5'000};
// Pages that a large picture took are given back; those of ordinary ones are used again, as fresh ones cost time.
constexpr std::uint64_t kKeptBytes = std::uint64_t{64} << 20;

// Out of the way of the descriptors that the child gets.
Result<FileDescriptor> moved_up(FileDescriptor file) {
  FileDescriptor moved(::fcntl(file.get(), F_DUPFD_CLOEXEC, 16));
  if (!moved) return system_error("Cannot copy a descriptor for a decoding child");
  return moved;
}

struct Descriptors {
  FileDescriptor ours;
  FileDescriptor theirs;
  FileDescriptor memory;
};

Result<Descriptors> make_descriptors() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return system_error("Cannot make a socket for a decoding child");
  FileDescriptor ours(ends[0]);
  FileDescriptor theirs(ends[1]);
  FileDescriptor memory(::memfd_create("kindred-picture", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory || ::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    return system_error("Cannot make a file in memory for a decoding child");
  return Descriptors{std::move(ours), TRY(moved_up(std::move(theirs))), TRY(moved_up(std::move(memory)))};
}

Result<pid_t> spawn(const std::vector<std::string>& command, const Descriptors& descriptors) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, descriptors.theirs.get(), kChildSocket);
  ::posix_spawn_file_actions_adddup2(&actions, descriptors.memory.get(), kChildMemory);
  ::posix_spawn_file_actions_addclosefrom_np(&actions, kChildMemory + 1);
  sigset_t none;
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  for (std::string& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t pid = 0;
  const int failed = ::posix_spawn(&pid, words.front().c_str(), &actions, &attributes, arguments.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return unavailable("Cannot start a decoding child '" + command.front() + "': " + std::strerror(failed));
  return pid;
}

Error nonsense() { return corrupt("the decoding child gave an answer that makes no sense"); }

// What the child says may be anything.
Result<ImageInfo> info_of(const Reply& reply) {
  const Decoder* format = decoder_named({reply.format.data(), ::strnlen(reply.format.data(), reply.format.size())});
  if (format == nullptr || reply.width < 1 || reply.height < 1) return nonsense();
  return ImageInfo{.format = format->name, .content_type = format->content_type, .width = reply.width, .height = reply.height};
}

Result<Image> image_of(const Reply& reply, int memory, std::uint64_t offset) {
  if (reply.mode < 0 || reply.mode > static_cast<std::int32_t>(Mode::cmyk) || reply.width < 1 || reply.height < 1) return nonsense();
  if (reply.colours < 0 || reply.colours > static_cast<std::int32_t>(reply.palette.size())) return nonsense();
  Image image{.width = reply.width, .height = reply.height, .mode = static_cast<Mode>(reply.mode), .pixels = {}, .palette = {}};
  const auto bytes = static_cast<std::uint64_t>(reply.width) * static_cast<std::uint64_t>(reply.height);
  if (reply.bytes != bytes * static_cast<std::uint64_t>(channels(image.mode))) return nonsense();
  const off_t length = ::lseek(memory, 0, SEEK_END);
  if (length < 0 || static_cast<std::uint64_t>(length) < offset + reply.bytes) return nonsense();
  void* start = ::mmap(nullptr, reply.bytes, PROT_READ, MAP_SHARED | MAP_POPULATE, memory, static_cast<off_t>(offset));
  if (start == MAP_FAILED) return system_error("Cannot map a decoded picture");
  const auto* pixels = static_cast<const std::uint8_t*>(start);
  image.pixels.assign(pixels, pixels + reply.bytes);
  ::munmap(start, reply.bytes);
  image.palette.assign(reply.palette.begin(), reply.palette.begin() + reply.colours);
  return image;
}

Error error_of(const Reply& reply) {
  const bool is_known = reply.error_kind >= 0 && reply.error_kind <= static_cast<std::int32_t>(ErrorKind::internal);
  const std::string_view text(reply.message.data(), ::strnlen(reply.message.data(), reply.message.size()));
  return Error{is_known ? static_cast<ErrorKind>(reply.error_kind) : ErrorKind::corrupt, std::string(text), {}};
}

Result<void> put_picture(int memory, std::span<const std::uint8_t> bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = ::pwrite(memory, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return unavailable("There is no memory left to hand a picture to its decoder");
    done += static_cast<std::size_t>(written);
  }
  return {};
}

std::string seconds(milliseconds time) {
  const auto count = time.count();
  return count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

}  // namespace

Result<std::unique_ptr<DecoderProcess>> DecoderProcess::start(const ChildOptions& options) {
  Descriptors descriptors = TRY(make_descriptors());
  const pid_t pid = TRY(spawn(options.command, descriptors));
  descriptors.theirs = {};  // so that the end of the child is the end of the line
  std::unique_ptr<DecoderProcess> child(new DecoderProcess(options, std::move(descriptors.ours), std::move(descriptors.memory), pid));
  TRY(child->greet());
  return child;
}

DecoderProcess::~DecoderProcess() {
  int how = 0;
  kill_and_bury(&how);
}

Result<void> DecoderProcess::greet() {
  const Limits limits{options_.memory_limit, static_cast<std::uint64_t>((options_.time_limit + kBeforeItsOwnAlarm).count())};
  Hello hello;
  hello.protocol = 0;
  const bool told = ::send(socket_.get(), &limits, sizeof limits, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof limits);
  if (!told || hear(hello, kPatienceForStart) != Heard::message || hello.protocol != kProtocol) {
    return unavailable("The decoding child '" + options_.command.front() + "' does not start as it should");
  }
  unguarded_.assign(hello.unguarded.data(), ::strnlen(hello.unguarded.data(), hello.unguarded.size()));
  return {};
}

template <typename T>
DecoderProcess::Heard DecoderProcess::hear(T& message, milliseconds patience) {
  const auto deadline = steady_clock::now() + patience;
  while (true) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    pollfd ear{socket_.get(), POLLIN, 0};
    const int ready = ::poll(&ear, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return Heard::nothing_in_time;
    return ::recv(socket_.get(), &message, sizeof message, MSG_DONTWAIT) == static_cast<ssize_t>(sizeof message) ? Heard::message
                                                                                                                 : Heard::end;
  }
}

std::optional<Result<Reply>> DecoderProcess::ask(std::span<const std::uint8_t> bytes, const DecodeOptions& options, bool only_probe) {
  if (const Result<void> put = put_picture(memory_.get(), bytes); !put) return put.error();
  const Request request{only_probe ? 1 : 0, bytes.size(), options.max_pixels, options.fast_shorter_side};
  if (::send(socket_.get(), &request, sizeof request, MSG_NOSIGNAL) != static_cast<ssize_t>(sizeof request)) {
    int how = 0;
    kill_and_bury(&how);
    return std::nullopt;
  }
  Reply reply;
  const Heard heard = hear(reply, options_.time_limit);
  if (heard != Heard::message) {
    std::optional<Error> error = end_of_child(heard);
    if (!error) return std::nullopt;
    return *std::move(error);
  }
  if (reply.is_error != 0) return error_of(reply);
  return reply;
}

std::optional<Result<ImageInfo>> DecoderProcess::probe(std::span<const std::uint8_t> bytes, const DecodeOptions& options) {
  const std::optional<Result<Reply>> reply = ask(bytes, options, true);
  if (!reply) return std::nullopt;
  if (!*reply) return reply->error();
  return info_of(**reply);
}

std::optional<Result<Image>> DecoderProcess::decode(std::span<const std::uint8_t> bytes, const DecodeOptions& options) {
  const std::optional<Result<Reply>> reply = ask(bytes, options, false);
  if (!reply) return std::nullopt;
  if (!*reply) return reply->error();
  const std::uint64_t offset = pixel_offset(bytes.size());
  Result<Image> image = image_of(**reply, memory_.get(), offset);
  const std::uint64_t used = offset + (*reply)->bytes;
  if (used > kKeptBytes) ::fallocate(memory_.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(used));
  return image;
}

void DecoderProcess::kill_and_bury(int* how) {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);  // a child that has ended keeps its own end
  while (::waitpid(pid_, how, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
}

std::optional<Error> DecoderProcess::end_of_child(Heard heard) {
  int how = 0;
  kill_and_bury(&how);
  if (heard == Heard::nothing_in_time || (WIFSIGNALED(how) && WTERMSIG(how) == SIGALRM)) {
    return corrupt("decoding took longer than " + seconds(options_.time_limit) + " and was given up");
  }
  if (WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL) return std::nullopt;
  if (WIFSIGNALED(how)) return corrupt("the decoder crashed on this picture (" + std::string(::strsignal(WTERMSIG(how))) + ")");
  return corrupt("the decoder broke off on this picture (exit code " + std::to_string(WEXITSTATUS(how)) + ")");
}

}  // namespace kindred::images
