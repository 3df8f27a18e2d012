#include "vectors/qdrant/server.h"

#include <algorithm>
#include <thread>

#include "vectors/qdrant/requests.h"

namespace kindred::vectors {
namespace {

using std::chrono::milliseconds;

constexpr int kTries = 3;
constexpr milliseconds kFirstPause{200};
// Qdrant takes 32 MiB; bodies of some megabytes are as quick, and a lost one costs less.
constexpr std::size_t kBodyBytes = std::size_t{8} << 20;
constexpr std::size_t kBytesPerNumber = 14;  // -0.00012345678 and a comma
constexpr std::size_t kBytesPerPoint = 200;  // around the vector
constexpr std::size_t kIdsPerRequest = 10'000;
constexpr int kOldestMinor = 17;
constexpr int kNewestMinor = 19;

std::string path_of(const std::string& collection, std::string_view rest = {}) { return "/collections/" + collection + std::string(rest); }

bool is_collection_name(std::string_view name) {
  return !name.empty() && name.size() <= 200 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::size_t points_per_body(std::size_t dimension) {
  return std::max<std::size_t>(1, kBodyBytes / (dimension * kBytesPerNumber + kBytesPerPoint));
}

}  // namespace

Result<std::shared_ptr<QdrantServer>> QdrantServer::make(QdrantSettings settings) {
  if (settings.shards < 1 || settings.replicas < 1 || settings.write_consistency < 1 || settings.write_consistency > settings.replicas) {
    return invalid("A collection in Qdrant has at least one shard and one replica, and not more replicas to wait for than it has");
  }
  if (!is_collection_name(settings.prefix)) {
    return invalid("'" + settings.prefix + "' can't begin the names of collections: use letters, digits, '-' and '_'");
  }
  http::ClientOptions options;
  options.url = TRY(http::parse_base_url(settings.url));
  if (!settings.api_key.empty()) options.headers.emplace_back("api-key", settings.api_key);
  options.authorities_file = settings.authorities_file;
  auto client = TRY(http::Client::make(std::move(options)));
  return std::shared_ptr<QdrantServer>(new QdrantServer(std::move(settings), std::move(client)));
}

Result<QdrantVersion> QdrantServer::check() {
  const auto answer = TRY(client_->send({.target = "/", .timeout = settings_.timeout}));
  if (answer.status != 200) TRY(read_qdrant_answer(answer.status, answer.body, "to tell its version"));
  auto version = read_qdrant_version(answer.body);
  if (!version) return invalid(version.error().message + ": " + settings_.url);
  if (version->major != 1 || version->minor < kOldestMinor || version->minor > kNewestMinor)
    return unsupported("Qdrant at " + settings_.url + " is version " + version->text + ": Kindred works with 1.17 to 1.19");
  return *std::move(version);
}

Result<json::value> QdrantServer::ask(std::string_view what, http::Request request) {
  request.timeout = settings_.timeout;
  milliseconds pause = kFirstPause;
  for (int tried = 1;; ++tried, pause *= 4) {
    const auto answer = client_->send(request);
    if (answer && !is_passing(answer->status)) return read_qdrant_answer(answer->status, answer->body, what);
    if (tried == kTries || (!answer && answer.error().kind != ErrorKind::unavailable))
      return answer ? read_qdrant_answer(answer->status, answer->body, what) : answer.error();
    std::this_thread::sleep_for(pause);
  }
}

// With wait=true; "completed" is the only status after which a search sees the change.
Result<void> QdrantServer::change(std::string_view what, const QdrantSpace& space, std::string_view method, std::string_view path,
                                  std::string body) {
  const http::Request request{std::string(method), path_of(space.collection, path) + "?wait=true", std::move(body), settings_.timeout};
  for (int tried = 1; tried <= kTries; ++tried) {
    const json::value result = TRY(ask(what, request));
    if (TRY(read_is_completed(result))) return {};
  }
  return unavailable("Qdrant did not finish in time: " + std::string(what));
}

Result<void> QdrantServer::ensure(const QdrantSpace& space) {
  if (!is_collection_name(space.collection)) return invalid("'" + space.collection + "' can't be the name of a collection in Qdrant");
  const http::Request look{"GET", path_of(space.collection), {}, settings_.timeout};
  auto info = ask("to describe " + space.collection, look);
  if (!info && info.error().kind == ErrorKind::not_found) {
    const auto made =
        ask("to make " + space.collection,
            {"PUT", path_of(space.collection), collection_body(settings_, space.vector_name, space.dimension), settings_.timeout});
    if (!made && made.error().kind != ErrorKind::conflict) return made.error();  // conflict: another was quicker, or the first try arrived
    info = ask("to describe " + space.collection, look);
  }
  return check_space(space, TRY(std::move(info)));
}

Result<void> QdrantServer::check_space(const QdrantSpace& space, const json::value& info) const {
  for (const auto& [name, dimension] : TRY(read_named_vectors(info))) {
    if (name == space.vector_name && dimension == space.dimension) return {};
  }
  return conflict("The collection '" + space.collection + "' of Qdrant has no vectors '" + space.vector_name + "' of " +
                      std::to_string(space.dimension) + " dimensions",
                  "It is another workspace's, or of another model: give this workspace a prefix of its own, or delete that collection.");
}

Result<void> QdrantServer::drop(const std::string& collection) {
  TRY(ask("to delete " + collection, {"DELETE", path_of(collection), {}, settings_.timeout}));
  return {};
}

Result<void> QdrantServer::upsert(const QdrantSpace& space, std::span<const Uuid> ids, std::span<const std::uint16_t> vectors) {
  const std::size_t step = points_per_body(space.dimension);
  for (std::size_t begin = 0; begin < ids.size(); begin += step) {
    const auto some = ids.subspan(begin, std::min(step, ids.size() - begin));
    const auto rows = vectors.subspan(begin * space.dimension, some.size() * space.dimension);
    TRY(change("new points", space, "PUT", "/points", upsert_body(space.vector_name, some, rows)));
  }
  return {};
}

Result<void> QdrantServer::remove(const QdrantSpace& space, std::span<const Uuid> ids) {
  for (std::size_t begin = 0; begin < ids.size(); begin += kIdsPerRequest) {
    const auto some = ids.subspan(begin, std::min(kIdsPerRequest, ids.size() - begin));
    TRY(change("to delete points", space, "POST", "/points/delete", points_body(some)));
  }
  return {};
}

Result<std::vector<std::vector<Hit>>> QdrantServer::search(const QdrantSpace& space, std::span<const Question> questions,
                                                           std::span<const std::span<const float>> vectors) {
  std::vector<std::vector<Hit>> all;
  std::size_t begin = 0;
  while (begin < questions.size()) {
    std::string body = R"({"searches":[)";
    std::size_t end = begin;
    for (; end < questions.size() && (end == begin || body.size() < kBodyBytes); ++end) {
      if (end > begin) body += ',';
      body += question_body(settings_, space.vector_name, vectors[end], questions[end]);
    }
    body += "]}";
    const auto result =
        TRY(ask("a search", {"POST", path_of(space.collection, "/points/query/batch"), std::move(body), settings_.timeout}));
    auto some = TRY(read_scored_batch(result, end - begin));
    std::move(some.begin(), some.end(), std::back_inserter(all));
    begin = end;
  }
  return all;
}

Result<std::vector<QdrantRecord>> QdrantServer::retrieve(const QdrantSpace& space, std::span<const Uuid> ids) {
  std::vector<QdrantRecord> records;
  const std::size_t step = points_per_body(space.dimension);
  for (std::size_t begin = 0; begin < ids.size(); begin += step) {
    const auto some = ids.subspan(begin, std::min(step, ids.size() - begin));
    const auto result = TRY(
        ask("to give points", {"POST", path_of(space.collection, "/points"), retrieve_body(space.vector_name, some), settings_.timeout}));
    auto found = TRY(read_records(result, space.vector_name, space.dimension));
    std::move(found.begin(), found.end(), std::back_inserter(records));
  }
  return records;
}

Result<QdrantPage> QdrantServer::scroll(const QdrantSpace& space, std::optional<Uuid> from, std::size_t limit) {
  const std::size_t some = std::min(limit, points_per_body(space.dimension));
  const auto result = TRY(ask("to list points", {"POST", path_of(space.collection, "/points/scroll"),
                                                 scroll_body(space.vector_name, from, some), settings_.timeout}));
  return read_scroll_page(result, space.vector_name, space.dimension);
}

Result<std::uint64_t> QdrantServer::count(const QdrantSpace& space, bool exact) {
  return read_count(
      TRY(ask("to count points", {"POST", path_of(space.collection, "/points/count"), count_body(exact), settings_.timeout})));
}

Result<void> QdrantServer::put_mark(const QdrantSpace& space, std::uint64_t mark) {
  return change("the mark of a collection", space, "PUT", "/points", mark_body(mark));
}

Result<std::uint64_t> QdrantServer::mark_of(const QdrantSpace& space) {
  const Uuid id = mark_id();
  const auto records = TRY(retrieve(space, {&id, 1}));
  if (records.empty()) return std::uint64_t{0};
  const json::value* mark = records.front().payload.if_contains("mark");
  json::error_code failure;
  const auto number = mark == nullptr ? 0 : mark->to_number<std::uint64_t>(failure);
  if (failure) return corrupt("The mark of the collection '" + space.collection + "' in Qdrant is no number");
  return number;
}

}  // namespace kindred::vectors
