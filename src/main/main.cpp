// The program: everything is chosen and started from the command line.
#include "cli/command.h"

int main(int argc, char** argv) { return kindred::cli::run_command_line(argc, argv); }
