// One command of the program. Each has a file in commands/ that exports one make_ function, and a row in commands.cpp.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kindred::cli {

// Declares what a command understands; values are written to the given variables before run(). Over CLI11 (arguments.cpp).
class Arguments {
 public:
  virtual ~Arguments() = default;
  virtual void positional(std::string_view name, std::string& value, std::string_view help, bool required = true) = 0;
  virtual void positionals(std::string_view name, std::vector<std::string>& values, std::string_view help) = 0;
  // `name` as typed: "--out". The default shown is the variable's value.
  virtual void option(std::string_view name, std::string& value, std::string_view help, bool required = false) = 0;
  virtual void option(std::string_view name, std::int64_t& value, std::string_view help) = 0;
  virtual void flag(std::string_view name, bool& value, std::string_view help) = 0;
};

class Command {
 public:
  virtual ~Command() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;     // "embed", "model add"
  [[nodiscard]] virtual std::string_view summary() const = 0;  // one line
  [[nodiscard]] virtual std::string_view example() const = 0;  // shown at the end of --help
  virtual void declare(Arguments& arguments) = 0;
  // The exit code; an Error is printed on standard error and gives 1.
  virtual Result<int> run() = 0;
};

std::vector<std::unique_ptr<Command>> make_commands();

// Parses the command line, runs the command, and gives the exit code of the process: 0 success, 1 failure, 2 wrong usage.
int run_command_line(int argc, const char* const* argv);

}  // namespace kindred::cli
