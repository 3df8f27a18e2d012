#include "images/picture_decoder.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <utility>

#include "base/log.h"
#include "base/threads.h"
#include "images/child/decoder_process.h"

namespace kindred::images {
namespace {

class LocalDecoder final : public PictureDecoder {
 public:
  Result<ImageInfo> probe(std::span<const std::uint8_t> bytes, const DecodeOptions& options) override {
    return images::probe(bytes, options);
  }
  Result<Image> decode(std::span<const std::uint8_t> bytes, const DecodeOptions& options) override {
    return images::decode(bytes, options);
  }
};

// Linux counts niceness per thread, and a child begins with that of the thread that starts it.
int niceness_of_this_thread() { return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid))); }

// Children by niceness, so that what a person waits for is not decoded by one that background work has started.
class ChildDecoder final : public PictureDecoder {
 public:
  explicit ChildDecoder(ChildOptions options) : options_(std::move(options)) {
    if (options_.children == 0) options_.children = usable_cpus();
  }

  Result<ImageInfo> probe(std::span<const std::uint8_t> bytes, const DecodeOptions& options) override {
    return ask<ImageInfo>([&](DecoderProcess& child) { return child.probe(bytes, options); });
  }
  Result<Image> decode(std::span<const std::uint8_t> bytes, const DecodeOptions& options) override {
    return ask<Image>([&](DecoderProcess& child) { return child.decode(bytes, options); });
  }

 private:
  struct Crew {
    std::size_t at_work = 0;
    std::vector<std::unique_ptr<DecoderProcess>> idle;
  };

  // A right to use one child: there are options_.children of them.
  class Place {
   public:
    Place(ChildDecoder& decoder, int niceness) : decoder_(decoder), niceness_(niceness) {
      std::unique_lock lock(decoder_.mutex_);
      decoder_.free_place_.wait(lock, [&] { return decoder_.crews_[niceness_].at_work < decoder_.options_.children; });
      ++decoder_.crews_[niceness_].at_work;
    }
    ~Place() {
      const std::scoped_lock lock(decoder_.mutex_);
      --decoder_.crews_[niceness_].at_work;
      decoder_.free_place_.notify_all();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    ChildDecoder& decoder_;
    int niceness_;
  };

  template <typename Answer, typename Question>
  Result<Answer> ask(const Question& question) {
    const int niceness = niceness_of_this_thread();
    const Place place(*this, niceness);
    // Whoever kills children need not mean this picture, so it gets new ones; but one that has the system kill three wants too much.
    constexpr int kStarts = 3;
    for (int starts = 0; starts < kStarts;) {
      std::unique_ptr<DecoderProcess> child = take_idle(niceness);
      if (!child) {
        child = TRY(start());
        ++starts;
      }
      std::optional<Result<Answer>> answer = question(*child);
      if (child->is_alive()) put_back(niceness, std::move(child));
      if (answer) return *std::move(answer);
    }
    return corrupt("the processes that decoded this picture were killed, one after the other: perhaps it takes all memory");
  }

  // Null when there is none.
  std::unique_ptr<DecoderProcess> take_idle(int niceness) {
    const std::scoped_lock lock(mutex_);
    auto& idle = crews_[niceness].idle;
    if (idle.empty()) return nullptr;
    std::unique_ptr<DecoderProcess> child = std::move(idle.back());
    idle.pop_back();
    return child;
  }

  Result<std::unique_ptr<DecoderProcess>> start() {
    Result<std::unique_ptr<DecoderProcess>> started = DecoderProcess::start(options_);
    if (!started) started = DecoderProcess::start(options_);  // it may have been killed before it could say hello
    std::unique_ptr<DecoderProcess> child = TRY(std::move(started));
    if (!child->unguarded().empty()) {
      std::call_once(warned_, [&] { log_warning("decoding_children=unguarded reason=\"" + child->unguarded() + "\""); });
    }
    return child;
  }

  void put_back(int niceness, std::unique_ptr<DecoderProcess> child) {
    const std::scoped_lock lock(mutex_);
    crews_[niceness].idle.push_back(std::move(child));
  }

  ChildOptions options_;
  std::once_flag warned_;
  std::mutex mutex_;  // guards crews_
  std::condition_variable free_place_;
  std::map<int, Crew> crews_;
};

}  // namespace

std::unique_ptr<PictureDecoder> make_local_decoder() { return std::make_unique<LocalDecoder>(); }

std::unique_ptr<PictureDecoder> make_child_decoder(ChildOptions options) { return std::make_unique<ChildDecoder>(std::move(options)); }

}  // namespace kindred::images
