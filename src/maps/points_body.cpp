#include "maps/points_body.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "maps/little_endian.h"

namespace kindred::maps {
namespace {

constexpr std::string_view kMark = "KPTS";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 40;

float least_of(std::span<const float> values) { return values.empty() ? 0 : *std::min_element(values.begin(), values.end()); }
float most_of(std::span<const float> values) { return values.empty() ? 0 : *std::max_element(values.begin(), values.end()); }

template <typename Number>
void append_number(std::string& text, Number value) {
  char digits[32];
  const auto [end, failure] = std::to_chars(std::begin(digits), std::end(digits), value);
  text.append(digits, failure == std::errc{} ? end : digits);
}

}  // namespace

std::vector<std::uint8_t> binary_body(const PointColumns& columns) {
  std::vector<std::uint8_t> body(kMark.begin(), kMark.end());
  body.reserve(kHeaderBytes + columns.x.size() * 16 + columns.item_rows.size() * 4);
  append(body, kVersion);
  append(body, static_cast<std::uint32_t>(columns.x.size()));
  append(body, static_cast<std::uint32_t>(columns.item_rows.size()));
  append(body, columns.clusters);
  append(body, columns.suggested_eps);
  for (const float edge : {least_of(columns.x), least_of(columns.y), most_of(columns.x), most_of(columns.y)})
    append(body, edge);
  append_column(body, columns.x);
  append_column(body, columns.y);
  append_column(body, columns.cluster);
  append_column(body, columns.multiplicity);
  append_column(body, columns.item_rows);
  return body;
}

std::string csv_body(const PointColumns& columns, const std::function<std::string(std::size_t)>& id_of) {
  constexpr std::size_t kTypicalLine = 70;
  std::string text = "id,x,y,cluster,point\n";
  text.reserve(text.size() + columns.item_rows.size() * kTypicalLine);
  std::size_t item = 0;
  for (std::size_t point = 0; point < columns.x.size(); ++point) {
    for (std::uint32_t i = 0; i < columns.multiplicity[point]; ++i) {
      text.append(id_of(item++)).push_back(',');
      append_number(text, columns.x[point]);
      text.push_back(',');
      append_number(text, columns.y[point]);
      text.push_back(',');
      append_number(text, columns.cluster[point]);
      text.push_back(',');
      append_number(text, point);
      text.push_back('\n');
    }
  }
  return text;
}

std::vector<float> item_coordinates(const PointColumns& columns) {
  std::vector<float> values;
  values.reserve(columns.item_rows.size() * 2);
  for (std::size_t point = 0; point < columns.x.size(); ++point) {
    for (std::uint32_t i = 0; i < columns.multiplicity[point]; ++i)
      values.insert(values.end(), {columns.x[point], columns.y[point]});
  }
  return values;
}

}  // namespace kindred::maps
