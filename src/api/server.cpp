#include "api/server.h"

#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "api/access_log.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/threads.h"
#include "base/time.h"

namespace kindred::api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Parser = http::request_parser<http::buffer_body>;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kHeaderLimit = 16 * 1024;
constexpr std::size_t kReceivePiece = 256 * 1024;
constexpr std::size_t kSendPiece = 1024 * 1024;
// So much of a refused body is still read, since many clients look at the answer only after they have sent everything.
constexpr std::uint64_t kDropLimit = 32ULL << 20;
constexpr std::chrono::seconds kFarewell{1};
constexpr std::chrono::seconds kHeartbeat{15};  // of event streams, so that both sides notice when the other is gone
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Asynchronous operations that answer with an error code in place of an exception.
constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);

Request translate(const Parser::value_type& message) {
  Request request;
  std::array<std::uint8_t, 8> id{};
  random_bytes(id);
  request.id = hex(id);
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message)
    request.headers.add(std::string(field.name_string()), std::string(field.value()));
  return request;
}

bool expects_continue(const Parser& parser) {
  return parser.get().version() >= 11 && beast::iequals(parser.get()[http::field::expect], "100-continue");
}

// The client went away or was too slow: nobody is left to be told.
bool is_silent(const error_code& failure) {
  return failure == http::error::end_of_stream || failure.category() != make_error_code(http::error::end_of_stream).category();
}

int status_of_malformed(const error_code& failure) {
  if (failure == http::error::header_limit || failure == http::error::buffer_overflow) return 431;
  if (failure == http::error::bad_version) return 505;
  return 400;
}

class Connection;

// What all connections share.
struct Shared {
  Shared(const ServerOptions& o, Service& s) : options(o), service(s), workers(o.workers) {}

  const ServerOptions options;
  Service& service;
  asio::thread_pool workers;
  std::atomic<bool> stopping{false};

  std::mutex mutex;  // guards connections
  std::condition_variable ended;
  std::unordered_set<Connection*> connections;
};

// One client. All members are used on the connection's strand alone, but stop() and abort(), which go there by themselves.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Shared& shared) : stream_(std::move(socket)), wake_(stream_.get_executor()), shared_(shared) {}
  ~Connection();

  static void open(tcp::socket socket, Shared& shared);
  void stop();
  void abort();

 private:
  static asio::awaitable<void> run(std::shared_ptr<Connection> self);
  asio::awaitable<bool> wait_for_request();
  asio::awaitable<bool> serve_one();
  asio::awaitable<bool> answer(Parser& parser, Request request, Response& response);
  asio::awaitable<bool> read_body(Parser& parser, std::unique_ptr<Exchange>& exchange, Response& response);
  asio::awaitable<void> take_piece(std::unique_ptr<Exchange>& exchange, std::span<const std::uint8_t> piece, bool last, Response& response);
  Response refuse_too_large(std::unique_ptr<Exchange>& exchange);
  asio::awaitable<void> refuse_malformed(error_code failure);
  asio::awaitable<std::uint64_t> send(const Response& response, bool with_body, bool keep_alive);
  asio::awaitable<bool> send_piece(std::string_view head, std::span<const std::uint8_t> body);
  asio::awaitable<std::uint64_t> send_events(EventStream& events);
  asio::awaitable<void> say_goodbye();
  template <typename Work>
  asio::awaitable<void> on_worker(Work& work, std::unique_ptr<Exchange>& exchange, Response& response);

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  asio::steady_timer wake_;
  Shared& shared_;
  bool quiet_ = false;                   // between two requests
  std::shared_ptr<EventStream> events_;  // being sent
};

Connection::~Connection() {
  const std::scoped_lock lock(shared_.mutex);
  shared_.connections.erase(this);
  shared_.ended.notify_all();
}

void Connection::open(tcp::socket socket, Shared& shared) {
  error_code ignored;  // a socket that is gone already is found out at the first read
  socket.set_option(tcp::no_delay(true), ignored);
  const auto connection = std::make_shared<Connection>(std::move(socket), shared);
  {
    const std::scoped_lock lock(shared.mutex);
    shared.connections.insert(connection.get());
  }
  asio::co_spawn(connection->stream_.get_executor(), run(connection), asio::detached);
}

void Connection::stop() {
  asio::post(stream_.get_executor(), [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (self != nullptr && self->quiet_) self->stream_.cancel();
    if (self != nullptr && self->events_ != nullptr) self->events_->close();
  });
}

void Connection::abort() {
  asio::post(stream_.get_executor(), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->stream_.close();
  });
}

asio::awaitable<void> Connection::run(std::shared_ptr<Connection> self) {
  try {
    bool more = true;
    while (more && !self->shared_.stopping) {
      more = co_await self->wait_for_request();
      if (more) more = co_await self->serve_one();
    }
    co_await self->say_goodbye();
  } catch (const std::exception& failure) {
    log_error(std::string("A connection ended by a defect: ") + failure.what());
  }
}

asio::awaitable<bool> Connection::wait_for_request() {
  if (buffer_.size() > 0) co_return true;  // pipelined
  stream_.expires_after(shared_.options.idle_timeout);
  quiet_ = true;
  const auto [failure, got] = co_await stream_.async_read_some(buffer_.prepare(4096), kNoThrow);
  quiet_ = false;
  buffer_.commit(got);
  co_return !failure;
}

asio::awaitable<bool> Connection::serve_one() {
  Parser parser;
  parser.header_limit(kHeaderLimit);
  parser.body_limit(boost::none);  // read_body() counts, against the route's limit
  stream_.expires_after(shared_.options.header_timeout);
  const auto [failure, got] = co_await http::async_read_header(stream_, buffer_, parser, kNoThrow);
  if (failure) {
    co_await refuse_malformed(failure);
    co_return false;
  }
  const auto started = Clock::now();
  Request request = translate(parser.get());
  const std::string id = request.id;
  const std::string method = request.method;
  const std::string target = request.target;

  Response response;
  const bool complete = co_await answer(parser, std::move(request), response);
  response.headers.add("X-Request-Id", id);
  response.headers.add("Date", http_date(now()));
  const bool keep_alive = complete && parser.keep_alive() && response.events == nullptr && !shared_.stopping;
  const std::uint64_t sent = co_await send(response, method != "HEAD", keep_alive);
  if (shared_.options.log_requests) {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started);
    log_info(access_line({id, method, target, response.status, sent, took, response.user}));
  }
  co_return keep_alive&& stream_.socket().is_open();
}

// Runs `work` on a worker thread and comes back to the strand. What it throws becomes the response.
template <typename Work>
asio::awaitable<void> Connection::on_worker(Work& work, std::unique_ptr<Exchange>& exchange, Response& response) {
  const auto guarded = [](Work& run) -> asio::awaitable<void> {
    run();
    co_return;
  };
  std::string defect;
  try {
    co_await asio::co_spawn(shared_.workers, guarded(work), asio::use_awaitable);
    co_return;
  } catch (const std::exception& failure) {
    defect = failure.what();
  }
  log_error("A handler ended by an exception: " + defect);
  exchange.reset();
  response = shared_.service.refuse(internal_error(defect));
}

// Fills in the response. True when the whole request has been read, so that another may follow.
asio::awaitable<bool> Connection::answer(Parser& parser, Request request, Response& response) {
  std::unique_ptr<Exchange> exchange;  // empty once the request is refused
  auto begin = [&] {
    auto begun = shared_.service.begin(std::move(request));
    if (auto* refusal = std::get_if<Response>(&begun)) {
      response = std::move(*refusal);
      return;
    }
    exchange = std::get<std::unique_ptr<Exchange>>(std::move(begun));
    if (parser.is_done()) response = exchange->finish();
  };
  co_await on_worker(begin, exchange, response);
  if (parser.is_done()) co_return true;
  if (exchange != nullptr && parser.content_length().value_or(0) > exchange->body_limit()) response = refuse_too_large(exchange);
  if (expects_continue(parser)) {
    if (exchange == nullptr) co_return false;  // the client waits for leave to send, and gets the refusal
    if (!co_await send_piece(kContinue, {})) co_return false;
  }
  co_return co_await read_body(parser, exchange, response);
}

asio::awaitable<bool> Connection::read_body(Parser& parser, std::unique_ptr<Exchange>& exchange, Response& response) {
  std::vector<std::uint8_t> piece(std::min<std::uint64_t>(kReceivePiece, parser.content_length().value_or(kReceivePiece)));
  std::uint64_t total = 0;
  while (!parser.is_done()) {
    auto& body = parser.get().body();
    body.data = piece.data();
    body.size = piece.size();
    stream_.expires_after(shared_.options.piece_timeout);
    const auto [failure, read] = co_await http::async_read(stream_, buffer_, parser, kNoThrow);
    if (failure && failure != http::error::need_buffer) {
      if (exchange != nullptr)
        response = shared_.service.refuse(invalid("The request's body ended too early or is malformed: " + failure.message()));
      co_return false;
    }
    const std::size_t got = piece.size() - body.size;
    total += got;
    // Of a chunked body the length was not known before.
    if (exchange != nullptr && total > exchange->body_limit()) response = refuse_too_large(exchange);
    if (exchange != nullptr) co_await take_piece(exchange, std::span(piece).first(got), parser.is_done(), response);
    if (exchange == nullptr && total > kDropLimit) co_return false;
  }
  co_return true;
}

asio::awaitable<void> Connection::take_piece(std::unique_ptr<Exchange>& exchange, std::span<const std::uint8_t> piece, bool last,
                                             Response& response) {
  auto take = [&] {
    if (const Result<void> taken = exchange->receive(piece); !taken) {
      response = shared_.service.refuse(taken.error());
      exchange.reset();
    } else if (last) {
      response = exchange->finish();
    }
  };
  co_await on_worker(take, exchange, response);
}

Response Connection::refuse_too_large(std::unique_ptr<Exchange>& exchange) {
  const std::string limit = std::to_string(exchange->body_limit());
  exchange.reset();
  return shared_.service.refuse({ErrorKind::too_large, "The request's body is over the limit of " + limit + " bytes", {}});
}

asio::awaitable<void> Connection::refuse_malformed(error_code failure) {
  if (is_silent(failure)) co_return;
  const int status = status_of_malformed(failure);
  Response response = shared_.service.refuse(invalid("Not a valid HTTP request: " + failure.message()));
  response.status = status;
  const std::uint64_t sent = co_await send(response, true, false);
  if (shared_.options.log_requests) log_info(access_line({"-", "-", "-", status, sent, {}, "-"}));
}

// Gives how many bytes of the body were sent.
asio::awaitable<std::uint64_t> Connection::send(const Response& response, bool with_body, bool keep_alive) {
  const std::string head = response_head(response, keep_alive);
  std::span<const std::uint8_t> rest = with_body ? response.body() : std::span<const std::uint8_t>();
  const std::uint64_t size = rest.size();
  std::string_view first = head;
  do {
    const auto piece = rest.first(std::min(rest.size(), kSendPiece));
    if (!co_await send_piece(first, piece)) co_return size - rest.size();
    rest = rest.subspan(piece.size());
    first = {};
  } while (!rest.empty());
  if (response.events == nullptr || !with_body) co_return size;
  events_ = response.events;
  const std::uint64_t sent = co_await send_events(*events_);
  events_.reset();
  co_return sent;
}

asio::awaitable<bool> Connection::send_piece(std::string_view head, std::span<const std::uint8_t> body) {
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head.data(), head.size()), asio::buffer(body.data(), body.size())};
  stream_.expires_after(shared_.options.piece_timeout);
  const auto [failure, written] = co_await asio::async_write(stream_, buffers, kNoThrow);
  if (failure) stream_.close();
  co_return !failure;
}

asio::awaitable<std::uint64_t> Connection::send_events(EventStream& events) {
  std::uint64_t sent = 0;
  events.on_change([executor = stream_.get_executor(), self = weak_from_this()] {
    asio::post(executor, [self] {
      if (const auto connection = self.lock()) connection->wake_.cancel();
    });
  });
  while (!shared_.stopping) {
    // Wakes come over this strand, so none is lost between the look and the wait.
    std::optional<std::string> text = events.take();
    if (!text) break;
    wake_.expires_after(kHeartbeat);
    if (text->empty()) {
      const auto [woken] = co_await wake_.async_wait(kNoThrow);
      if (woken) continue;
      *text = ": still here\n\n";
    }
    if (!co_await send_piece(*text, {})) break;
    sent += text->size();
  }
  events.on_change(nullptr);
  events.close();
  co_return sent;
}

// Closes our side and waits a little for the client to close its own: closing with unread input would make the kernel throw
// away the response that is still on its way.
asio::awaitable<void> Connection::say_goodbye() {
  if (!stream_.socket().is_open()) co_return;
  error_code failure;
  stream_.socket().shutdown(tcp::socket::shutdown_send, failure);
  stream_.expires_after(kFarewell);
  std::array<std::uint8_t, 4096> dropped;
  while (!failure) {
    const auto [end, got] = co_await stream_.async_read_some(asio::buffer(dropped), kNoThrow);
    failure = end;
  }
  stream_.close();
}

}  // namespace

class Server::Impl {
 public:
  Impl(const ServerOptions& options, Service& service) : shared_(options, service), acceptor_(asio::make_strand(io_)) {}
  ~Impl() { stop(); }

  Result<void> listen() {
    const auto& options = shared_.options;
    error_code failure;
    const auto address = asio::ip::make_address(options.address == "localhost" ? "127.0.0.1" : options.address, failure);
    if (failure)
      return invalid("'" + options.address +
                     "' is not an IP address to listen on; 127.0.0.1 serves this machine alone, 0.0.0.0 all its networks");
    const tcp::endpoint endpoint(address, options.port);
    acceptor_.open(endpoint.protocol(), failure);
    if (!failure) acceptor_.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor_.bind(endpoint, failure);
    if (!failure) acceptor_.listen(asio::socket_base::max_listen_connections, failure);
    if (!failure) port_ = acceptor_.local_endpoint(failure).port();
    if (failure) {
      return unavailable(
          "Cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " + failure.message() +
          (failure == asio::error::address_in_use ? ". Another program holds the port: stop it or choose another port" : ""));
    }
    return {};
  }

  void start() {
    asio::co_spawn(acceptor_.get_executor(), accept(), asio::detached);
    for (std::size_t i = 0; i < shared_.options.io_threads; ++i) {
      threads_.emplace_back([this] {
        name_this_thread("http-io");
        io_.run();
      });
    }
  }

  void stop() {
    if (shared_.stopping.exchange(true)) return;
    asio::post(acceptor_.get_executor(), [this] { acceptor_.close(); });
    for_each_connection([](Connection& c) { c.stop(); });
    if (!wait_for_end(shared_.options.stop_timeout)) {
      log_warning("Requests that still run are cut off");
      for_each_connection([](Connection& c) { c.abort(); });
      wait_for_end(shared_.options.stop_timeout);
    }
    shared_.workers.join();
    wait_for_end(shared_.options.stop_timeout);
    keep_running_.reset();
    io_.stop();
    for (std::thread& thread : threads_)
      thread.join();
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  asio::awaitable<void> accept() {
    asio::steady_timer pause(acceptor_.get_executor());
    while (!shared_.stopping) {
      auto [failure, socket] = co_await acceptor_.async_accept(asio::make_strand(io_), kNoThrow);
      if (failure == asio::error::operation_aborted) co_return;
      if (failure) {  // out of file descriptors: some will be given back
        log_warning("Cannot accept a connection: " + failure.message());
        pause.expires_after(std::chrono::milliseconds(100));
        co_await pause.async_wait(kNoThrow);
        continue;
      }
      if (open_connections() < shared_.options.max_connections) {
        Connection::open(std::move(socket), shared_);
      } else {
        turn_away(std::move(socket));
      }
    }
  }

  // Fits the socket's empty send buffer, so it doesn't wait.
  void turn_away(tcp::socket socket) {
    const Response response = shared_.service.refuse(unavailable("Too many connections are open: try again in a moment"));
    const std::string message = response_head(response, false) + response.text;
    error_code failure;
    socket.non_blocking(true, failure);
    if (!failure) socket.send(asio::buffer(message), 0, failure);
    if (failure) log_warning("Cannot tell a client that too many are connected: " + failure.message());
  }

  std::size_t open_connections() {
    const std::scoped_lock lock(shared_.mutex);
    return shared_.connections.size();
  }

  template <typename Visit>
  void for_each_connection(Visit visit) {
    const std::scoped_lock lock(shared_.mutex);
    for (Connection* connection : shared_.connections)
      visit(*connection);
  }

  bool wait_for_end(std::chrono::milliseconds at_most) {
    std::unique_lock lock(shared_.mutex);
    return shared_.ended.wait_for(lock, at_most, [&] { return shared_.connections.empty(); });
  }

  Shared shared_;
  asio::io_context io_;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> keep_running_{io_.get_executor()};
  tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::vector<std::thread> threads_;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Service& service) {
  auto impl = std::make_unique<Impl>(options, service);
  TRY(impl->listen());
  impl->start();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const { return impl_->port(); }
void Server::stop() { impl_->stop(); }

}  // namespace kindred::api
