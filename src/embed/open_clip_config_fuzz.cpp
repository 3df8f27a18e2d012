// No text crashes the reader, and a config it accepts describes tensors that can be listed.

#include <cstdlib>

#include "embed/open_clip_config.h"
#include "embed/state_dict.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto config = kindred::embed::parse_open_clip_config({reinterpret_cast<const char*>(data), size});
  if (!config) return 0;
  if (kindred::embed::vision_tensors(*config).empty() || kindred::embed::text_tensors(*config, "text.").empty()) std::abort();
  return 0;
}
