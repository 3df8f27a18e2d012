// SQLite 3.38 or newer (STRICT tables, JSON functions). https://sqlite.org/wal.html tells how readers and the writer share the file.
#include "store/databases/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <cassert>
#include <condition_variable>
#include <cstring>
#include <list>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "store/group_commit.h"
#include "store/migrations.h"

namespace kindred::store {
namespace {

ErrorKind kind_of(int code) {
  switch (code & 0xFF) {  // the low byte of an extended result code is the primary one
    case SQLITE_CONSTRAINT:
      switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_FOREIGNKEY: return ErrorKind::conflict;
        default: return ErrorKind::internal;
      }
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN: return ErrorKind::unavailable;
    case SQLITE_READONLY:
    case SQLITE_PERM: return ErrorKind::forbidden;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorKind::corrupt;
    case SQLITE_TOOBIG: return ErrorKind::too_large;
    default: return ErrorKind::internal;
  }
}

std::string advice_for(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL: return ". The disk is full: free some space and try again; nothing of this was stored";
    case SQLITE_IOERR: return ". The disk refused it: look at the system's log and the free space, and try again";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ". The database file is damaged: restore it from a backup";
    default: return "";
  }
}

Error error_of(sqlite3* db, int code, std::string_view doing) {
  std::string message = "Database: " + std::string(db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code)) + advice_for(code);
  return {kind_of(code), std::move(message), std::string(doing)};
}

// Prepared statements of one connection that are not in use, least recently used first. Bounded, because lists with filters come
// in many forms.
class StatementCache {
 public:
  static constexpr std::size_t kCapacity = 200;

  StatementCache() = default;
  StatementCache(const StatementCache&) = delete;
  StatementCache& operator=(const StatementCache&) = delete;
  ~StatementCache() {
    for (const Entry& entry : entries_)
      sqlite3_finalize(entry.statement);
  }

  sqlite3_stmt* take(std::string_view sql) {
    for (auto it = entries_.rbegin(); it != entries_.rend(); ++it) {
      if (it->sql != sql) continue;
      sqlite3_stmt* statement = it->statement;
      entries_.erase(std::next(it).base());
      return statement;
    }
    return nullptr;
  }

  void give_back(sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    entries_.push_back({sqlite3_sql(statement), statement});
    if (entries_.size() <= kCapacity) return;
    sqlite3_finalize(entries_.front().statement);
    entries_.pop_front();
  }

 private:
  struct Entry {
    std::string_view sql;  // lives in the statement
    sqlite3_stmt* statement;
  };
  std::list<Entry> entries_;
};

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(StatementCache& cache, sqlite3_stmt* statement) : cache_(cache), statement_(statement) {}
  ~SqliteStatement() override { cache_.give_back(statement_); }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  void bind(int place, std::int64_t value) override { check(sqlite3_bind_int64(statement_, place, value)); }
  void bind(int place, double value) override { check(sqlite3_bind_double(statement_, place, value)); }
  void bind(int place, std::string_view text) override {
    // A null pointer would bind NULL, which an empty view may hold.
    const char* bytes = text.data() != nullptr ? text.data() : "";
    check(sqlite3_bind_text64(statement_, place, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  void bind(int place, const Uuid& uuid) override { bind_blob(place, uuid.bytes); }
  void bind_blob(int place, std::span<const std::uint8_t> bytes) override {
    static constexpr std::uint8_t kNothing = 0;
    check(sqlite3_bind_blob64(statement_, place, bytes.empty() ? &kNothing : bytes.data(), bytes.size(), SQLITE_TRANSIENT));
  }
  void bind_null(int place) override { check(sqlite3_bind_null(statement_, place)); }

  Result<bool> step() override {
    if (bind_error_ != SQLITE_OK) return fail(bind_error_);
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return fail(code);
  }

  [[nodiscard]] std::int64_t column_int(int column) const override { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] double column_double(int column) const override { return sqlite3_column_double(statement_, column); }
  [[nodiscard]] std::string column_text(int column) const override {
    const auto* text = sqlite3_column_text(statement_, column);
    if (text == nullptr) return {};
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  [[nodiscard]] Uuid column_uuid(int column) const override {
    Uuid uuid;
    const void* bytes = sqlite3_column_blob(statement_, column);
    if (sqlite3_column_bytes(statement_, column) == static_cast<int>(uuid.bytes.size())) {
      std::memcpy(uuid.bytes.data(), bytes, uuid.bytes.size());
    }
    return uuid;
  }
  [[nodiscard]] std::span<const std::uint8_t> column_blob(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {static_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  [[nodiscard]] bool column_is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

 private:
  void check(int code) {
    if (code != SQLITE_OK && bind_error_ == SQLITE_OK) bind_error_ = code;
  }
  Error fail(int code) {
    sqlite3* db = sqlite3_db_handle(statement_);
    return error_of(db, sqlite3_errcode(db) == SQLITE_OK ? code : sqlite3_extended_errcode(db), sqlite3_sql(statement_));
  }

  StatementCache& cache_;
  sqlite3_stmt* statement_;
  int bind_error_ = SQLITE_OK;
};

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};

class SqliteConnection final : public Connection {
 public:
  enum class Use { writing, reading };

  static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& path, Use use, const SqliteOptions& options) {
    sqlite3* raw = nullptr;
    // NOMUTEX: a connection is used by one thread at a time.
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (use == Use::writing ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    std::unique_ptr<sqlite3, CloseDatabase> db(raw);
    if (code != SQLITE_OK) return named(error_of(raw, code, "open"), path);
    sqlite3_extended_result_codes(raw, 1);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(db)));
    for (const std::string& pragma : pragmas(use, options)) {
      if (auto done = execute(*connection, pragma); !done) return named(std::move(done).error(), path);
    }
    return connection;
  }

  Result<std::unique_ptr<Statement>> prepare(std::string_view sql) override {
    sqlite3_stmt* statement = cache_.take(sql);
    if (statement == nullptr) {
      const char* rest = nullptr;
      const int code =
          sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, &rest);
      if (code != SQLITE_OK) return error_of(db_.get(), code, sql);
      if (statement == nullptr || rest != sql.data() + sql.size()) {
        sqlite3_finalize(statement);
        return internal_error("Not one SQL statement: " + std::string(sql));
      }
    }
    return std::unique_ptr<Statement>(std::make_unique<SqliteStatement>(cache_, statement));
  }
  [[nodiscard]] std::int64_t changes() const override { return sqlite3_changes64(db_.get()); }

 private:
  explicit SqliteConnection(std::unique_ptr<sqlite3, CloseDatabase> db) : db_(std::move(db)) {}

  static Error named(Error error, const std::filesystem::path& path) {
    error.message = path.string() + ": " + error.message;
    return error;
  }

  static std::vector<std::string> pragmas(Use use, const SqliteOptions& options) {
    std::vector<std::string> all{
        "PRAGMA busy_timeout = 10000",  // milliseconds; only a backup tool or a recovery after a crash can be in the way
        "PRAGMA foreign_keys = ON",      "PRAGMA trusted_schema = OFF", "PRAGMA temp_store = MEMORY",
        "PRAGMA mmap_size = 1073741824",  // pages of a large table are read without copying, and shared by all connections
    };
    if (use == Use::reading) {
      all.emplace_back("PRAGMA query_only = ON");
      all.emplace_back("PRAGMA temp_store = MEMORY");  // not for the writer: a savepoint's journal in memory is walked at each statement
      all.emplace_back("PRAGMA cache_size = -16384");  // KiB
      return all;
    }
    all.emplace_back("PRAGMA journal_mode = WAL");
    all.emplace_back("PRAGMA synchronous = FULL");  // the log is on the disk before COMMIT returns
    all.emplace_back("PRAGMA cache_size = -131072");
    all.emplace_back("PRAGMA wal_autocheckpoint = 4000");       // pages: 16 MB
    all.emplace_back("PRAGMA journal_size_limit = 268435456");  // a log grown by one large transaction is cut again
    if (options.max_pages > 0) all.emplace_back("PRAGMA max_page_count = " + std::to_string(options.max_pages));
    return all;
  }

  std::unique_ptr<sqlite3, CloseDatabase> db_;  // before the cache: statements are finalized first
  StatementCache cache_;
};

// Connections for reading, made when needed, at most so many; who finds none free waits.
class ReaderPool {
 public:
  ReaderPool(std::filesystem::path path, const SqliteOptions& options) : path_(std::move(path)), options_(options) {}

  Result<std::unique_ptr<SqliteConnection>> take() {
    {
      std::unique_lock lock(mutex_);
      free_again_.wait(lock, [&] { return !free_.empty() || opened_ < options_.max_readers; });
      if (!free_.empty()) {
        auto connection = std::move(free_.back());  // the last used one: its cache is warm
        free_.pop_back();
        return connection;
      }
      ++opened_;
    }
    auto connection = SqliteConnection::open(path_, SqliteConnection::Use::reading, options_);
    if (!connection) give_back(nullptr);
    return connection;
  }

  // Nothing in place of a connection that is not to be used again.
  void give_back(std::unique_ptr<SqliteConnection> connection) {
    const std::scoped_lock lock(mutex_);
    if (connection) {
      free_.push_back(std::move(connection));
    } else {
      --opened_;
    }
    free_again_.notify_one();
  }

 private:
  std::filesystem::path path_;
  SqliteOptions options_;
  std::mutex mutex_;
  std::condition_variable free_again_;
  std::vector<std::unique_ptr<SqliteConnection>> free_;
  std::size_t opened_ = 0;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::filesystem::path& path, const SqliteOptions& options, std::unique_ptr<Connection> writer)
      : readers_(path, options), writer_(std::move(writer)) {}

 protected:
  Result<void> run_write(const std::function<Result<void>(Connection&)>& work) override { return writer_.run(work); }

  Result<void> run_read(const std::function<Result<void>(Connection&)>& work) override {
    Reading reading(readers_, TRY(readers_.take()));
    TRY(execute(reading.connection(), "BEGIN"));  // one snapshot for all that `work` reads
    TRY(work(reading.connection()));
    TRY(execute(reading.connection(), "COMMIT"));
    reading.keep();
    return {};
  }

 private:
  // A connection on loan. It goes back to the pool unless something went wrong in its transaction: then it is closed.
  class Reading {
   public:
    Reading(ReaderPool& pool, std::unique_ptr<SqliteConnection> connection) : pool_(pool), connection_(std::move(connection)) {}
    ~Reading() { pool_.give_back(keep_ ? std::move(connection_) : nullptr); }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    Connection& connection() { return *connection_; }
    void keep() { keep_ = true; }

   private:
    ReaderPool& pool_;
    std::unique_ptr<SqliteConnection> connection_;
    bool keep_ = false;
  };

  ReaderPool readers_;
  GroupCommit writer_;
};

}  // namespace

namespace {

Result<void> copy_into(SqliteConnection& connection, const std::filesystem::path& to) {
  TRY(execute(connection, "PRAGMA query_only = OFF"));  // it forbids writing the copy too
  TRY(execute(connection, "VACUUM INTO ?", to.string()));
  const FileDescriptor copy = TRY(open_file(to, O_RDONLY));
  TRY(sync_file(copy, to));
  return sync_folder(to.has_parent_path() ? to.parent_path() : ".");
}

// A migration that goes wrong, or one that somebody regrets, must leave a way back.
Result<void> keep_older_schema(SqliteConnection& connection, const std::filesystem::path& path) {
  const auto version = TRY(outdated_schema(connection));
  if (!version) return {};
  std::filesystem::path copy = path;
  copy += ".schema-" + std::to_string(*version);
  std::error_code ignored;  // a copy that was not finished, or none
  std::filesystem::remove(copy, ignored);
  return copy_into(connection, copy);
}

}  // namespace

Result<void> copy_sqlite_database(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::filesystem::exists(to)) return conflict("There is a file '" + to.string() + "' already");
  if (!std::filesystem::exists(from)) return not_found("There is no database '" + from.string() + "'");
  return copy_into(*TRY(SqliteConnection::open(from, SqliteConnection::Use::reading, {})), to);
}

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& path, const SqliteOptions& options) {
  auto writer = TRY(SqliteConnection::open(path, SqliteConnection::Use::writing, options));
  TRY(keep_older_schema(*writer, path));
  if (auto migrated = migrate(*writer); !migrated) {
    Error error = std::move(migrated).error();
    error.message = path.string() + ": " + error.message;
    return error;
  }
  TRY(sync_folder(path.has_parent_path() ? path.parent_path() : "."));  // the names of a new database and its log
  return std::unique_ptr<Database>(std::make_unique<SqliteDatabase>(path, options, std::move(writer)));
}

Result<std::unique_ptr<Database>> open_sqlite_database(const std::filesystem::path& path) { return open_sqlite(path, {}); }

}  // namespace kindred::store
