// Maps: a Projection is one UMAP run over the embeddings of a Datalake's images or of a version's images or shapes, a Clustering one
// DBSCAN run over a Projection's points.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/time.h"
#include "model/embedding.h"
#include "model/ids.h"

namespace kindred {

// Whose embeddings a map shows. A Datalake has images only.
struct MapScope {
  std::variant<DatalakeId, DatasetVersionId> of;
  EmbeddingKind kind = EmbeddingKind::images;
  bool operator==(const MapScope&) const = default;
};

struct Clustering {
  ClusteringId id;
  double eps = 0;
  int min_samples = 0;
  std::int64_t clusters = 0;
  std::int64_t noise = 0;  // points in no cluster
  std::string username;    // who asked for it
  Timestamp created_at;
};

struct Projection {
  ProjectionId id;
  MapScope scope;
  std::string name;
  std::string parameters_json;  // of UMAP and of the first Clustering, as they were asked for (usecases/map_parameters.h)
  std::string model_key;        // of the embeddings
  std::optional<JobId> job_id;  // the last one that worked on it
  std::optional<Uuid> file;     // of its points (usecases/map_files.h); nothing before they are computed
  std::int64_t points = 0;      // in the file, as are
  std::int64_t items = 0;       // these; some may be deleted since
  double recall = 1;            // the part of the true neighbours that were found
  double suggested_eps = 0;
  std::string username;
  Timestamp created_at;
  std::optional<Timestamp> computed_at;
};

}  // namespace kindred
