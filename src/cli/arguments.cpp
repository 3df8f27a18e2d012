// CLI11 behind Arguments, and the program's entry.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <map>

#include "cli/command.h"
#include "cli/version.h"
#include "images/child/decoder_child.h"

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

struct Group {
  std::string_view name;
  std::string_view summary;
};
constexpr std::array kGroups{Group{"jobs", "Look at background jobs, wait for them, cancel them"},
                             Group{"map", "Make maps of images or shapes, list, export them, and select on them"},
                             Group{"model", "List, show and register embedding models"}};

CLI::App* group_for(CLI::App& root, const std::string& name) {
  const std::vector<CLI::App*> known = root.get_subcommands([&](const CLI::App* app) { return app->get_name() == name; });
  if (!known.empty()) return known.front();
  const auto* group = std::find_if(kGroups.begin(), kGroups.end(), [&](const Group& one) { return one.name == name; });
  return root.add_subcommand(name, group == kGroups.end() ? "" : std::string(group->summary));
}

// Which command line words lead to which command.
class Words {
 public:
  explicit Words(CLI::App& root) : root_(root) {}

  // "model add" is the subcommand `add` of `model`; "model list" is `model` alone too.
  void add(Command& command) {
    const std::string name(command.name());
    const auto space = name.find(' ');
    if (space == std::string::npos) {
      declare(*root_.add_subcommand(name, std::string(command.summary())), command);
      return;
    }
    CLI::App* group = group_for(root_, name.substr(0, space));
    declare(*group->add_subcommand(name.substr(space + 1), std::string(command.summary())), command);
    if (name.ends_with(" list")) declare(*group, command);
  }

  [[nodiscard]] Command* parsed() const {
    const CLI::App* last = &root_;
    while (!last->get_subcommands().empty())
      last = last->get_subcommands().front();
    const auto place = commands_.find(last);
    return place == commands_.end() ? nullptr : place->second;
  }

 private:
  void declare(CLI::App& app, Command& command) {
    app.footer("Example:\n  " + std::string(command.example()));
    Cli11Arguments arguments(app);
    command.declare(arguments);
    commands_.emplace(&app, &command);
  }

  CLI::App& root_;
  std::map<const CLI::App*, Command*> commands_;
};

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
  if (argc == 2 && argv[1] == images::kDecoderChildArgument) return images::run_decoder_child();
  // A closed pipe and a file that may not grow are errors of the write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  CLI::App root("Kindred: visual search for image datasets, on your own machine.", "kindred");
  root.set_version_flag("--version", std::string(kVersion));
  root.require_subcommand(1);
  root.footer("Start here: kindred demo, or kindred serve --data DIR. Each command explains itself: kindred COMMAND --help");
  const std::vector<std::unique_ptr<Command>> commands = make_commands();
  Words words(root);
  for (const auto& command : commands)
    words.add(*command);
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& failure) {
    return root.exit(failure) == 0 ? 0 : 2;
  }
  Command* command = words.parsed();
  if (command != nullptr) return run(*command);
  std::fprintf(stderr, "%s", root.help().c_str());
  return 2;
}

}  // namespace kindred::cli
