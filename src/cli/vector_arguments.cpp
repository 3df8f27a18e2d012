#include "cli/vector_arguments.h"

#include <filesystem>

namespace kindred::cli {
namespace {

// What is recorded is read from wherever a later command is started.
std::string absolute(const std::string& path) { return path.empty() ? path : std::filesystem::absolute(path).string(); }

}  // namespace

void VectorArguments::declare(Arguments& arguments) {
  arguments.option("--vectors", backend,
                   "Where vectors are searched: exact or embedded (in this process) or qdrant; recorded in the workspace");
  arguments.option("--qdrant-url", qdrant_url, "http(s)://HOST:PORT of a Qdrant of 1.17 to 1.19; recorded with the other --qdrant options");
  arguments.option("--qdrant-api-key-file", qdrant_key_file, "A file with its key (else: environment variable KINDRED_QDRANT_API_KEY)");
  arguments.option("--qdrant-ca-file", qdrant_authorities_file, "Certificate authorities for https, PEM; else the system's");
  arguments.option("--qdrant-prefix", qdrant_prefix, "What the names of its collections begin with; another for each copy of a workspace");
  arguments.option("--qdrant-shards", qdrant_shards, "Shards of collections that are made from now on");
  arguments.option("--qdrant-replicas", qdrant_replicas, "Copies of each shard");
  arguments.option("--qdrant-write-consistency", qdrant_write_consistency, "How many copies have a write before it counts");
  arguments.flag("--qdrant-quantized", qdrant_quantized, "Hold int8 vectors in memory and score the best again with the full ones");
  arguments.flag("--qdrant-on-disk", qdrant_on_disk, "Leave full vectors and graph on the disk");
}

vectors::QdrantSettings VectorArguments::to_qdrant() const {
  vectors::QdrantSettings qdrant;
  qdrant.url = qdrant_url;
  qdrant.prefix = qdrant_prefix;
  qdrant.authorities_file = absolute(qdrant_authorities_file);
  qdrant.shards = static_cast<int>(qdrant_shards);
  qdrant.replicas = static_cast<int>(qdrant_replicas);
  qdrant.write_consistency = static_cast<int>(qdrant_write_consistency);
  qdrant.quantized = qdrant_quantized;
  qdrant.on_disk = qdrant_on_disk;
  return qdrant;
}

Result<usecases::VectorSettings> VectorArguments::settings() const {
  usecases::VectorSettings settings{.backend = backend, .qdrant = std::nullopt, .qdrant_key_file = absolute(qdrant_key_file)};
  if (qdrant_url.empty()) {
    if (to_qdrant() == VectorArguments{}.to_qdrant()) return settings;
    return invalid("The --qdrant options are recorded together: give --qdrant-url with them");
  }
  if (qdrant_shards < 1 || qdrant_shards > 1'000 || qdrant_replicas < 1 || qdrant_replicas > 100 || qdrant_write_consistency < 1 ||
      qdrant_write_consistency > qdrant_replicas) {
    return invalid("--qdrant-shards is from 1 to 1000, --qdrant-replicas from 1 to 100, --qdrant-write-consistency from 1 to the replicas");
  }
  settings.qdrant = to_qdrant();
  return settings;
}

}  // namespace kindred::cli
