#include "api/exchanges.h"

#include "api/api.h"
#include "api/errors.h"
#include "base/log.h"

namespace kindred::api {
namespace {

// Defects are told in the log, where the request's id leads to them.
Response answer_of(Result<Response> result, const Request& request, const usecases::Caller& caller) {
  if (result) return finished(*std::move(result), caller.username);
  const Error& error = result.error();
  if (error.kind == ErrorKind::internal || error.kind == ErrorKind::corrupt) {
    log_error("request id=" + request.id + " failed: " + error.message + (error.detail.empty() ? "" : " (" + error.detail + ")"));
  }
  return finished(error_response(error), caller.username);
}

class InMemory : public Exchange {
 public:
  InMemory(const Route& route, Context context, Request request)
      : route_(route), context_(std::move(context)), request_(std::move(request)) {}
  [[nodiscard]] std::uint64_t body_limit() const override { return route_.body_limit; }
  Result<void> receive(std::span<const std::uint8_t> piece) override {
    request_.body.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    return {};
  }
  Response finish() override { return answer_of(std::get<Handler>(route_.handler)(context_, request_), request_, context_.caller); }

 private:
  const Route& route_;
  Context context_;
  Request request_;
};

class Streamed : public Exchange {
 public:
  Streamed(const Route& route, Context context, Request request)
      : route_(route), context_(std::move(context)), request_(std::move(request)) {}
  Result<void> open() {
    sink_ = TRY(std::get<StreamHandler>(route_.handler)(context_, request_));
    return {};
  }
  [[nodiscard]] std::uint64_t body_limit() const override { return route_.body_limit; }
  Result<void> receive(std::span<const std::uint8_t> piece) override { return sink_->write(piece); }
  Response finish() override { return answer_of(sink_->finish(), request_, context_.caller); }

 private:
  const Route& route_;
  Context context_;
  Request request_;
  std::unique_ptr<BodySink> sink_;
};

}  // namespace

std::variant<std::unique_ptr<Exchange>, Response> make_exchange(const Route& route, Context context, Request request) {
  if (std::holds_alternative<Handler>(route.handler)) return std::make_unique<InMemory>(route, std::move(context), std::move(request));
  auto streamed = std::make_unique<Streamed>(route, std::move(context), std::move(request));
  if (const auto opened = streamed->open(); !opened) return finished(error_response(opened.error()), {});
  return streamed;
}

}  // namespace kindred::api
