// kindred backup, kindred restore.
#include "usecases/backup.h"

#include <cinttypes>
#include <cstdio>

#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/workspace_arguments.h"

namespace kindred::cli {
namespace {

void show(std::uint64_t objects) { std::fprintf(stderr, "\r%" PRIu64 " pictures", objects); }

class BackupCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "backup"; }
  [[nodiscard]] std::string_view summary() const override {
    return "Copy the whole workspace of one moment, also while a server is at work; again into the same folder copies what is new";
  }
  [[nodiscard]] std::string_view example() const override { return "kindred backup /mnt/backups/kindred"; }
  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.positional("TARGET", target_, "An empty folder, or that of an earlier backup");
  }

  Result<int> run() override {
    const auto report = TRY(usecases::back_up(workspace_.folder, target_, interrupt_flag(), show));
    std::fprintf(stderr, "\r%" PRIu64 " pictures, %" PRIu64 " of them new\n", report.objects, report.copied);
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string target_;
};

class RestoreCommand : public Command {
 public:
  [[nodiscard]] std::string_view name() const override { return "restore"; }
  [[nodiscard]] std::string_view summary() const override { return "Make a data folder of a backup, checking every picture's content"; }
  [[nodiscard]] std::string_view example() const override { return "kindred restore /mnt/backups/kindred --data /srv/kindred"; }
  void declare(Arguments& arguments) override {
    workspace_.declare_folder(arguments);
    arguments.positional("BACKUP", backup_, "What kindred backup made");
  }

  Result<int> run() override {
    const auto report = TRY(usecases::restore(backup_, workspace_.folder, interrupt_flag(), show));
    std::fprintf(stderr, "\r%" PRIu64 " pictures restored into %s\n", report.objects, workspace_.folder.c_str());
    return 0;
  }

 private:
  WorkspaceArguments workspace_;
  std::string backup_;
};

}  // namespace

std::unique_ptr<Command> make_backup_command() { return std::make_unique<BackupCommand>(); }
std::unique_ptr<Command> make_restore_command() { return std::make_unique<RestoreCommand>(); }

}  // namespace kindred::cli
