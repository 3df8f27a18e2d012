// Finds a version's Assets by the names that annotation files give to pictures.
//
// A name is compared as a whole with object names; then its last two parts ("train/a.jpg") with those of object names; then its last part
// with file names; then, when it has no extension as in YOLO's label files, with file names without theirs. Names that fit several Assets
// fit none. Built from one walk over the version, about 110 bytes an Asset: names are kept as the first 16 bytes of their SHA-256.
// Thread-safety: immutable after load().
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/stop_flag.h"
#include "usecases/workspace.h"

namespace kindred::usecases {

class AssetNames {
 public:
  struct Match {
    AssetId id;
    int width = 0;  // 0 x 0 while the Data's size is unknown
    int height = 0;
  };
  enum class Miss { none_of_that_name, several_of_that_name };

  static Result<AssetNames> load(Workspace& workspace, DatasetVersionId version, const StopFlag& stop);

  // Null when none or several fit; `miss` then says which.
  [[nodiscard]] const Match* find(std::string_view name, Miss& miss) const;

 private:
  enum class Part : std::uint8_t { object_name, last_two, filename, stem };
  using Key = std::array<std::uint8_t, 16>;
  struct Entry {
    Key key{};
    std::uint32_t asset = 0;
  };

  static Key key_of(Part part, std::string_view name);
  void add(const Asset& asset);

  std::vector<Match> assets_;
  std::vector<Entry> entries_;  // by key
};

}  // namespace kindred::usecases
