// YOLO as Ultralytics has it (https://docs.ultralytics.com/datasets/): a text file a picture under labels/, its path that of the picture
// under images/, and a data.yaml with the names. A line is
//
//   CLASS X Y WIDTH HEIGHT            a box by its centre, as fractions of the picture
//   CLASS X Y WIDTH HEIGHT SCORE      the same of a prediction
//   CLASS X1 Y1 X2 Y2 X3 Y3 …         an outline
//   CLASS X Y WIDTH HEIGHT (X Y [V])… a box with keypoints, where data.yaml has kpt_shape
//
// Coordinates are rounded to 1/1024 pixel when they are read, so that reading what was written gives the same numbers. Picture lists
// (train.txt …) are read and written too: they alone tell a picture's extension and that a picture has no shapes.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <unordered_map>

#include "annotations/formats/all.h"
#include "annotations/formats/yolo_files.h"
#include "annotations/shape_checks.h"
#include "annotations/spool.h"
#include "annotations/text.h"
#include "annotations/yaml_value.h"

namespace kindred::annotations {
namespace {

constexpr std::size_t kMaxLabelFile = 64 << 20;
constexpr std::size_t kMaxListFile = 1 << 30;
constexpr double kStepsOfAPixel = 1024;

double in_pixels(double fraction, int side) {
  const double pixels = fraction * side;
  return std::isfinite(pixels) && std::abs(pixels) <= kMaxCoordinate ? std::round(pixels * kStepsOfAPixel) / kStepsOfAPixel : pixels;
}

// The shape of one line. Requires: size is not 0 x 0.
class LineReader {
 public:
  LineReader(const YoloNames& names, Size size) : names_(names), size_(size) {}

  Result<Shape> read(std::string_view line) {
    std::vector<double> values;
    while (!line.empty()) {
      const std::string_view word = take_until(line, ' ');
      if (word.empty()) continue;
      const auto number = number_of(word);
      if (!number) return invalid("'" + std::string(word.substr(0, 40)) + "' is not a number");
      values.push_back(*number);
    }
    Shape shape;
    shape.label = TRY(label(values.empty() ? -1 : values[0]));
    const std::span<const double> rest = std::span(values).subspan(1);
    const std::size_t with_keypoints = 4 + names_.keypoints * names_.keypoint_numbers;
    if (names_.keypoints > 0 && rest.size() == with_keypoints) {
      shape.geometry = box(rest);
      shape.keypoints = keypoints(rest.subspan(4));
    } else if (rest.size() == 4 || rest.size() == 5) {
      shape.geometry = box(rest);
      if (rest.size() == 5) shape.attributes["score"] = rest[4];
    } else if (rest.size() >= 6 && rest.size() % 2 == 0) {
      shape.geometry = outline(rest);
    } else {
      return invalid("a line must have a class, then four numbers for a box or at least three pairs for an outline; this one has " +
                     std::to_string(rest.size()) + " numbers behind the class");
    }
    return shape;
  }

 private:
  Result<std::string> label(double number) const {
    if (number >= 0 && number == std::floor(number) && number < static_cast<double>(names_.labels.size()))
      return names_.labels[static_cast<std::size_t>(number)].name;
    return invalid("the class is not one of the " + std::to_string(names_.labels.size()) + " that have a name");
  }

  [[nodiscard]] Box box(std::span<const double> v) const {
    return {in_pixels(v[0] - v[2] / 2, size_.width), in_pixels(v[1] - v[3] / 2, size_.height), in_pixels(v[2], size_.width),
            in_pixels(v[3], size_.height)};
  }

  [[nodiscard]] Polygon outline(std::span<const double> v) const {
    Polygon polygon{.parts = {{}}};
    for (std::size_t i = 0; i + 1 < v.size(); i += 2)
      polygon.parts[0].push_back({in_pixels(v[i], size_.width), in_pixels(v[i + 1], size_.height)});
    return polygon;
  }

  // All zero means: this shape has none.
  [[nodiscard]] std::vector<Keypoint> keypoints(std::span<const double> v) const {
    if (std::all_of(v.begin(), v.end(), [](double number) { return number == 0; })) return {};
    std::vector<Keypoint> keypoints;
    for (std::size_t i = 0; i + 1 < v.size(); i += names_.keypoint_numbers) {
      const bool told = names_.keypoint_numbers == 3;
      const Visibility visibility = !told || v[i + 2] >= 2 ? Visibility::visible
                                    : v[i + 2] >= 1        ? Visibility::hidden
                                                           : Visibility::not_labelled;
      keypoints.push_back({in_pixels(v[i], size_.width), in_pixels(v[i + 1], size_.height), visibility});
    }
    return keypoints;
  }

  const YoloNames& names_;
  Size size_;
};

class Reader {
 public:
  Reader(SourceFiles& files, Sink& sink, Report& report) : files_(files), sink_(sink), report_(report), layout_(files.names()) {}

  Result<void> read() {
    YoloNames names = TRY(read_names(files_, layout_, report_));
    TRY(sink_.labels(names.labels));
    TRY(read_lists(names));
    TRY(files_.for_each([&](std::string_view name) { return layout_.is_label_file(name); },
                        [&](std::string_view name, ByteReader& bytes) { return read_label_file(names, name, bytes); }));
    for (const auto& [label_file, picture] : layout_.pictures_left()) {
      ++next_;
      if (TRY(sink_.picture(picture))) ++report_.pictures;  // a picture without shapes
    }
    return {};
  }

 private:
  Result<void> read_lists(const YoloNames& names) {
    return files_.for_each([&](std::string_view name) { return names.lists.contains(std::string(name)); },
                           [&](std::string_view name, ByteReader& bytes) -> Result<void> {
                             const auto text = read_all(bytes, kMaxListFile, name);
                             if (!text && !is_of_one_file(text.error())) return text.error();
                             if (!text) {
                               report_.add(ProblemKind::unreadable, name, text.error().message);
                               return {};
                             }
                             layout_.add_list(*text, names.lists.find(std::string(name))->second);
                             return {};
                           });
  }

  Result<void> read_label_file(const YoloNames& names, std::string_view name, ByteReader& bytes) {
    const auto text = read_all(bytes, kMaxLabelFile, name);
    if (!text && !is_of_one_file(text.error())) return text.error();
    if (!text) report_.add(ProblemKind::unreadable, name, text.error().message);
    const Picture picture = layout_.take_picture(name);
    const std::uint64_t number = next_++;
    const auto size = TRY(sink_.picture(picture));
    if (!size || !text) return {};
    ++report_.pictures;
    if (*size == Size{}) {
      report_.add(ProblemKind::refused, name, "the size of its picture is not known, and the coordinates are fractions of it");
      return {};
    }
    return read_lines(names, name, *text, number, *size);
  }

  Result<void> read_lines(const YoloNames& names, std::string_view name, std::string_view text, std::uint64_t picture, Size size) {
    LineReader reader(names, size);
    for (std::size_t line = 1; !text.empty(); ++line) {
      std::string content(take_until(text, '\n'));
      std::replace_if(content.begin(), content.end(), [](char c) { return c == '\t' || c == '\r' || c == ','; }, ' ');
      if (content.find_first_not_of(' ') == std::string::npos) continue;
      const auto place = [&] { return std::string(name) + ":" + std::to_string(line); };
      auto shape = reader.read(content);
      if (shape) {
        TRY(deliver(sink_, report_, picture, size, *std::move(shape), place));
      } else {
        report_.add(ProblemKind::refused, place(), shape.error().message);
      }
    }
    return {};
  }

  SourceFiles& files_;
  Sink& sink_;
  Report& report_;
  YoloLayout layout_;
  std::uint64_t next_ = 0;
};

// Enough digits for 1/1024 of a pixel in the largest pictures.
void append_fraction(std::string& out, double pixels, int side) {
  std::array<char, 32> digits{};
  constexpr int kDigits = 12;
  const auto [end, failure] =
      std::to_chars(digits.data(), digits.data() + digits.size(), pixels / side, std::chars_format::general, kDigits);
  out += ' ';
  out.append(digits.data(), end);
}

class YoloWriter : public Writer {
 public:
  YoloWriter(TargetFiles& files, Report& report, const WriteOptions& options) : files_(files), report_(report), options_(options) {}

  Result<void> labels(std::span<const Label> labels) override {
    for (const Label& label : labels) {
      numbers_.emplace(label.name, labels_.size());
      labels_.push_back(label);
      keypoints_ = std::max(keypoints_, label.vertices.size());
      if (!label.group.empty()) report_.add(ProblemKind::lost, label.name, "YOLO can't say which group a label is in");
      if (!label.vertices.empty())
        report_.add(ProblemKind::lost, label.name, "YOLO can't say the names of keypoints and the lines between them");
    }
    return {};
  }

  Result<void> picture(const Picture& picture, std::span<const Shape> shapes) override {
    if (picture.size.width <= 0 || picture.size.height <= 0)
      return invalid("The size of '" + picture.file_name + "' is not known, and YOLO's coordinates are fractions of it");
    ++report_.pictures;
    std::string text;
    for (const Shape& shape : shapes)
      append_shape(text, picture, shape);
    const std::string folder = picture.split.empty() ? "" : picture.split + "/";
    TRY(files_.add("labels/" + folder + std::string(without_extension(picture.file_name)) + ".txt", text));
    return lists_[picture.split].append("./images/" + folder + picture.file_name + "\n");
  }

  // data.yaml needs `train` and `val`; pictures without a split are both.
  Result<void> finish() override {
    std::string yaml = "path: .\n";
    for (auto& [split, list] : lists_) {
      const std::string file = split.empty() ? "pictures.txt" : split + ".txt";
      TRY(files_.begin(file));
      TRY(list.copy_to(files_));
      TRY(files_.end());
    }
    const std::string any = lists_.empty() ? "pictures" : lists_.begin()->first.empty() ? "pictures" : lists_.begin()->first;
    for (const std::string_view split : {"train", "val", "test"}) {
      const bool there = lists_.contains(std::string(split));
      if (there || split != "test") yaml += std::string(split) + ": " + yaml_quoted((there ? std::string(split) : any) + ".txt") + "\n";
    }
    if (lists_.empty()) TRY(files_.add("pictures.txt", ""));
    if (keypoints_ > 0) yaml += "kpt_shape: [" + std::to_string(keypoints_) + ", 3]\n";
    yaml += labels_.empty() ? "names: []\n" : "names:\n";
    for (std::size_t i = 0; i < labels_.size(); ++i)
      yaml += "  " + std::to_string(i) + ": " + yaml_quoted(labels_[i].name) + "\n";
    return files_.add("data.yaml", yaml);
  }

 private:
  void lose(const Picture& picture, std::string_view what) { report_.add(ProblemKind::lost, picture.file_name, what); }

  void append_shape(std::string& out, const Picture& picture, const Shape& shape) {
    if (!shape.text.empty()) lose(picture, "YOLO can't say a shape's text");
    if (!shape.attributes.empty()) lose(picture, "YOLO can't say a shape's attributes");
    const auto* polygon = std::get_if<Polygon>(&shape.geometry);
    if (polygon != nullptr && !options_.boxes_only && keypoints_ == 0) {
      if (polygon->parts.size() > 1) lose(picture, "YOLO has no outline of several parts: each became a shape of its own");
      for (const Ring& ring : polygon->parts)
        append_outline(out, picture, shape.label, ring);
      return;
    }
    const bool as_box = std::holds_alternative<Box>(shape.geometry) || polygon != nullptr ||
                        (options_.boxes_only && std::holds_alternative<Mask>(shape.geometry));
    const auto box = as_box ? box_of(shape.geometry) : std::nullopt;
    if (!box) return lose(picture, "YOLO has only boxes, outlines and keypoints");
    if (polygon != nullptr && !options_.boxes_only) lose(picture, "YOLO has no outlines beside keypoints: it became a box");
    append_box(out, picture, shape, *box);
  }

  void append_class(std::string& out, const std::string& label) {
    ++report_.shapes;
    out += std::to_string(numbers_.at(label));
  }

  void append_outline(std::string& out, const Picture& picture, const std::string& label, const Ring& ring) {
    append_class(out, label);
    for (const Point& point : ring) {
      append_fraction(out, point.x, picture.size.width);
      append_fraction(out, point.y, picture.size.height);
    }
    out += '\n';
  }

  void append_box(std::string& out, const Picture& picture, const Shape& shape, const Box& box) {
    append_class(out, shape.label);
    append_fraction(out, box.x + box.w / 2, picture.size.width);
    append_fraction(out, box.y + box.h / 2, picture.size.height);
    append_fraction(out, box.w, picture.size.width);
    append_fraction(out, box.h, picture.size.height);
    const bool fits = shape.keypoints.size() == keypoints_;
    if (!fits && !shape.keypoints.empty()) lose(picture, "YOLO needs the same count of keypoints on every shape");
    for (std::size_t i = 0; i < keypoints_; ++i) {
      const Keypoint keypoint = fits ? shape.keypoints[i] : Keypoint{0, 0, Visibility::not_labelled};
      append_fraction(out, keypoint.x, picture.size.width);
      append_fraction(out, keypoint.y, picture.size.height);
      out += ' ' + std::to_string(static_cast<int>(keypoint.visibility));
    }
    out += '\n';
  }

  TargetFiles& files_;
  Report& report_;
  WriteOptions options_;
  std::vector<Label> labels_;
  std::unordered_map<std::string, std::size_t> numbers_;
  std::size_t keypoints_ = 0;
  std::map<std::string, Spool> lists_;  // by split
};

}  // namespace

Result<void> read_yolo(SourceFiles& files, Sink& sink, Report& report) { return Reader(files, sink, report).read(); }

std::unique_ptr<Writer> make_yolo_writer(TargetFiles& files, Report& report, const WriteOptions& options) {
  return std::make_unique<YoloWriter>(files, report, options);
}

bool looks_like_yolo(const std::vector<std::string>& names) { return !YoloLayout(names).names_files().empty(); }

}  // namespace kindred::annotations
