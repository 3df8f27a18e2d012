// No bytes crash the reader or make a view reach outside the file.

#include <cstdlib>

#include "embed/safetensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span file(data, size);
  const auto tensors = kindred::embed::parse_safetensors(file, "the input");
  if (!tensors) return 0;
  for (const auto& [name, tensor] : *tensors) {
    if (tensor.bytes.data() < data || tensor.bytes.data() + tensor.bytes.size() > data + size) std::abort();
  }
  return 0;
}
