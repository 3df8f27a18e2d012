#include "http/client.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <mutex>
#include <optional>

namespace kindred::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Message = bhttp::request<bhttp::string_body>;
using Parser = bhttp::response_parser<bhttp::string_body>;

constexpr std::uint32_t kHeaderLimit = 64 * 1024;

// What became of one try.
struct Outcome {
  std::optional<Answer> answer;
  error_code failure;         // when there is no answer
  bool heard_nothing = true;  // not one byte of an answer
  bool reusable = false;      // the connection
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual error_code open(std::chrono::milliseconds timeout) = 0;
  virtual Outcome exchange(Message& message, std::chrono::milliseconds timeout, std::uint64_t max_answer_bytes) = 0;
};

// Each connection has its own event loop, run by the thread that uses it: timeouts work with asynchronous operations only.
class ConnectionBase : public Connection {
 protected:
  explicit ConnectionBase(const BaseUrl& url) : url_(url) {}

  error_code connect(beast::tcp_stream& stream, std::chrono::milliseconds timeout) {
    error_code failure;
    tcp::resolver resolver(loop_);
    const auto endpoints = resolver.resolve(url_.host, url_.port, failure);
    if (failure) return failure;
    stream.expires_after(timeout);
    stream.async_connect(endpoints, [&](const error_code& result, const tcp::endpoint&) { failure = result; });
    run();
    if (failure) return failure;
    error_code ignored;  // a socket that is gone already is found out at the first write
    stream.socket().set_option(tcp::no_delay(true), ignored);
    return {};
  }

  template <typename Stream>
  Outcome exchange_over(Stream& stream, Message& message, std::chrono::milliseconds timeout, std::uint64_t max_answer_bytes) {
    beast::tcp_stream& socket = beast::get_lowest_layer(stream);
    Parser parser;
    parser.header_limit(kHeaderLimit);
    parser.body_limit(max_answer_bytes);
    error_code write_failure;
    error_code read_failure;
    bool written = false;
    std::size_t heard = 0;
    socket.expires_after(timeout);
    bhttp::async_write(stream, message, [&](const error_code& result, std::size_t) {
      write_failure = result;
      written = true;
    });
    bhttp::async_read(stream, buffer_, parser, [&](const error_code& result, std::size_t bytes) {
      read_failure = result;
      heard = bytes;
      if (!written) socket.cancel();  // the answer came before the request was read
    });
    run();
    Outcome outcome;
    outcome.heard_nothing = heard == 0;
    outcome.failure = read_failure;
    if (read_failure) return outcome;
    outcome.reusable = !write_failure && parser.get().keep_alive() && buffer_.size() == 0;
    const auto& header = parser.get();
    outcome.answer = Answer{static_cast<int>(header.result_int()), std::string(header[bhttp::field::content_type]), {}};
    outcome.answer->body = std::move(parser.get().body());
    return outcome;
  }

  void run() {
    loop_.restart();
    loop_.run();
  }

  const BaseUrl url_;
  asio::io_context loop_{1};
  beast::flat_buffer buffer_;
};

class PlainConnection final : public ConnectionBase {
 public:
  explicit PlainConnection(const BaseUrl& url) : ConnectionBase(url), stream_(loop_) {}
  error_code open(std::chrono::milliseconds timeout) override { return connect(stream_, timeout); }
  Outcome exchange(Message& message, std::chrono::milliseconds timeout, std::uint64_t max_answer_bytes) override {
    return exchange_over(stream_, message, timeout, max_answer_bytes);
  }

 private:
  beast::tcp_stream stream_;
};

class SecureConnection final : public ConnectionBase {
 public:
  SecureConnection(const BaseUrl& url, asio::ssl::context& context) : ConnectionBase(url), stream_(loop_, context) {}

  error_code open(std::chrono::milliseconds timeout) override {
    if (const error_code failure = connect(beast::get_lowest_layer(stream_), timeout)) return failure;
    if (!name_server()) return asio::error::invalid_argument;
    error_code failure;
    stream_.set_verify_callback(asio::ssl::host_name_verification(url_.host), failure);
    if (failure) return failure;
    beast::get_lowest_layer(stream_).expires_after(timeout);
    stream_.async_handshake(asio::ssl::stream_base::client, [&](const error_code& result) { failure = result; });
    run();
    return failure;
  }

  Outcome exchange(Message& message, std::chrono::milliseconds timeout, std::uint64_t max_answer_bytes) override {
    return exchange_over(stream_, message, timeout, max_answer_bytes);
  }

 private:
  // One machine may be many servers: tells which is meant (what SSL_set_tlsext_host_name() does, which is a macro with an old cast).
  bool name_server() {
    error_code is_name;
    asio::ip::make_address(url_.host, is_name);
    if (!is_name) return true;  // an address has no name
    return ::SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                      const_cast<char*>(url_.host.c_str())) == 1;
  }

  beast::ssl_stream<beast::tcp_stream> stream_;
};

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

class BeastClient final : public Client {
 public:
  BeastClient(ClientOptions options, std::optional<asio::ssl::context> context)
      : options_(std::move(options)), context_(std::move(context)) {}

  Result<Answer> send(const Request& request) override {
    try {
      Message message = message_of(request);
      if (auto kept = take_kept()) {
        Outcome outcome = kept->exchange(message, request.timeout, options_.max_answer_bytes);
        const bool was_stale = !outcome.answer && outcome.heard_nothing && outcome.failure != beast::error::timeout;
        if (!was_stale) return finish(std::move(kept), std::move(outcome), request);
      }
      auto fresh = make_connection();
      if (const error_code failure = fresh->open(options_.connect_timeout)) return describe(failure, request);
      Outcome outcome = fresh->exchange(message, request.timeout, options_.max_answer_bytes);
      return finish(std::move(fresh), std::move(outcome), request);
    } catch (const std::exception& e) {
      return unavailable("The request to " + to_string(options_.url) + " failed: " + e.what());
    }
  }

 private:
  [[nodiscard]] Message message_of(const Request& request) const {
    Message message;
    message.method_string(request.method);
    message.target(options_.url.prefix + request.target);
    message.version(11);
    message.set(bhttp::field::host, host_header(options_.url));
    message.set(bhttp::field::user_agent, "kindred");
    message.set(bhttp::field::accept, "application/json");
    for (const auto& [name, value] : options_.headers)
      message.set(name, value);
    if (!request.body.empty()) message.set(bhttp::field::content_type, "application/json");
    message.body() = request.body;
    message.prepare_payload();
    return message;
  }

  std::unique_ptr<Connection> make_connection() {
    if (context_) return std::make_unique<SecureConnection>(options_.url, *context_);
    return std::make_unique<PlainConnection>(options_.url);
  }

  std::unique_ptr<Connection> take_kept() {
    const std::scoped_lock lock(mutex_);
    if (kept_.empty()) return nullptr;
    auto connection = std::move(kept_.back());
    kept_.pop_back();
    return connection;
  }

  Result<Answer> finish(std::unique_ptr<Connection> connection, Outcome outcome, const Request& request) {
    if (!outcome.answer) return describe(outcome.failure, request);
    if (outcome.reusable) {
      const std::scoped_lock lock(mutex_);
      if (kept_.size() < options_.kept_connections) kept_.push_back(std::move(connection));
    }
    return *std::move(outcome.answer);
  }

  [[nodiscard]] Error describe(const error_code& failure, const Request& request) const {
    const std::string server = to_string(options_.url);
    if (failure == beast::error::timeout) {
      return unavailable(server + " did not answer " + request.method + " " + request.target + " in time (" +
                         std::to_string(request.timeout.count() / 1000) + " s)");
    }
    if (failure == bhttp::error::body_limit) {
      return {ErrorKind::too_large,
              "The answer of " + server + " to " + request.method + " " + request.target + " is larger than " +
                  std::to_string(options_.max_answer_bytes >> 20) + " MiB",
              {}};
    }
    return unavailable(server + " can't be reached: " + failure.message());
  }

  const ClientOptions options_;
  std::optional<asio::ssl::context> context_;
  std::mutex mutex_;  // guards kept_
  std::vector<std::unique_ptr<Connection>> kept_;
};

Result<asio::ssl::context> make_context(const std::string& authorities_file) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  error_code failure;
  if (authorities_file.empty())
    context.set_default_verify_paths(failure);
  else
    context.load_verify_file(authorities_file, failure);
  if (failure) {
    return invalid("Cannot read the certificate authorities" + (authorities_file.empty() ? "" : " in '" + authorities_file + "'") + ": " +
                   failure.message());
  }
  context.set_verify_mode(asio::ssl::verify_peer);
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, failure);
  if (failure) return internal_error("TLS can't be set up: " + failure.message());
  return context;
}

}  // namespace

Result<std::unique_ptr<Client>> Client::make(ClientOptions options) {
  for (const auto& [name, value] : options.headers) {
    if (name.empty() || !is_printable(name) || !is_printable(value))
      return invalid("The header '" + name + "' has a value with characters that no header can have");
  }
  std::optional<asio::ssl::context> context;
  if (options.url.secure) context.emplace(TRY(make_context(options.authorities_file)));
  return std::unique_ptr<Client>(std::make_unique<BeastClient>(std::move(options), std::move(context)));
}

}  // namespace kindred::http
