// CLI11 behind Arguments, and the program's entry.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "cli/command.h"
#include "cli/version.h"

namespace kindred::cli {
namespace {

class Cli11Arguments : public Arguments {
 public:
  explicit Cli11Arguments(CLI::App& app) : app_(app) {}

  void positional(std::string_view name, std::string& value, std::string_view help, bool required) override {
    app_.add_option(std::string(name), value, std::string(help))->required(required);
  }
  void positionals(std::string_view name, std::vector<std::string>& values, std::string_view help) override {
    app_.add_option(std::string(name), values, std::string(help));
  }
  void option(std::string_view name, std::string& value, std::string_view help, bool required) override {
    app_.add_option(std::string(name), value, std::string(help))->required(required)->capture_default_str();
  }
  void option(std::string_view name, std::int64_t& value, std::string_view help) override {
    app_.add_option(std::string(name), value, std::string(help))->capture_default_str();
  }
  void flag(std::string_view name, bool& value, std::string_view help) override {
    app_.add_flag(std::string(name), value, std::string(help));
  }

 private:
  CLI::App& app_;
};

// "model add" is the subcommand `add` of the subcommand `model`.
CLI::App* subcommand_for(CLI::App& root, const Command& command) {
  const std::string name(command.name());
  const auto space = name.find(' ');
  if (space == std::string::npos) return root.add_subcommand(name, std::string(command.summary()));
  const std::string group = name.substr(0, space);
  const std::vector<CLI::App*> known = root.get_subcommands([&](const CLI::App* app) { return app->get_name() == group; });
  CLI::App* parent = known.empty() ? nullptr : known.front();
  if (parent == nullptr) {
    parent = root.add_subcommand(group, "Commands about each " + group);
    parent->require_subcommand(1);
  }
  return parent->add_subcommand(name.substr(space + 1), std::string(command.summary()));
}

void print(const Error& error) {
  std::fprintf(stderr, "kindred: %s\n", error.message.c_str());
  if (!error.detail.empty()) std::fprintf(stderr, "  %s\n", error.detail.c_str());
}

int run(Command& command) {
  const Result<int> code = command.run();
  if (code) return *code;
  print(code.error());
  return 1;
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
  CLI::App root("Kindred: visual search for image datasets, on your own machine.", "kindred");
  root.set_version_flag("--version", std::string(kVersion));
  root.require_subcommand(1);
  root.footer("Start here: kindred demo, or kindred serve --data DIR. Each command explains itself: kindred COMMAND --help");
  const std::vector<std::unique_ptr<Command>> commands = make_commands();
  std::map<const CLI::App*, Command*> by_app;
  for (const auto& command : commands) {
    CLI::App* app = subcommand_for(root, *command);
    app->footer("Example:\n  " + std::string(command->example()));
    Cli11Arguments arguments(*app);
    command->declare(arguments);
    by_app.emplace(app, command.get());
  }
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    return root.exit(failure) == 0 ? 0 : 2;
  }
  for (const auto& [app, command] : by_app) {
    if (app->parsed()) return run(*command);
  }
  return 2;
}

}  // namespace kindred::cli
