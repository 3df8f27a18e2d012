// A copy of a whole data folder, made while a server may be at work on it, and the way back.
//
// What is copied belongs to one moment: the database is copied first, as one snapshot. Objects are immutable, vector files only grow,
// and maps and models are written before their rows, so whatever the snapshot speaks of is in the files copied after it, unless it was
// removed meanwhile; then all is begun again, keeping what was copied, at most five times. A backup into the folder of an earlier one
// copies only what is new. `backup.json` is written last: a folder without it is no backup.
//
//   kindred.sqlite  objects/  vectors/  maps/  models/   as in the data folder (thumbnails and caches are made again)
//   backup.json                                          when it was made, and the SHA-256 of kindred.sqlite
//
// Thread-safety: free functions; one backup at a time into one folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/result.h"
#include "base/stop_flag.h"

namespace kindred::usecases {

struct CopyReport {
  std::uint64_t objects = 0;  // image files in the backup
  std::uint64_t copied = 0;   // of them, those that were not there yet
};
// Called now and then with the number of objects looked at.
using CopyProgress = std::function<void(std::uint64_t objects)>;

// Everything is on the disk when this returns. `not_found` when there is no workspace in `data`, `conflict` when `target` holds
// something else than a backup.
Result<CopyReport> back_up(const std::filesystem::path& data, const std::filesystem::path& target, const StopFlag& stop,
                           const CopyProgress& progress);

// Makes a data folder of a backup, with every object's content checked against its hash. `conflict` unless `data` is empty or not
// there; `corrupt`, naming the file, for a backup that is damaged. Nothing is left in `data` after a failure.
Result<CopyReport> restore(const std::filesystem::path& backup, const std::filesystem::path& data, const StopFlag& stop,
                           const CopyProgress& progress);

}  // namespace kindred::usecases
