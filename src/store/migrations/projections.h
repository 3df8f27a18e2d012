// Maps: Projections and their Clusterings. The points lie in files of the data folder (usecases/map_files.h); a row names the one that counts.
//
// data_deletion counts how often Data left a Datalake, so that what is kept in memory about its Data can be made anew.
#pragma once

#include <array>
#include <string_view>

namespace kindred::store {

inline constexpr std::array<std::string_view, 6> kProjections{
    R"(CREATE TABLE projection(
      id BLOB PRIMARY KEY, datalake_id BLOB REFERENCES datalake(id) ON DELETE CASCADE,
      version_id BLOB REFERENCES dataset_version(id) ON DELETE CASCADE, kind TEXT NOT NULL, name TEXT NOT NULL, parameters TEXT NOT NULL,
      model_key TEXT NOT NULL, job_id BLOB, file BLOB, points INTEGER NOT NULL, items INTEGER NOT NULL, recall REAL NOT NULL,
      suggested_eps REAL NOT NULL, username TEXT NOT NULL, created_at INTEGER NOT NULL, computed_at INTEGER,
      CHECK ((datalake_id IS NULL) <> (version_id IS NULL))) STRICT, WITHOUT ROWID)",
    R"(CREATE INDEX projection_of_datalake ON projection(datalake_id, created_at, id) WHERE datalake_id IS NOT NULL)",
    R"(CREATE INDEX projection_of_version ON projection(version_id, created_at, id) WHERE version_id IS NOT NULL)",
    R"(CREATE TABLE clustering(
      projection_id BLOB PRIMARY KEY REFERENCES projection(id) ON DELETE CASCADE, id BLOB NOT NULL, eps REAL NOT NULL,
      min_samples INTEGER NOT NULL, clusters INTEGER NOT NULL, noise INTEGER NOT NULL, username TEXT NOT NULL,
      created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
    R"(CREATE TABLE data_deletion(
      datalake_id BLOB PRIMARY KEY REFERENCES datalake(id) ON DELETE CASCADE, deletions INTEGER NOT NULL) STRICT, WITHOUT ROWID)",
    R"(CREATE TRIGGER data_left AFTER DELETE ON data BEGIN
      INSERT INTO data_deletion(datalake_id, deletions) VALUES (OLD.datalake_id, 1)
        ON CONFLICT(datalake_id) DO UPDATE SET deletions = deletions + 1;
    END)",
};

}  // namespace kindred::store
