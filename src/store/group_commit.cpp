#include "store/group_commit.h"

#include <cassert>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/threads.h"

namespace kindred::store {

class GroupCommit::Batch {
 public:
  [[nodiscard]] std::size_t size() const { return items_.size(); }

  void take(Waiting& waiting) { items_.emplace_back(&waiting); }

  // Runs the work taken last, undone alone when it fails. An Error means that the whole transaction is lost.
  Result<void> run_last(Connection& connection) { return items_.size() == 1 ? run_first(connection) : run_in_savepoint(connection); }

  void answer(const Result<void>& transaction) {
    for (Item& item : items_) {
      if (item.thrown) {
        item.waiting->answer.set_exception(item.thrown);
      } else if (!item.result) {
        item.waiting->answer.set_value(std::move(item.result));
      } else {
        item.waiting->answer.set_value(transaction);
      }
    }
  }

 private:
  struct Item {
    explicit Item(Waiting* from) : waiting(from) {}
    Waiting* waiting;
    Result<void> result;
    std::exception_ptr thrown;
  };

  // True when the work has to be undone.
  static bool fails(Item& item, Connection& connection) {
    try {
      item.result = (*item.waiting->work)(connection);
    } catch (...) {
      item.thrown = std::current_exception();  // thrown again where the work came from
    }
    return item.thrown || !item.result;
  }

  // Nothing is before it in the transaction, so the transaction is its savepoint. That matters for large works: within a savepoint
  // SQLite copies each page before it changes it.
  Result<void> run_first(Connection& connection) {
    if (!fails(items_.back(), connection)) return {};
    const auto undone = execute(connection, "ROLLBACK");
    if (!undone) log_info("event=rollback reason=\"" + undone.error().message + "\"");  // SQLite has rolled back by itself
    TRY(execute(connection, "BEGIN IMMEDIATE"));
    return {};
  }

  Result<void> run_in_savepoint(Connection& connection) {
    Item& item = items_.back();
    TRY(execute(connection, "SAVEPOINT work"));
    if (fails(item, connection)) {
      const auto undone = execute(connection, "ROLLBACK TO work");
      // SQLite rolls back the whole transaction by itself when, for instance, the disk is full: that's the reason to tell then.
      if (!undone) return item.result ? undone.error() : item.result.error();
    }
    TRY(execute(connection, "RELEASE work"));
    return {};
  }

  std::vector<Item> items_;
};

GroupCommit::GroupCommit(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)), thread_([this] { write_until_closed(); }) {}

GroupCommit::~GroupCommit() {
  queue_.close();
  thread_.join();
}

Result<void> GroupCommit::run(const Work& work) {
  assert(std::this_thread::get_id() != thread_.get_id() && "a write within a write would wait for itself");
  Waiting waiting{&work, {}};
  std::future<Result<void>> answer = waiting.answer.get_future();
  if (!queue_.push(&waiting)) return unavailable("The database is being closed: nothing was written");
  return answer.get();
}

void GroupCommit::write_until_closed() {
  name_this_thread("db writer");
  while (const auto first = queue_.pop()) {
    Batch batch;
    batch.answer(write_batch(**first, batch));
  }
}

Result<void> GroupCommit::write_batch(Waiting& first, Batch& batch) {
  batch.take(first);
  const auto run_all = [&]() -> Result<void> {
    const auto deadline = std::chrono::steady_clock::now() + kMaxBatchTime;
    TRY(execute(*connection_, "BEGIN IMMEDIATE"));
    TRY(batch.run_last(*connection_));
    while (batch.size() < kMaxBatch && std::chrono::steady_clock::now() < deadline) {
      const auto next = queue_.try_pop();
      if (!next) break;
      batch.take(**next);
      TRY(batch.run_last(*connection_));
    }
    TRY(execute(*connection_, "COMMIT"));
    return {};
  };
  Result<void> committed = run_all();
  if (!committed) {
    log_error("event=commit_failed works=" + std::to_string(batch.size()) + " reason=\"" + committed.error().message + "\"");
    // SQLite may have rolled back by itself already; this fails then, which is as good.
    const auto undone = execute(*connection_, "ROLLBACK");
    if (!undone) log_info("event=rollback reason=\"" + undone.error().message + "\"");
  }
  return committed;
}

}  // namespace kindred::store
