#include "cli/commands.h"

#include <array>

namespace kindred::cli {
namespace {

using Make = std::unique_ptr<Command> (*)();

// In the order of --help.
constexpr std::array<Make, 20> kCommands{make_serve_command,      make_demo_command,       make_import_command,    make_export_command,
                                         make_search_command,     make_map_create_command, make_map_list_command,  make_map_export_command,
                                         make_map_select_command, make_jobs_list_command,  make_jobs_wait_command, make_jobs_cancel_command,
                                         make_model_list_command, make_model_show_command, make_model_add_command, make_token_command,
                                         make_embed_command,      make_tokenize_command,   make_project_command,   make_cluster_command};

}  // namespace

std::vector<std::unique_ptr<Command>> make_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  for (const Make make : kCommands)
    commands.push_back(make());
  return commands;
}

}  // namespace kindred::cli
