// The laws of every annotation format: what it wrote reads back equal, through a folder, a zip and memory, in pieces of any size, and what
// it can't say is counted as lost.
#include "annotations/formats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "annotations/collect_for_test.h"
#include "annotations/rle.h"
#include "annotations/text.h"
#include "base/testing/temp_folder.h"

namespace kindred::annotations {
namespace {

constexpr int kPictures = 40;

// Random content within what a format says it can say.
class Content {
 public:
  // Every second one has keypoints, if the format can say them.
  Content(const Format& format, unsigned seed) : format_(format), keypoints_(format.keypoints && seed % 2 == 1), random_(seed) {}

  Collected make() {
    Collected all;
    const std::vector<std::string> names{"cat", "traffic light", "naïve <\"&'>", "日本: #1", "true"};
    for (const std::string& name : names) {
      Label label{.name = name, .group = {}, .vertices = {}};
      if (keypoints_ && name == "cat") label.vertices = {"nose", "tail \"tip\""};
      if (format_.texts_and_attributes && format_.keypoints) label.group = name == "cat" ? "animal" : "";
      if (format_.several_parts && !label.vertices.empty()) label.edges = {{1, 0}};
      all.label_list.push_back(std::move(label));
    }
    if (!format_.label_order) all.label_list.clear();
    for (int i = 0; i < kPictures; ++i) {
      Picture picture{.file_name = "day " + std::to_string(i % 3) + "/ü_" + std::to_string(i) + (i % 2 == 0 ? ".jpg" : ".v2.PNG"),
                      .size = {64 + below(700), 48 + below(700)},
                      .split = {}};
      if (format_.splits) picture.split = std::vector<std::string>{"train", "val", "test"}[static_cast<std::size_t>(below(3))];
      std::vector<Shape> shapes;
      for (int count = below(8); count > 0; --count)
        shapes.push_back(shape(names, picture.size));
      all.known_sizes[picture.file_name] = picture.size;
      all.pictures.emplace_back(std::move(picture), std::move(shapes));
    }
    return all;
  }

 private:
  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  double coordinate(int side) { return below(side * 1024) / 1024.0; }
  Point point(Size size) { return {coordinate(size.width), coordinate(size.height)}; }

  Geometry geometry(Size size) {
    const int kind = below(6);
    if (kind == 1 && format_.polygons && !pose()) {
      Polygon polygon;
      for (int parts = format_.several_parts ? 1 + below(3) : 1; parts > 0; --parts) {
        Ring& ring = polygon.parts.emplace_back();
        for (int count = 3 + below(9); count > 0; --count)
          ring.push_back(point(size));
      }
      return polygon;
    }
    if (kind == 2 && format_.masks) {
      std::vector<std::uint8_t> bitmap(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height), 0);
      for (int i = 0; i < 100; ++i)
        bitmap[random_() % bitmap.size()] = 1;
      return Mask{size.width, size.height, counts_of_runs(runs_of_bitmap(bitmap, size))};
    }
    if (kind == 3 && format_.points) return point(size);
    if (kind == 4 && format_.classifications) return Classification{};
    return Box{coordinate(size.width), coordinate(size.height), coordinate(size.width) + 1, coordinate(size.height) + 1};
  }

  // YOLO has keypoints or outlines, not both.
  [[nodiscard]] bool pose() const { return keypoints_ && !format_.several_parts; }

  Shape shape(const std::vector<std::string>& labels, Size size) {
    Shape shape{.label = labels[static_cast<std::size_t>(below(static_cast<int>(labels.size())))],
                .geometry = geometry(size),
                .keypoints = {},
                .text = {},
                .attributes = {}};
    if (keypoints_ && std::holds_alternative<Box>(shape.geometry) && below(2) == 0) {
      for (int i = 0; i < 2; ++i)
        shape.keypoints.push_back({coordinate(size.width) + 1, coordinate(size.height), static_cast<Visibility>(below(3))});
    }
    if (format_.texts_and_attributes && below(3) == 0) {
      shape.text = "l'été <1>";
      shape.attributes["colour"] = "red & \"blue\"";
      if (format_.masks) shape.attributes["nested"] = {{"list", {1, 2.5, nullptr, "x"}}, {"yes", true}};
      if (format_.masks) shape.attributes["iscrowd"] = 1;
    }
    return shape;
  }

  const Format& format_;
  bool keypoints_;
  std::mt19937 random_;
};

std::string described(const Shape& shape) {
  std::string text = shape.label + " " + std::to_string(shape.geometry.index()) + ":";
  const auto add = [&](double number) {
    text += ' ';
    append_number(text, number);
  };
  if (const auto* box = std::get_if<Box>(&shape.geometry)) add(box->x), add(box->y), add(box->w), add(box->h);
  if (const auto* point = std::get_if<Point>(&shape.geometry)) add(point->x), add(point->y);
  if (const auto* mask = std::get_if<Mask>(&shape.geometry))
    text += std::to_string(mask->width) + " x " + std::to_string(mask->height) + mask->counts;
  if (const auto* polygon = std::get_if<Polygon>(&shape.geometry)) {
    for (const Ring& ring : polygon->parts) {
      text += " /";
      for (const Point& point : ring)
        add(point.x), add(point.y);
    }
  }
  for (const Keypoint& keypoint : shape.keypoints)
    text += " k", add(keypoint.x), add(keypoint.y), add(static_cast<int>(keypoint.visibility));
  return text + " '" + shape.text + "' " + json::serialize(shape.attributes);
}

// By name: formats need not keep the order of pictures. Sizes are told by the reader's caller, so they are left out.
using ByName = std::map<std::string, std::vector<std::string>>;
ByName by_name(const Collected& all) {
  ByName named;
  for (const auto& [picture, shapes] : all.pictures) {
    auto& lines = named[picture.file_name];
    lines.push_back(picture.split);
    for (const Shape& shape : shapes)
      lines.push_back(described(shape));
  }
  return named;
}

Result<Collected> read_back(const Format& format, SourceFiles& files, const Collected& original, Report& report) {
  Collected read;
  read.known_sizes = original.known_sizes;
  TRY(format.read(files, read, report));
  return read;
}

class FormatLaws : public ::testing::TestWithParam<Format> {
 protected:
  void expect_equal(SourceFiles& files, const Collected& original) {
    Report report;
    const auto read = read_back(GetParam(), files, original, report);
    ASSERT_TRUE(read) << read.error().message;
    for (const ProblemKind kind : {ProblemKind::unreadable, ProblemKind::refused})
      for (const Problem& problem : report.examples(kind))
        ADD_FAILURE() << problem.place << ": " << problem.reason;
    EXPECT_EQ(report.pictures, kPictures);
    const ByName got = by_name(*read);
    const ByName wanted = by_name(original);
    for (const auto& [name, lines] : wanted) {
      ASSERT_TRUE(got.contains(name)) << name;
      ASSERT_EQ(got.at(name), lines) << name;
    }
    EXPECT_EQ(got.size(), wanted.size());
    if (GetParam().label_order) {
      for (std::size_t i = 0; i < original.label_list.size(); ++i) {
        EXPECT_EQ(read->label_list.at(i).name, original.label_list[i].name);
        if (GetParam().several_parts) {
          EXPECT_EQ(read->label_list[i], original.label_list[i]);
        }
      }
    }
  }
};

TEST_P(FormatLaws, WhatWasWrittenReadsBackEqual) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const Collected original = Content(GetParam(), seed).make();
    MemoryFiles files;
    Report written;
    ASSERT_TRUE(write_collected(GetParam(), original, files, written));
    EXPECT_EQ(written.pictures, kPictures);
    for (const std::size_t piece : {std::size_t{1} << 20, std::size_t{7}}) {
      MemoryFiles source(files.files(), piece);
      expect_equal(source, original);
    }
    // And once more: what was read, written and read is the same bytes.
    Report ignored;
    auto read = read_back(GetParam(), files, original, ignored);
    MemoryFiles again;
    for (auto& [picture, shapes] : read->pictures)
      picture.size = original.known_sizes.at(picture.file_name);
    ASSERT_TRUE(write_collected(GetParam(), *read, again, ignored));
    MemoryFiles third(again.files());
    expect_equal(third, original);
  }
}

TEST_P(FormatLaws, AFolderAndAZipHoldTheSame) {
  const testing::TempFolder folder;
  const StopFlag stop;
  const Collected original = Content(GetParam(), 9).make();
  for (const char* name : {"out", "out.zip"}) {
    Report report;
    auto target = std::string_view(name) == "out" ? make_folder(folder / name) : make_zip(folder / name);
    ASSERT_TRUE(target) << target.error().message;
    ASSERT_TRUE(write_collected(GetParam(), original, **target, report));
    target->reset();
    const auto files = open_files(folder / name, stop, report);
    ASSERT_TRUE(files) << files.error().message;
    EXPECT_EQ((*guess_format((*files)->names()))->name, GetParam().name);
    expect_equal(**files, original);
  }
}

TEST_P(FormatLaws, WhatItCannotSayIsLostAndTheRestIsWritten) {
  Collected all;
  all.label_list = {{.name = "a", .group = "g", .vertices = {}}};
  const std::vector<Geometry> geometries{
      Classification{},       Box{1, 2, 3, 4}, Polygon{{{{0, 0}, {5, 0}, {0, 5}}, {{6, 6}, {8, 6}, {6, 8}}}},
      Line{{{0, 0}, {4, 4}}}, Point{3, 4},     Mask{4, 2, counts_of_runs(std::vector<std::uint32_t>{2, 4, 2})}};
  std::vector<Shape> shapes;
  for (const Geometry& geometry : geometries)
    shapes.push_back({.label = "a", .geometry = geometry, .keypoints = {}, .text = {}, .attributes = {}});
  all.pictures.emplace_back(Picture{"p.jpg", {4, 2}, ""}, shapes);
  for (const bool boxes_only : {false, true}) {
    MemoryFiles files;
    Report report;
    ASSERT_TRUE(write_collected(GetParam(), all, files, report, {.boxes_only = boxes_only}));
    EXPECT_GT(report.count(ProblemKind::lost), 0);  // no format has lines
    EXPECT_GE(report.shapes, 2);
    Report read_report;
    Collected read;
    read.known_sizes = {{"p.jpg", {4, 2}}, {"p", {4, 2}}};
    ASSERT_TRUE(GetParam().read(files, read, read_report));
    EXPECT_EQ(read_report.shapes, report.shapes);
    for (const Shape& shape : read.pictures.at(0).second) {
      EXPECT_FALSE(boxes_only && (std::holds_alternative<Polygon>(shape.geometry) || std::holds_alternative<Mask>(shape.geometry)));
    }
  }
}

TEST_P(FormatLaws, PicturesWithoutAnyLabelReadBack) {
  Collected original;
  original.pictures = {{{.file_name = "a.jpg", .size = {640, 480}, .split = {}}, {}}};
  original.known_sizes["a.jpg"] = {640, 480};
  MemoryFiles files;
  Report written;
  ASSERT_TRUE(write_collected(GetParam(), original, files, written));
  Report read;
  ASSERT_TRUE(read_back(GetParam(), files, original, read));
  EXPECT_TRUE(read.complete());
  EXPECT_EQ(read.pictures, 1);
}

TEST_P(FormatLaws, UnwantedPicturesAndEmptySetsAreNoProblem) {
  Collected nothing;
  nothing.label_list = {{.name = "a", .group = {}, .vertices = {}}};
  MemoryFiles files;
  Report report;
  ASSERT_TRUE(write_collected(GetParam(), nothing, files, report));
  const Collected original = Content(GetParam(), 3).make();
  MemoryFiles full;
  ASSERT_TRUE(write_collected(GetParam(), original, full, report));
  Collected read;
  read.known_sizes = original.known_sizes;
  read.unwanted = original.pictures[0].first.file_name;
  Report read_report;
  ASSERT_TRUE(GetParam().read(full, read, read_report));
  EXPECT_TRUE(read_report.complete());
  EXPECT_EQ(read_report.pictures, kPictures - 1);
  EXPECT_EQ(by_name(read).at(read.unwanted).size(), 1U);  // its split, and no shape
}

struct Full : Collected {
  Result<void> shape(std::uint64_t, Shape) override { return unavailable("the disk is full"); }
};

TEST_P(FormatLaws, AnErrorOfTheSinkEndsTheReading) {
  const Collected original = Content(GetParam(), 4).make();
  MemoryFiles files;
  Report report;
  ASSERT_TRUE(write_collected(GetParam(), original, files, report));
  Full full;
  full.known_sizes = original.known_sizes;
  const auto read = GetParam().read(files, full, report);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "the disk is full");
}

TEST_P(FormatLaws, FilesOfNothingOfItAreRefused) {
  MemoryFiles files(std::map<std::string, std::string>{{"readme.md", "hello"}});
  Collected read;
  Report report;
  EXPECT_EQ(GetParam().read(files, read, report).error().kind, ErrorKind::invalid);
  EXPECT_FALSE(GetParam().looks_like(files.names()));
}

TEST_P(FormatLaws, ANameThatLeavesTheFolderIsNotWritten) {
  if (GetParam().name == "coco") return;  // names are only text in its one file
  Collected all;
  all.pictures.emplace_back(Picture{"../../etc/p.jpg", {4, 2}, ""}, std::vector<Shape>());
  MemoryFiles files;
  Report report;
  EXPECT_EQ(write_collected(GetParam(), all, files, report).error().kind, ErrorKind::invalid);
}

INSTANTIATE_TEST_SUITE_P(All, FormatLaws, ::testing::ValuesIn(formats().begin(), formats().end()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Formats, AreFoundByName) {
  EXPECT_EQ((*find_format("VOC"))->name, "pascal_voc");
  EXPECT_EQ((*find_format("PASCAL_VOC"))->name, "pascal_voc");
  EXPECT_EQ((*find_format("Coco"))->name, "coco");
  EXPECT_THAT(find_format("csv").error().message, ::testing::HasSubstr("yolo, coco, pascal_voc"));
  EXPECT_FALSE(guess_format({"a.jpg"}));
}

}  // namespace
}  // namespace kindred::annotations
