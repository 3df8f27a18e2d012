#include "store/changes.h"

#include "store/rows.h"

namespace kindred::store {

Result<std::int64_t> last_change(Connection& connection) { return read_int(query(connection, "SELECT max(seq) FROM change")); }

Result<bool> keeps_changes_after(Connection& connection, std::int64_t change) {
  const std::int64_t first = TRY(read_int(query(connection, "SELECT min(seq) FROM change")));
  return first <= change + 1;
}

Result<void> for_each_change(Connection& connection, std::int64_t after, const std::function<void(const Change&)>& visit) {
  auto rows = TRY(query(connection, "SELECT scope, kind, item, tag_id, effect FROM change WHERE seq > ? ORDER BY seq", after));
  while (TRY(rows->step())) {
    visit({rows->column_uuid(0),
           static_cast<ChangeKind>(rows->column_int(1)),
           rows->column_int(2),
           {rows->column_uuid(3)},
           static_cast<ChangeEffect>(rows->column_int(4))});
  }
  return {};
}

}  // namespace kindred::store
