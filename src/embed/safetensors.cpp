#include "embed/safetensors.h"

#include <fcntl.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "base/json.h"

namespace kindred::embed {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are read as they stand in the file");

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kMaxHeader = 100'000'000;  // the limit of the reference implementation

struct ElementType {
  std::string_view name;
  TensorType type;
  std::size_t bytes;
};
constexpr ElementType kTypes[] = {
    {"F32", TensorType::f32, 4},    {"F16", TensorType::f16, 2},       {"BF16", TensorType::bf16, 2},     {"F64", TensorType::other, 8},
    {"I64", TensorType::other, 8},  {"I32", TensorType::other, 4},     {"I16", TensorType::other, 2},     {"I8", TensorType::other, 1},
    {"U64", TensorType::other, 8},  {"U32", TensorType::other, 4},     {"U16", TensorType::other, 2},     {"U8", TensorType::other, 1},
    {"BOOL", TensorType::other, 1}, {"F8_E4M3", TensorType::other, 1}, {"F8_E5M2", TensorType::other, 1},
};

struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

std::optional<std::uint64_t> as_size(const json::value& value) {
  json::error_code failure;
  const auto number = value.to_number<std::uint64_t>(failure);
  return failure ? std::nullopt : std::optional(number);
}

std::optional<std::vector<std::size_t>> read_shape(const json::object& header) {
  const json::value* value = header.if_contains("shape");
  if (value == nullptr || !value->is_array()) return std::nullopt;
  std::vector<std::size_t> shape;
  for (const json::value& side : value->as_array()) {
    const auto size = as_size(side);
    if (!size) return std::nullopt;
    shape.push_back(*size);
  }
  return shape;
}

std::optional<Range> read_range(const json::object& header) {
  const json::value* value = header.if_contains("data_offsets");
  if (value == nullptr || !value->is_array() || value->as_array().size() != 2) return std::nullopt;
  const auto begin = as_size(value->as_array()[0]);
  const auto end = as_size(value->as_array()[1]);
  if (!begin || !end || *begin > *end) return std::nullopt;
  return Range{*begin, *end};
}

// Nothing when the product does not fit.
std::optional<std::uint64_t> byte_count(std::span<const std::size_t> shape, std::size_t each) {
  std::uint64_t count = each;
  for (const std::size_t side : shape) {
    if (__builtin_mul_overflow(count, side, &count)) return std::nullopt;
  }
  return count;
}

class Parser {
 public:
  Parser(std::span<const std::uint8_t> file, std::string_view what) : file_(file), what_(what) {}

  Result<TensorMap> parse() {
    const json::object header = TRY(read_header());
    TensorMap tensors;
    for (const auto& member : header) {
      if (member.key() == "__metadata__") continue;
      std::string name(member.key());
      TensorView view = TRY(read_tensor(name, member.value()));
      tensors.emplace(std::move(name), std::move(view));
    }
    TRY(check_ranges());
    return tensors;
  }

 private:
  Error damaged(std::string_view reason) const {
    return corrupt(std::string(what_) + " is not a whole safetensors file: " + std::string(reason));
  }
  Error damaged_tensor(std::string_view name, std::string_view reason) const {
    return corrupt("The tensor '" + std::string(name) + "' of " + std::string(what_) + " " + std::string(reason));
  }

  Result<json::object> read_header() {
    if (file_.size() < kLengthBytes) return damaged("it is shorter than its header's length field");
    std::uint64_t length = 0;
    std::memcpy(&length, file_.data(), kLengthBytes);
    if (length > kMaxHeader) return damaged("it claims a header of " + std::to_string(length) + " bytes");
    if (length > file_.size() - kLengthBytes) return damaged("it ends within its header");
    const auto text = file_.subspan(kLengthBytes, length);
    data_ = file_.subspan(kLengthBytes + length);
    return parse_json_object({reinterpret_cast<const char*>(text.data()), text.size()}, "the header of " + std::string(what_));
  }

  Result<TensorView> read_tensor(const std::string& name, const json::value& value) {
    if (!value.is_object()) return damaged_tensor(name, "is not described by a JSON object");
    const json::object& header = value.as_object();
    const json::value* type = header.if_contains("dtype");
    if (type == nullptr || !type->is_string()) return damaged_tensor(name, "has no dtype");
    const auto* known = std::ranges::find(kTypes, std::string_view(type->as_string()), &ElementType::name);
    if (known == std::end(kTypes)) {
      return unsupported("The tensor '" + name + "' of " + std::string(what_) + " has the unknown dtype '" +
                         std::string(type->as_string()) + "'");
    }
    auto shape = read_shape(header);
    if (!shape) return damaged_tensor(name, "has no valid shape");
    const auto range = read_range(header);
    if (!range) return damaged_tensor(name, "has no valid data_offsets");
    const auto wanted = byte_count(*shape, known->bytes);
    if (!wanted || *wanted != range->end - range->begin) {
      return damaged_tensor(name, "has " + std::to_string(range->end - range->begin) + " bytes, which is not its shape " +
                                      shape_text(*shape) + " in " + std::string(known->name));
    }
    if (range->end > data_.size()) {
      return damaged_tensor(name, "is truncated: its bytes end at " + std::to_string(range->end) + ", the file's at " +
                                      std::to_string(data_.size()) + "; fetch the file again");
    }
    ranges_.emplace_back(*range, name);
    return TensorView{known->type, *std::move(shape), data_.subspan(range->begin, range->end - range->begin)};
  }

  // Laid end to end: the format allows neither overlaps nor holes.
  Result<void> check_ranges() {
    std::ranges::sort(ranges_, [](const auto& a, const auto& b) {
      return std::pair(a.first.begin, a.first.end) < std::pair(b.first.begin, b.first.end);
    });
    std::uint64_t end = 0;
    for (const auto& [range, name] : ranges_) {
      if (range.begin < end) return damaged_tensor(name, "overlaps another tensor");
      if (range.begin > end) return damaged_tensor(name, "has unexplained bytes before it");
      end = range.end;
    }
    if (end != data_.size()) return damaged("there are " + std::to_string(data_.size() - end) + " bytes after the last tensor");
    return {};
  }

  std::span<const std::uint8_t> file_;
  std::span<const std::uint8_t> data_;
  std::string_view what_;
  std::vector<std::pair<Range, std::string>> ranges_;
};

std::string_view type_name(TensorType type) { return std::ranges::find(kTypes, type, &ElementType::type)->name; }

std::string header_of(std::span<const TensorPlan> plans) {
  json::object header;
  std::uint64_t offset = 0;
  for (const TensorPlan& plan : plans) {
    const json::array shape(plan.shape.begin(), plan.shape.end());
    const std::uint64_t end = offset + byte_count(plan.shape, bytes_each(plan.type)).value_or(0);
    header[plan.name] = {{"dtype", type_name(plan.type)}, {"shape", shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = json::serialize(header);
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data is aligned
  return text;
}

}  // namespace

std::string shape_text(std::span<const std::size_t> shape) {
  std::string text = "[";
  for (const std::size_t side : shape)
    text += (text.size() > 1 ? ", " : "") + std::to_string(side);
  return text + "]";
}

Result<TensorMap> parse_safetensors(std::span<const std::uint8_t> file, std::string_view what) { return Parser(file, what).parse(); }

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path) {
  MappedFile file = TRY(MappedFile::open(path));
  TensorMap tensors = TRY(parse_safetensors(file.bytes(), path.filename().string()));
  return SafetensorsFile(std::move(file), std::move(tensors));
}

Result<void> write_safetensors(const std::filesystem::path& path, std::span<const TensorPlan> plans,
                               const std::function<std::vector<std::uint8_t>(const TensorPlan&)>& bytes_of) {
  const FileDescriptor file = TRY(open_file(path, O_CREAT | O_TRUNC | O_WRONLY, 0644));
  const std::string header = header_of(plans);
  const std::uint64_t length = header.size();
  std::uint8_t prefix[kLengthBytes];
  std::memcpy(prefix, &length, kLengthBytes);
  TRY(write_all(file, prefix, path));
  TRY(write_all(file, {reinterpret_cast<const std::uint8_t*>(header.data()), header.size()}, path));
  for (const TensorPlan& plan : plans)
    TRY(write_all(file, bytes_of(plan), path));
  return {};
}

}  // namespace kindred::embed
