// Any bytes as a form, cut in two at a place that the input chooses: the same parts or an error both ways.
#include <cstdlib>

#include "api/multipart.h"

namespace {

using namespace kindred;

struct Collector : api::MultipartParser::Receiver {
  Result<void> begin_part(const api::PartHeader& header) override {
    text += "[" + header.name + "|" + header.filename + "|";
    return {};
  }
  Result<void> part_data(std::span<const std::uint8_t> bytes) override {
    text.append(bytes.begin(), bytes.end());
    return {};
  }
  Result<void> end_part() override {
    text += "]";
    return {};
  }
  std::string text;
};

Result<std::string> parse(std::span<const std::uint8_t> bytes, std::size_t cut) {
  auto parser = TRY(api::MultipartParser::create("multipart/form-data; boundary=b"));
  Collector collector;
  TRY(parser.feed(bytes.first(cut), collector));
  TRY(parser.feed(bytes.subspan(cut), collector));
  TRY(parser.finish());
  return collector.text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::span<const std::uint8_t> bytes(data + 2, size - 2);
  const std::size_t cut = (data[0] * std::size_t{256} + data[1]) % (bytes.size() + 1);
  const auto whole = parse(bytes, bytes.size());
  const auto parts = parse(bytes, cut);
  if (whole.has_value() != parts.has_value()) std::abort();
  if (whole && *whole != *parts) std::abort();
  return 0;
}
