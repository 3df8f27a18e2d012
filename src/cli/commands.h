// What each file of commands/ exports.
#pragma once

#include <memory>

#include "cli/command.h"

namespace kindred::cli {

std::unique_ptr<Command> make_cluster_command();
std::unique_ptr<Command> make_demo_command();
std::unique_ptr<Command> make_embed_command();
std::unique_ptr<Command> make_export_command();
std::unique_ptr<Command> make_import_command();
std::unique_ptr<Command> make_jobs_cancel_command();
std::unique_ptr<Command> make_jobs_list_command();
std::unique_ptr<Command> make_jobs_wait_command();
std::unique_ptr<Command> make_map_create_command();
std::unique_ptr<Command> make_map_export_command();
std::unique_ptr<Command> make_map_list_command();
std::unique_ptr<Command> make_map_select_command();
std::unique_ptr<Command> make_model_add_command();
std::unique_ptr<Command> make_model_list_command();
std::unique_ptr<Command> make_model_show_command();
std::unique_ptr<Command> make_project_command();
std::unique_ptr<Command> make_search_command();
std::unique_ptr<Command> make_serve_command();
std::unique_ptr<Command> make_token_command();
std::unique_ptr<Command> make_tokenize_command();

}  // namespace kindred::cli
