#pragma once

#include <string>

namespace kindred::cli {

// $KINDRED_DATA, else $XDG_DATA_HOME/kindred, else ~/.local/share/kindred.
std::string default_data_folder();

}  // namespace kindred::cli
