// How a Qdrant is reached, and how collections are made in it. Numbers count for collections made from then on.
#pragma once

#include <chrono>
#include <string>

namespace kindred::vectors {

struct QdrantSettings {
  std::string url;                  // http(s)://HOST:PORT
  std::string api_key;              // empty: none is sent
  std::string authorities_file;     // PEM, for https; empty: the system's
  std::string prefix = "kindred-";  // of collection names: two workspaces on one Qdrant need two
  int shards = 1;
  int replicas = 1;
  int write_consistency = 1;   // how many replicas have a write before it counts
  bool quantized = false;      // int8 in memory; the best are then scored again with the full vectors
  bool on_disk = false;        // full vectors and graph mapped from the disk in place of held in memory
  bool half_precision = true;  // float16 on the server, as in the vector files; else float32
  std::chrono::milliseconds timeout{60'000};

  bool operator==(const QdrantSettings&) const = default;
};

}  // namespace kindred::vectors
