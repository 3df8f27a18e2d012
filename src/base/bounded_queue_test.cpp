// Law: every item that was pushed is popped once, a producer's in its order; no more than the capacity are held; close() ends all waits.
#include "base/bounded_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace kindred {
namespace {

TEST(BoundedQueueTest, GivesItemsInOrderAndNothingWhenEmpty) {
  BoundedQueue<int> queue(3);
  EXPECT_EQ(queue.try_pop(), std::nullopt);
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.try_pop(), 2);
  EXPECT_EQ(queue.try_pop(), std::nullopt);
}

TEST(BoundedQueueTest, CloseDrainsAndRefuses) {
  BoundedQueue<std::unique_ptr<int>> queue(2);
  EXPECT_TRUE(queue.push(std::make_unique<int>(1)));
  queue.close();
  EXPECT_FALSE(queue.push(std::make_unique<int>(2)));
  EXPECT_EQ(**queue.pop(), 1);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

TEST(BoundedQueueTest, CloseWakesThoseWhoWait) {
  BoundedQueue<int> empty(1);
  BoundedQueue<int> full(1);
  ASSERT_TRUE(full.push(0));
  std::jthread popper([&] { EXPECT_EQ(empty.pop(), std::nullopt); });
  std::jthread pusher([&] { EXPECT_FALSE(full.push(1)); });
  empty.close();
  full.close();
}

TEST(BoundedQueueTest, GivesWholeBatchesAndSharesWhatIsLeft) {
  BoundedQueue<int> queue(20);
  for (int i = 0; i < 13; ++i)
    ASSERT_TRUE(queue.push(i));
  EXPECT_EQ(queue.pop_batch(4, 2), (std::vector{0, 1, 2, 3}));
  queue.close();
  EXPECT_EQ(queue.pop_batch(4, 2), (std::vector{4, 5, 6, 7}));  // nine are left: a share is five
  EXPECT_EQ(queue.pop_batch(4, 2), (std::vector{8, 9, 10}));
  EXPECT_EQ(queue.pop_batch(4, 2), (std::vector{11}));
  EXPECT_EQ(queue.pop_batch(4, 2), (std::vector{12}));
  EXPECT_TRUE(queue.pop_batch(4, 2).empty());
}

TEST(BoundedQueueTest, ABatchIsWaitedForUntilItIsWholeOrTheQueueClosed) {
  BoundedQueue<int> queue(4);
  std::vector<std::vector<int>> batches;
  std::jthread consumer([&] {
    for (auto batch = queue.pop_batch(4, 1); !batch.empty(); batch = queue.pop_batch(4, 1))
      batches.push_back(std::move(batch));
  });
  for (int i = 0; i < 6; ++i)
    ASSERT_TRUE(queue.push(i));
  queue.close();
  consumer.join();
  EXPECT_EQ(batches, (std::vector<std::vector<int>>{{0, 1, 2, 3}, {4, 5}}));
}

TEST(BoundedQueueTest, NothingIsLostRepeatedOrBeyondTheCapacityUnderLoad) {
  constexpr std::size_t kCapacity = 4;
  constexpr int kProducers = 3;
  constexpr int kItems = 5000;
  struct Item {
    int producer;
    int number;
  };
  BoundedQueue<Item> queue(kCapacity);
  std::atomic<int> pushed = 0;
  std::atomic<int> popped = 0;
  std::mutex mutex;
  std::vector<std::vector<int>> seen(kProducers);
  std::vector<std::jthread> consumers;
  for (int i = 0; i < 2; ++i) {
    consumers.emplace_back([&] {
      std::vector<int> last(kProducers, -1);
      while (const auto item = queue.pop()) {
        ++popped;
        ASSERT_GT(item->number, last[static_cast<std::size_t>(item->producer)]) << "a producer's items overtook each other";
        last[static_cast<std::size_t>(item->producer)] = item->number;
        const std::scoped_lock lock(mutex);
        seen[static_cast<std::size_t>(item->producer)].push_back(item->number);
      }
    });
  }
  {
    std::vector<std::jthread> producers;
    for (int producer = 0; producer < kProducers; ++producer) {
      producers.emplace_back([&, producer] {
        for (int number = 0; number < kItems; ++number) {
          ASSERT_TRUE(queue.push({producer, number}));
          // Each consumer may have popped one that it has not counted yet.
          ASSERT_LE(++pushed - popped, static_cast<int>(kCapacity) + 2 + kProducers);
        }
      });
    }
  }
  queue.close();
  consumers.clear();
  for (auto& numbers : seen) {
    std::sort(numbers.begin(), numbers.end());
    ASSERT_EQ(numbers.size(), static_cast<std::size_t>(kItems));
    for (int i = 0; i < kItems; ++i)
      ASSERT_EQ(numbers[static_cast<std::size_t>(i)], i);
  }
}

}  // namespace
}  // namespace kindred
