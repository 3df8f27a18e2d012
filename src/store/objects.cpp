#include "store/objects.h"

#include "store/rows.h"

namespace kindred::store {

Result<bool> object_name_in_use(Connection& connection, ConnectorId connector, std::string_view object_name) {
  return has_row(query(connection,
                       "SELECT 1 FROM datalake l JOIN data d ON d.datalake_id = l.id AND d.object_name = ?2 WHERE l.connector_id = ?1",
                       connector, object_name));
}

Result<void> record_object(Connection& connection, const UploadedObject& object) {
  if (TRY(object_name_in_use(connection, object.connector_id, object.object_name))) {
    return conflict("The object name '" + object.object_name + "' belongs to a Data already: upload under another name");
  }
  TRY(execute(connection,
              "INSERT INTO object(connector_id, object_name, sha256, bytes, content_type, created_at) VALUES (?, ?, ?, ?, ?, ?) "
              "ON CONFLICT(connector_id, object_name) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes, "
              "content_type = excluded.content_type, created_at = excluded.created_at",
              object.connector_id, object.object_name, object.sha256, object.bytes, object.content_type, object.created_at));
  return {};
}

Result<UploadedObject> find_object(Connection& connection, ConnectorId connector, std::string_view object_name) {
  return require_row(
      query(connection, "SELECT sha256, bytes, content_type, created_at FROM object WHERE connector_id = ? AND object_name = ?", connector,
            object_name),
      [&](const Statement& row) {
        return Result<UploadedObject>(UploadedObject{connector,
                                                     std::string(object_name),
                                                     row.column_text(0),
                                                     static_cast<std::uint64_t>(row.column_int(1)),
                                                     row.column_text(2),
                                                     {row.column_int(3)}});
      },
      "There is no object named '" + std::string(object_name) + "'");
}

Result<std::vector<std::string>> list_unreferenced_contents(Connection& connection, std::size_t limit) {
  return read_rows(query(connection, "SELECT sha256 FROM content WHERE uses = 0 LIMIT ?", limit),
                   [](const Statement& row) { return Result<std::string>(row.column_text(0)); });
}

Result<std::vector<std::string>> list_contents(Connection& connection, std::string_view after, std::size_t limit) {
  return read_rows(query(connection, "SELECT sha256 FROM content WHERE sha256 > ? AND uses > 0 ORDER BY sha256 LIMIT ?", after, limit),
                   [](const Statement& row) { return Result<std::string>(row.column_text(0)); });
}

Result<bool> content_in_use(Connection& connection, std::string_view sha256) {
  return has_row(query(connection, "SELECT 1 FROM content WHERE sha256 = ? AND uses > 0", sha256));
}

Result<void> forget_contents(Connection& connection, std::span<const std::string> sha256s) {
  for (const std::string& sha256 : sha256s)
    TRY(execute(connection, "DELETE FROM content WHERE sha256 = ? AND uses = 0", sha256));
  return {};
}

}  // namespace kindred::store
