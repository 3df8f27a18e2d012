// A workspace on the network until the process is asked to end: shared by serve and demo.
#pragma once

#include <string>

#include "cli/command.h"
#include "usecases/workspace.h"

namespace kindred::cli {

struct ServeArguments {
  std::string listen = "127.0.0.1:8080";
  std::string public_url;
  void declare(Arguments& arguments);
};

// Prints the address with a link that logs a browser in once, serves, and ends in good order on Ctrl+C or SIGTERM.
Result<int> serve_workspace(usecases::Workspace& workspace, const ServeArguments& arguments);

}  // namespace kindred::cli
