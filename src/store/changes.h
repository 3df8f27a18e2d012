// The log of changes (migrations/change_log.h): which rows changed since a moment, in the order of the changes.
// Thread-safety: as the Connection.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/result.h"
#include "model/ids.h"
#include "store/database.h"

namespace kindred::store {

enum class ChangeKind { data = 1, data_tag, embedding, asset, asset_tag, tag, shape, annotation };
enum class ChangeEffect { removed, added, changed };

struct Change {
  Uuid scope;  // the Datalake or the version
  ChangeKind kind = ChangeKind::data;
  std::int64_t item = 0;  // the Data's seq, the Asset's or shape's row number, the Annotation's number
  TagId tag;              // of kinds that are about one
  ChangeEffect effect = ChangeEffect::changed;
};

// The number of the newest change; 0 when there was none.
Result<std::int64_t> last_change(Connection& connection);
// Whether all changes after that one are still there.
Result<bool> keeps_changes_after(Connection& connection, std::int64_t change);
Result<void> for_each_change(Connection& connection, std::int64_t after, const std::function<void(const Change&)>& visit);

}  // namespace kindred::store
