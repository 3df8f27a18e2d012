// kindred jobs list, wait, cancel.
#include <cstdio>

#include "cli/commands.h"
#include "cli/progress_bar.h"
#include "cli/run_jobs.h"
#include "cli/workspace_arguments.h"

namespace kindred::cli {
namespace {

void print(const Job& job) {
  std::printf("%s  %-18s %-9s %lld/%lld  %s  %s\n", to_string(job.id).c_str(), job.type.c_str(), std::string(to_string(job.status)).c_str(),
              static_cast<long long>(job.done), static_cast<long long>(job.total), to_iso8601(job.created_at).c_str(), job.message.c_str());
}

class JobsListCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "jobs list"; }
  [[nodiscard]] std::string_view summary() const override { return "List background jobs, newest first"; }
  [[nodiscard]] std::string_view example() const override { return "kindred jobs list --data DIR"; }
  void declare(Arguments& arguments) override { workspace_.declare_folder(arguments); }

  Result<int> run() override {
    const auto workspace = TRY(workspace_.open_rows());
    for (const Job& job : TRY(workspace->jobs().list(workspace->organization().id, {})))
      print(job);
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
};

class JobsWaitCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "jobs wait"; }
  [[nodiscard]] std::string_view summary() const override { return "Run queued and interrupted jobs until all have ended"; }
  [[nodiscard]] std::string_view example() const override { return "kindred jobs wait --data DIR"; }
  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    workspace_.declare_embedding(arguments);
  }

  Result<int> run() override {
    const auto workspace = TRY(workspace_.open());
    return run_all_jobs(*workspace);
  }

 private:
  WorkspaceArguments workspace_;
};

class JobsCancelCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "jobs cancel"; }
  [[nodiscard]] std::string_view summary() const override { return "Cancel a job that has not ended"; }
  [[nodiscard]] std::string_view example() const override { return "kindred jobs cancel 0193e0a2-… --data DIR"; }
  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.positional("JOB", job_, "The job's id, as listed");
  }

  Result<int> run() override {
    const JobId id = TRY(JobId::parse(job_));
    const auto workspace = TRY(workspace_.open());
    print(TRY(workspace->jobs().cancel(id)));
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string job_;
};

}  // namespace

std::unique_ptr<Command> make_jobs_list_command() { return std::make_unique<JobsListCommand>(); }
std::unique_ptr<Command> make_jobs_wait_command() { return std::make_unique<JobsWaitCommand>(); }
std::unique_ptr<Command> make_jobs_cancel_command() { return std::make_unique<JobsCancelCommand>(); }

}  // namespace kindred::cli
