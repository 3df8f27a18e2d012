// The truth about rows: one SQLite database (WAL, synchronous=FULL, foreign keys on), one writer thread with group commit, and a
// connection a reading thread.
//
// write() runs `work` on the writer thread within a savepoint of a transaction that it may share with other writers' work, and
// returns when that transaction is on the disk; an Error from `work` undoes that work alone. read() runs `work` on the calling
// thread over a snapshot. Thread-safety: write() and read() from any thread; never call write() from within either.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"

namespace kindred::store {

// A prepared statement in use; bind in order (?1, ?2 …), then step. Taken from its Connection's cache and given back reset.
class Statement {
 public:
  virtual ~Statement() = default;
  virtual void bind(int place, std::int64_t value) = 0;
  virtual void bind(int place, double value) = 0;
  virtual void bind(int place, std::string_view text) = 0;
  virtual void bind(int place, const Uuid& uuid) = 0;  // 16 bytes as a BLOB
  virtual void bind_blob(int place, std::span<const std::uint8_t> bytes) = 0;
  virtual void bind_null(int place) = 0;
  // True when there is a row. A broken UNIQUE or FOREIGN KEY constraint is a `conflict`, a full disk `unavailable`.
  virtual Result<bool> step() = 0;
  [[nodiscard]] virtual std::int64_t column_int(int column) const = 0;
  [[nodiscard]] virtual double column_double(int column) const = 0;
  [[nodiscard]] virtual std::string column_text(int column) const = 0;
  [[nodiscard]] virtual Uuid column_uuid(int column) const = 0;
  [[nodiscard]] virtual std::span<const std::uint8_t> column_blob(int column) const = 0;  // valid until the next step
  [[nodiscard]] virtual bool column_is_null(int column) const = 0;
};

class Connection {
 public:
  virtual ~Connection() = default;
  // `sql` is one statement. A defect in it is an `internal` error that names it.
  virtual Result<std::unique_ptr<Statement>> prepare(std::string_view sql) = 0;
  // Rows changed by the last step of an INSERT, UPDATE or DELETE.
  [[nodiscard]] virtual std::int64_t changes() const = 0;
};

class Database {
 public:
  virtual ~Database() = default;

  template <typename Work>
  std::invoke_result_t<Work, Connection&> write(Work work) {
    using R = std::invoke_result_t<Work, Connection&>;
    std::optional<R> answer;
    Result<void> committed = run_write([&](Connection& connection) -> Result<void> {
      answer.emplace(work(connection));
      if (!*answer) return answer->error();
      return {};
    });
    if (!committed) return std::move(committed).error();
    return *std::move(answer);
  }

  template <typename Work>
  std::invoke_result_t<Work, Connection&> read(Work work) {
    using R = std::invoke_result_t<Work, Connection&>;
    std::optional<R> answer;
    Result<void> done = run_read([&](Connection& connection) -> Result<void> {
      answer.emplace(work(connection));
      return {};
    });
    if (!done) return std::move(done).error();
    return *std::move(answer);
  }

 protected:
  virtual Result<void> run_write(const std::function<Result<void>(Connection&)>& work) = 0;
  virtual Result<void> run_read(const std::function<Result<void>(Connection&)>& work) = 0;
};

// Opens or makes the database file and brings its schema to the current version (store/migrations). `conflict` when another
// process holds the data folder is decided by the caller's lock, not here; a newer schema than this program's is `unsupported`. An older one is copied first, to
// "FILE.schema-N" beside it.
Result<std::unique_ptr<Database>> open_database(const std::filesystem::path& path);

// A copy of the whole database as it is at one moment, on the disk when this returns. Other processes may go on writing meanwhile.
// `conflict` when `to` is there already.
Result<void> copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

// Helpers for rows: prepares, binds the arguments in order, and steps.
template <typename T>
void bind_value(Statement& statement, int place, const T& value) {
  if constexpr (std::is_same_v<T, std::nullptr_t>)
    statement.bind_null(place);
  else if constexpr (std::is_same_v<T, Timestamp>)
    statement.bind(place, value.micros);
  else if constexpr (std::is_same_v<T, Uuid>)
    statement.bind(place, value);
  else if constexpr (requires { value.uuid; })
    statement.bind(place, value.uuid);
  else if constexpr (requires {
                       value.has_value();
                       *value;
                     }) {
    if (value)
      bind_value(statement, place, *value);
    else
      statement.bind_null(place);
  } else if constexpr (std::is_convertible_v<T, std::string_view>)
    statement.bind(place, std::string_view(value));
  else if constexpr (std::is_convertible_v<const T&, std::span<const std::uint8_t>>)
    statement.bind_blob(place, value);
  else if constexpr (std::is_floating_point_v<T>)
    statement.bind(place, static_cast<double>(value));
  else
    statement.bind(place, static_cast<std::int64_t>(value));
}

template <typename... Args>
Result<std::unique_ptr<Statement>> query(Connection& connection, std::string_view sql, const Args&... args) {
  auto statement = TRY(connection.prepare(sql));
  int place = 0;
  (bind_value(*statement, ++place, args), ...);
  return statement;
}

// For statements without rows. Gives how many rows were changed.
template <typename... Args>
Result<std::int64_t> execute(Connection& connection, std::string_view sql, const Args&... args) {
  auto statement = TRY(query(connection, sql, args...));
  while (TRY(statement->step())) {
  }
  return connection.changes();
}

}  // namespace kindred::store
