// Background work that survives restarts: jobs are rows; a runner takes them in order and hands each to the function
// registered for its type. What jobs do is not known here.
//
// A job found `running` at start was interrupted: it is queued again and goes on from its payload and from what it has already
// stored. Thread-safety: all members, any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/stop_flag.h"
#include "model/job.h"
#include "store/database.h"

namespace kindred::jobs {

// What a running job may say and must look at.
class Context {
 public:
  virtual ~Context() = default;
  [[nodiscard]] virtual const Job& job() const = 0;
  // Set by cancel, pause and shutdown: return soon, with all done work stored.
  [[nodiscard]] virtual const StopFlag& stop() const = 0;
  // Cheap: kept in memory for readers at once, written to the database at most once a second.
  virtual void progress(std::int64_t done, std::int64_t total, std::string_view stage) = 0;
};

// The message of a finished job, or why it failed. An Error of kind `stopped` ends it as cancelled or paused, or leaves it queued at
// shutdown. What it throws is a failure too.
using Work = std::function<Result<std::string>(Context&)>;

struct NewJob {
  OrganizationId organization_id;
  std::string type;
  std::string target;
  std::string payload_json;
  std::string username;
};

struct JobFilter {
  std::optional<std::string> type;
  std::optional<std::string> target;
  std::optional<JobStatus> status;
  std::size_t limit = 100;
  std::optional<JobId> before;  // cursor: jobs older than this one
};

class Queue {
 public:
  virtual ~Queue() = default;
  // Within the caller's transaction, so that a job and what it is about are one commit. Call wake() after the commit.
  static Result<JobId> insert(store::Connection& connection, const NewJob& job);
  virtual void wake() = 0;

  virtual Result<Job> find(JobId id) = 0;                                                           // with progress up to date
  virtual Result<std::vector<Job>> list(OrganizationId organization, const JobFilter& filter) = 0;  // newest first
  // A queued or paused job changes at once; a running one is asked to stop, and changes when it has: work that ends before it sees
  // that keeps its own end. A cancel can't be taken back. `conflict` for a job that has ended, or is being cancelled.
  virtual Result<Job> cancel(JobId id) = 0;
  virtual Result<Job> pause(JobId id) = 0;
  // Queues a paused job again. Nothing changes for one that is queued or running.
  virtual Result<Job> resume(JobId id) = 0;
  // Blocks until the job has ended (or `timeout_ms` is over: then the job as it is).
  virtual Result<Job> wait(JobId id, std::int64_t timeout_ms) = 0;

  // Called for each change of status and progress, from the thread that made it; must be quick, and must not throw.
  using Listener = std::function<void(const Job&)>;
  virtual void listen(Listener listener) = 0;

  // Queues interrupted jobs again and starts `workers` threads of low priority. A job whose type has no row in `work` fails with a
  // message that names the types there are. `conflict` when the queue was started already.
  virtual Result<void> start(std::map<std::string, Work, std::less<>> work, std::size_t workers) = 0;
  // Asks running jobs to stop, waits for them, leaves them queued for the next start. Called by the destructor too; not to be
  // called from work or a listener.
  virtual void stop() = 0;
};

std::unique_ptr<Queue> make_queue(store::Database& database);

}  // namespace kindred::jobs
