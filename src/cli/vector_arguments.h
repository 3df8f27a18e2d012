// The arguments that say where vectors are searched; shared by the commands that serve a workspace.
#pragma once

#include <string>

#include "cli/command.h"
#include "usecases/vector_settings.h"

namespace kindred::cli {

struct VectorArguments {
  std::string backend;
  std::string qdrant_url;
  std::string qdrant_key_file;
  std::string qdrant_authorities_file;
  std::string qdrant_prefix = vectors::QdrantSettings{}.prefix;
  std::int64_t qdrant_shards = 1;
  std::int64_t qdrant_replicas = 1;
  std::int64_t qdrant_write_consistency = 1;
  bool qdrant_quantized = false;
  bool qdrant_on_disk = false;

  void declare(Arguments& arguments);
  // `invalid` for numbers that can't be, and for --qdrant options without an address.
  [[nodiscard]] Result<usecases::VectorSettings> settings() const;

 private:
  [[nodiscard]] vectors::QdrantSettings to_qdrant() const;
};

}  // namespace kindred::cli
