// How near is the exact scan to the speed of memory? One query over N vectors of 512 dimensions, beside loops that only read, or copy,
// as many bytes with as many threads. Interleaved, in one run; the median of each.
//
// Usage: bench_exact_scan [COUNT...]   (default: 70000 1000000)
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "base/float16.h"
#include "base/ids.h"
#include "base/threads.h"
#include "vectors/backends.h"
#include "vectors/dot.h"

namespace {

using namespace kindred;

constexpr std::size_t kDimension = 512;
constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr int kRounds = 15;

struct Free {
  void operator()(std::uint64_t* memory) const { std::free(memory); }
};
using Words = std::unique_ptr<std::uint64_t[], Free>;

// With huge pages, as the index has them.
Words allocate_words(std::size_t count) {
  const std::size_t bytes = (count * sizeof(std::uint64_t) + kHugePage - 1) / kHugePage * kHugePage;
  void* memory = std::aligned_alloc(kHugePage, bytes);
  if (memory == nullptr) std::abort();
  ::madvise(memory, bytes, MADV_HUGEPAGE);
  std::memset(memory, 1, bytes);
  return Words(static_cast<std::uint64_t*>(memory));
}

// In pieces of 4 MiB that the threads take as they are free, as the scan does: on a busy machine halves would wait for the slower one.
template <typename Work>
void in_parallel(std::size_t count, const Work& work) {
  constexpr std::size_t kPiece = (std::size_t{4} << 20) / sizeof(std::uint64_t);
  std::atomic<std::size_t> next = 0;
  const auto take_pieces = [&] {
    for (std::size_t begin = next.fetch_add(kPiece); begin < count; begin = next.fetch_add(kPiece)) {
      work(begin, std::min(begin + kPiece, count));
    }
  };
  std::vector<std::jthread> helpers;
  for (std::size_t i = 1; i < usable_cpus(); ++i)
    helpers.emplace_back(take_pieces);
  take_pieces();
}

void read_words(const std::uint64_t* words, std::size_t begin, std::size_t end) {
  std::uint64_t sum = 0;
  for (std::size_t i = begin; i < end; ++i)
    sum += words[i];
  volatile std::uint64_t kept = sum;  // so that the loop is not left out
  static_cast<void>(kept);
}

template <typename Work>
double seconds(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

std::unique_ptr<vectors::VectorIndex> make_filled_index(std::size_t count) {
  auto index = vectors::make_vector_index("exact", {.dimension = kDimension}).value();
  std::mt19937 random(1);
  constexpr std::size_t kBatch = 1024;
  for (std::size_t begin = 0; begin < count; begin += kBatch) {
    std::vector<Uuid> ids(std::min(kBatch, count - begin));
    std::vector<std::uint16_t> halves(ids.size() * kDimension);
    for (Uuid& id : ids)
      id = new_uuid();
    for (auto& half : halves)
      half = static_cast<std::uint16_t>((random() & 0x83FF) | 0x2800);  // about 0.03 to 0.06, of either sign
    if (!index->upsert(ids, halves)) std::abort();
  }
  return index;
}

void measure(std::size_t count) {
  const std::size_t bytes = count * kDimension * sizeof(std::uint16_t);
  const std::size_t words = bytes / sizeof(std::uint64_t);
  const auto index = make_filled_index(count);
  const Words source = allocate_words(words);
  const Words target = allocate_words(words / 2);
  const std::vector<float> query(kDimension, 0.04F);
  std::vector<double> scan;
  std::vector<double> read;
  std::vector<double> copy;
  for (int round = 0; round < kRounds; ++round) {
    read.push_back(seconds([&] { in_parallel(words, [&](std::size_t begin, std::size_t end) { read_words(source.get(), begin, end); }); }));
    scan.push_back(seconds([&] {
      if (!index->search({query, 20})) std::abort();
    }));
    // Half is read and half is written: as many bytes altogether.
    copy.push_back(seconds([&] {
      in_parallel(words / 2, [&](std::size_t begin, std::size_t end) {
        std::memcpy(target.get() + begin, source.get() + begin, (end - begin) * sizeof(std::uint64_t));
      });
    }));
  }
  const double gigabytes = static_cast<double>(bytes) / 1e9;
  const double s = median(scan);
  const double r = median(read);
  const double c = median(copy);
  std::printf("%9zu x %zu   scan %7.2f ms %6.1f GB/s   read loop %6.1f GB/s   copy loop %6.1f GB/s   scan/read %.2f   scan/copy %.2f\n",
              count, kDimension, s * 1e3, gigabytes / s, gigabytes / r, gigabytes / c, r / s, c / s);
}

}  // namespace

int main(int argc, char** argv) {
  std::printf("exact scan, f16, kernel %s, %zu threads, median of %d\n", std::string(vectors::best_dot_kernel().name).c_str(),
              usable_cpus(), kRounds);
  std::vector<std::size_t> counts;
  for (int i = 1; i < argc; ++i)
    counts.push_back(std::strtoul(argv[i], nullptr, 10));
  if (counts.empty()) counts = {70'000, 1'000'000};
  for (const std::size_t count : counts)
    measure(count);
}
