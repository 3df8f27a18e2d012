// Pascal VOC: one XML file a picture, as the development kit of the challenge describes it and as labelImg, CVAT and Roboflow write it.
//
// A box is xmin, ymin, xmax, ymax; its width is taken as xmax - xmin, as all of these tools and Picsellia's SDK do (the challenge itself
// counted pixels from 1 and included the last). A <polygon> has x1, y1, x2, y2 …, as Roboflow writes it. pose, truncated, difficult and
// occluded become attributes unless they have their usual value; CVAT's <attributes> are read and written. Parts of an object (head,
// hands) are not read.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "annotations/formats/all.h"
#include "annotations/shape_checks.h"
#include "annotations/text.h"
#include "annotations/utf8.h"
#include "annotations/xml_tree.h"

namespace kindred::annotations {
namespace {

constexpr std::size_t kMaxXmlFile = 16 << 20;
constexpr std::array<std::string_view, 3> kFlags{"truncated", "difficult", "occluded"};
constexpr std::string_view kUsualPose = "Unspecified";

Result<double> coordinate(const XmlElement& parent, std::string_view name) {
  const XmlElement* element = parent.child(name);
  if (element == nullptr) return invalid("<" + parent.name + "> has no <" + std::string(name) + ">");
  const auto number = number_of(element->text);
  if (!number) return invalid("<" + std::string(name) + "> is not a number");
  return *number;
}

// To 2^-20 of a pixel: differences and sums of such numbers are exact, so a width reads as what was written as two edges, and seven
// decimals tell them apart.
double rounded(double number) {
  constexpr double kSteps = 1 << 20;
  return std::abs(number) <= kMaxCoordinate ? std::round(number * kSteps) / kSteps : number;
}

Result<Box> box_in(const XmlElement& element) {
  const double left = rounded(TRY(coordinate(element, "xmin")));
  const double top = rounded(TRY(coordinate(element, "ymin")));
  return Box{left, top, rounded(TRY(coordinate(element, "xmax")) - left), rounded(TRY(coordinate(element, "ymax")) - top)};
}

// x1, y1, x2 … in any order, without a gap.
Result<Polygon> polygon_in(const XmlElement& element) {
  Ring ring(element.children.size() / 2);
  std::size_t found = 0;
  for (const XmlElement& child : element.children) {
    std::size_t number = 0;
    const char* end = child.name.data() + child.name.size();
    const auto parsed = std::from_chars(child.name.data() + 1, end, number);
    const bool known = (child.name[0] == 'x' || child.name[0] == 'y') && parsed.ec == std::errc{} && parsed.ptr == end;
    const auto value = number_of(child.text);
    if (!known || !value || number < 1 || number > ring.size())
      return invalid("<polygon> must have x1, y1, x2, y2 … with a number in each");
    (child.name[0] == 'x' ? ring[number - 1].x : ring[number - 1].y) = rounded(*value);
    ++found;
  }
  if (found != 2 * ring.size()) return invalid("<polygon> must have a y for each x");
  return Polygon{.parts = {std::move(ring)}};
}

bool is_flag(std::string_view name) { return std::find(kFlags.begin(), kFlags.end(), name) != kFlags.end(); }

// Usual values say nothing, so they are not kept.
void put_attribute(Shape& shape, std::string_view name, std::string_view value) {
  if (name.empty() || (name == "pose" && (value.empty() || value == kUsualPose))) return;
  if (is_flag(name) && (value.empty() || value == "0")) return;
  if (name == "text") {
    shape.text = value;
  } else if (is_flag(name) && value == "1") {
    shape.attributes[name] = 1;
  } else {
    shape.attributes[name] = value;
  }
}

void read_attributes(const XmlElement& object, Shape& shape) {
  put_attribute(shape, "pose", object.text_of("pose"));
  for (const std::string_view flag : kFlags)
    put_attribute(shape, flag, object.text_of(flag));
  const XmlElement* attributes = object.child("attributes");
  if (attributes == nullptr) return;
  for (const XmlElement& attribute : attributes->children)
    put_attribute(shape, attribute.text_of("name"), attribute.text_of("value"));
}

Result<Shape> shape_in(const XmlElement& object) {
  Shape shape;
  shape.label = object.text_of("name");
  if (shape.label.empty()) return invalid("<object> has no <name>");
  const XmlElement* polygon = object.child("polygon");
  const XmlElement* box = object.child("bndbox");
  if (polygon != nullptr) {
    shape.geometry = TRY(polygon_in(*polygon));
  } else if (box != nullptr) {
    shape.geometry = TRY(box_in(*box));
  } else {
    return invalid("<object> has no <bndbox> and no <polygon>");
  }
  read_attributes(object, shape);
  return shape;
}

Size size_in(const XmlElement& annotation) {
  const XmlElement* size = annotation.child("size");
  if (size == nullptr) return {};
  const auto side = [&](std::string_view name) {
    const double number = number_of(size->text_of(name)).value_or(0);
    return number >= 1 && number <= kMaxCoordinate ? static_cast<int>(number) : 0;
  };
  const Size found{side("width"), side("height")};
  return found.width > 0 && found.height > 0 ? found : Size{};
}

class Reader {
 public:
  Reader(SourceFiles& files, Sink& sink, Report& report) : files_(files), sink_(sink), report_(report) {}

  Result<void> read() {
    TRY(sink_.labels({}));
    TRY(files_.for_each([](std::string_view name) { return has_extension(name, ".xml"); },
                        [&](std::string_view name, ByteReader& bytes) { return read_file(name, bytes); }));
    if (files_read_ == 0) return invalid("There is no Pascal VOC file: .xml files with <annotation> are needed");
    return {};
  }

 private:
  Result<void> read_file(std::string_view name, ByteReader& bytes) {
    ++files_read_;
    const auto text = read_all(bytes, kMaxXmlFile, name);
    if (!text && !is_of_one_file(text.error())) return text.error();
    const auto annotation = text ? parse_xml(*text) : Result<XmlElement>(text.error());
    if (!annotation) {
      report_.add(ProblemKind::unreadable, name, annotation.error().message);
      return {};
    }
    if (annotation->name != "annotation") {
      report_.add(ProblemKind::refused, name, "it is not a Pascal VOC file: its root is <" + annotation->name + ">, not <annotation>");
      return {};
    }
    return read_picture(name, *annotation);
  }

  Result<void> read_picture(std::string_view name, const XmlElement& annotation) {
    Picture picture{.file_name = std::string(annotation.text_of("filename")), .size = size_in(annotation), .split = {}};
    if (picture.file_name.empty()) picture.file_name = without_extension(last_part(name));
    const std::uint64_t number = next_++;
    const auto size = TRY(sink_.picture(picture));
    if (!size) return {};
    ++report_.pictures;
    for (const XmlElement& object : annotation.children) {
      if (object.name != "object") continue;
      const auto place = [&] { return std::string(name) + ":" + std::to_string(object.line); };
      auto shape = shape_in(object);
      if (object.child("part") != nullptr) report_.add(ProblemKind::odd, place(), "its parts are not read");
      if (shape) {
        TRY(deliver(sink_, report_, number, *size == Size{} ? picture.size : *size, *std::move(shape), place));
      } else {
        report_.add(ProblemKind::refused, place(), shape.error().message);
      }
    }
    return {};
  }

  SourceFiles& files_;
  Sink& sink_;
  Report& report_;
  std::uint64_t next_ = 0;
  std::int64_t files_read_ = 0;
};

std::string tag(std::string_view indent, std::string_view name, std::string_view text) {
  return std::string(indent) + "<" + std::string(name) + ">" + xml_escaped(text) + "</" + std::string(name) + ">\n";
}

std::string tag(std::string_view indent, std::string_view name, double number) {
  std::array<char, 32> digits{};
  constexpr int kDecimals = 7;
  const auto [end, failure] = std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, kDecimals);
  std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  while (text.ends_with('0'))
    text.remove_suffix(1);
  if (text.ends_with('.')) text.remove_suffix(1);
  return tag(indent, name, text == "-0" ? "0" : text);
}

bool can_be_in_xml(std::string_view text) {
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < ' '; });
}

std::string text_of(const json::value& value) { return value.is_string() ? std::string(value.as_string()) : json::serialize(value); }

class PascalVocWriter : public Writer {
 public:
  PascalVocWriter(TargetFiles& files, Report& report, const WriteOptions& options) : files_(files), report_(report), options_(options) {}

  Result<void> labels(std::span<const Label> labels) override {
    for (const Label& label : labels) {
      if (!label.group.empty() || !label.vertices.empty()) lose(label.name, "Pascal VOC has no groups of labels and no keypoints");
    }
    return {};
  }

  Result<void> picture(const Picture& picture, std::span<const Shape> shapes) override {
    if (!can_be_in_xml(picture.file_name)) {
      lose(picture.file_name, "XML can't hold a name that has control characters or isn't UTF-8: the picture is left out");
      return {};
    }
    ++report_.pictures;
    tell_trimmed(picture, picture.file_name);
    if (!picture.split.empty()) lose(picture.file_name, "Pascal VOC's XML can't say which split a picture is in");
    std::string xml = "<annotation>\n" + tag("  ", "filename", picture.file_name);
    if (picture.size != Size{}) {
      xml += "  <size>\n" + tag("    ", "width", picture.size.width) + tag("    ", "height", picture.size.height) +
             tag("    ", "depth", 3) + "  </size>\n";
    }
    xml += tag("  ", "segmented", 0);
    for (const Shape& shape : shapes)
      append_object(xml, picture, shape);
    return files_.add("Annotations/" + std::string(without_extension(picture.file_name)) + ".xml", xml + "</annotation>\n");
  }

  Result<void> finish() override { return {}; }

 private:
  void lose(std::string_view place, std::string_view what) { report_.add(ProblemKind::lost, place, what); }

  void tell_trimmed(const Picture& picture, std::string_view text) {
    if (trimmed(text) != text)
      lose(picture.file_name, "white space at the ends of '" + std::string(text) + "' is dropped by those that read XML");
  }

  void append_object(std::string& xml, const Picture& picture, const Shape& shape) {
    const auto* polygon = std::get_if<Polygon>(&shape.geometry);
    const bool has_box = polygon != nullptr || std::holds_alternative<Box>(shape.geometry) || std::holds_alternative<Mask>(shape.geometry);
    const auto box = has_box ? box_of(shape.geometry) : std::nullopt;
    if (!box) return lose(picture.file_name, "Pascal VOC has only boxes and outlines");
    if (std::holds_alternative<Mask>(shape.geometry) && !options_.boxes_only)
      lose(picture.file_name, "Pascal VOC's XML has no masks: it became a box");
    if (!shape.keypoints.empty()) lose(picture.file_name, "Pascal VOC has no keypoints");
    if (polygon != nullptr && polygon->parts.size() > 1 && !options_.boxes_only)
      lose(picture.file_name, "Pascal VOC has no outline of several parts: it became a box");
    ++report_.shapes;
    tell_trimmed(picture, shape.label);
    xml += "  <object>\n" + tag("    ", "name", shape.label);
    append_attributes(xml, picture, shape);
    xml += "    <bndbox>\n" + tag("      ", "xmin", box->x) + tag("      ", "ymin", box->y) + tag("      ", "xmax", box->x + box->w) +
           tag("      ", "ymax", box->y + box->h) + "    </bndbox>\n";
    if (polygon != nullptr && polygon->parts.size() == 1 && !options_.boxes_only) append_outline(xml, polygon->parts[0]);
    xml += "  </object>\n";
  }

  static void append_outline(std::string& xml, const Ring& ring) {
    xml += "    <polygon>\n";
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      xml += tag("      ", "x" + number, ring[i].x) + tag("      ", "y" + number, ring[i].y);
    }
    xml += "    </polygon>\n";
  }

  // Whatever is not one of the format's own goes to CVAT's list, as text.
  void append_attributes(std::string& xml, const Picture& picture, const Shape& shape) {
    std::string others;
    const auto add = [&](std::string_view name, std::string_view value) {
      tell_trimmed(picture, name);
      tell_trimmed(picture, value);
      others += "      <attribute>\n" + tag("        ", "name", name) + tag("        ", "value", value) + "      </attribute>\n";
    };
    const json::value* pose = shape.attributes.if_contains("pose");
    xml += tag("    ", "pose", pose != nullptr ? text_of(*pose) : std::string(kUsualPose));
    for (const std::string_view flag : kFlags) {
      const json::value* value = shape.attributes.if_contains(flag);
      const std::string text = value == nullptr ? "0" : *value == json::value(true) ? "1" : text_of(*value);
      if (value != nullptr || flag != "occluded") xml += tag("    ", flag, text);
    }
    for (const auto& [name, value] : shape.attributes) {
      if (name == "pose" || is_flag(name)) continue;
      add(name, text_of(value));
    }
    if (!shape.text.empty()) add("text", shape.text);
    if (!others.empty()) xml += "    <attributes>\n" + others + "    </attributes>\n";
  }

  TargetFiles& files_;
  Report& report_;
  WriteOptions options_;
};

}  // namespace

Result<void> read_pascal_voc(SourceFiles& files, Sink& sink, Report& report) { return Reader(files, sink, report).read(); }

std::unique_ptr<Writer> make_pascal_voc_writer(TargetFiles& files, Report& report, const WriteOptions& options) {
  return std::make_unique<PascalVocWriter>(files, report, options);
}

bool looks_like_pascal_voc(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const std::string& name) { return has_extension(name, ".xml"); });
}

}  // namespace kindred::annotations
