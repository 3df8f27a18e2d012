// Pascal VOC: boxes, outlines and attributes of the tools that write it are read; bad files and objects cost only themselves and are told
// with file and line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "annotations/collect_for_test.h"
#include "annotations/formats/all.h"

namespace kindred::annotations {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  Collected all;
  Report report;

  [[nodiscard]] std::string problem(ProblemKind kind, std::size_t i = 0) const {
    const auto& examples = report.examples(kind);
    return i < examples.size() ? examples[i].place + " | " + examples[i].reason : "none";
  }
};

Outcome read(std::map<std::string, std::string> files) {
  Outcome outcome;
  MemoryFiles source(std::move(files));
  const auto result = read_pascal_voc(source, outcome.all, outcome.report);
  EXPECT_TRUE(result) << result.error().message;
  return outcome;
}

Outcome read_objects(const std::string& objects) {
  return read({{"a.xml", "<annotation>\n<filename>a.jpg</filename>\n<size><width>100</width><height>80</height><depth>3</depth></size>\n" +
                             objects + "</annotation>"}});
}

const std::string kBox = "<bndbox><xmin>10</xmin><ymin>20</ymin><xmax>30.5</xmax><ymax>60</ymax></bndbox>";

TEST(PascalVoc, BoxesOutlinesAndAttributesAreRead) {
  const Outcome outcome = read_objects("<object><name>cat</name><pose>Left</pose><truncated>1</truncated><difficult>0</difficult>" + kBox +
                                       "</object>\n<object><name>dog</name><pose>Unspecified</pose><polygon><x1>1</x1><y1>2</y1><x2>3</"
                                       "x2><y2>4</y2><x3>5</x3><y3>1</y3></polygon>" +
                                       kBox +
                                       "<attributes><attribute><name>colour</name><value>red</value></attribute><attribute><name>text</"
                                       "name><value>Rex</value></attribute></attributes></object>");
  const auto& [picture, shapes] = outcome.all.pictures.at(0);
  EXPECT_EQ(picture, (Picture{"a.jpg", {100, 80}, ""}));
  ASSERT_EQ(shapes.size(), 2U);
  EXPECT_EQ(shapes[0].geometry, Geometry(Box{10, 20, 20.5, 40}));
  EXPECT_EQ(shapes[0].attributes, (json::object{{"pose", "Left"}, {"truncated", 1}}));
  EXPECT_EQ(shapes[1].geometry, Geometry(Polygon{{{{1, 2}, {3, 4}, {5, 1}}}}));
  EXPECT_EQ(shapes[1].attributes, (json::object{{"colour", "red"}}));
  EXPECT_EQ(shapes[1].text, "Rex");
}

TEST(PascalVoc, TheNameOfTheFileStandsInForAMissingFilename) {
  const Outcome outcome = read({{"Annotations/x_1.xml", "<annotation><object><name>cat</name>" + kBox + "</object></annotation>"}});
  EXPECT_EQ(outcome.all.pictures.at(0).first, (Picture{"x_1", {}, ""}));
  EXPECT_EQ(outcome.report.shapes, 1);
}

TEST(PascalVoc, BadObjectsAreToldWithFileAndLine) {
  const auto with_box = [](const std::string& box) { return "<object><name>cat</name><bndbox>" + box + "</bndbox></object>\n"; };
  const Outcome outcome = read_objects(
      with_box("<xmin>1</xmin><ymin>1</ymin><xmax>2</xmax>") + with_box("<xmin>one</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax>") +
      with_box("<xmin>5</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax>") +
      with_box("<xmin>nan</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax>") +
      with_box("<xmin>1</xmin><ymin>1</ymin><xmax>1e9</xmax><ymax>2</ymax>") + "<object>" + kBox +
      "</object>\n<object><name>cat</name></object>\n" +
      "<object><name>cat</name><polygon><x1>1</x1><y1>1</y1><x3>2</x3><y3>2</y3></polygon></object>\n<object><name>cat</name>" + kBox +
      "</object>\n");
  EXPECT_EQ(outcome.all.pictures.at(0).second.size(), 1U);
  EXPECT_EQ(outcome.report.count(ProblemKind::refused), 8);
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 0), HasSubstr("a.xml:4 | <bndbox> has no <ymax>"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 1), HasSubstr("a.xml:5 | <xmin> is not a number"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 2), HasSubstr("a.xml:6 | the box has a negative size"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 3), HasSubstr("finite"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 5), HasSubstr("no <name>"));
}

TEST(PascalVoc, BadFilesCostOnlyThemselves) {
  const std::string good = "<annotation><filename>g.jpg</filename><object><name>cat</name>" + kBox + "</object></annotation>";
  const Outcome outcome =
      read({{"1.xml", good},
            {"2.xml", good.substr(0, 60)},
            {"3.xml", "<!DOCTYPE a [<!ENTITY a '1'><!ENTITY b '&a;&a;'>]><annotation><filename>&b;</filename></annotation>"},
            {"4.xml", "<annotation><filename>\xC3\x28</filename></annotation>"},
            {"5.xml", "<html/>"},
            {"6.xml", ""}});
  EXPECT_EQ(outcome.report.pictures, 1);
  EXPECT_EQ(outcome.report.shapes, 1);
  EXPECT_EQ(outcome.report.count(ProblemKind::unreadable), 4);
  EXPECT_THAT(outcome.problem(ProblemKind::unreadable, 0), HasSubstr("2.xml | line 1: not valid XML"));
  EXPECT_THAT(outcome.problem(ProblemKind::unreadable, 1), HasSubstr("entity"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused), HasSubstr("5.xml | it is not a Pascal VOC file"));
}

TEST(PascalVoc, WhiteSpaceThatReadersDropIsTold) {
  MemoryFiles written;
  Report lost;
  Collected all;
  Shape shape;
  shape.label = "cat ";
  shape.geometry = Box{1, 2, 3, 4};
  shape.attributes["colour"] = "\tgrey";
  all.pictures.emplace_back(Picture{.file_name = " a.jpg", .size = {}, .split = {}}, std::vector<Shape>{shape});
  ASSERT_TRUE(write_collected(**find_format("pascal_voc"), all, written, lost));
  EXPECT_EQ(lost.count(ProblemKind::lost), 3);
}

TEST(PascalVoc, PartsAndCrossingsAreKeptAndCounted) {
  const Outcome outcome = read_objects("<object><name>cat</name><part><name>head</name></part>" + kBox +
                                       "</object><object><name>cat</name><polygon><x1>0</x1><y1>0</y1><x2>9</x2><y2>9</y2><x3>9</x3><y3>0</"
                                       "y3><x4>0</x4><y4>9</y4></polygon></object>");
  EXPECT_EQ(outcome.report.shapes, 2);
  EXPECT_EQ(outcome.report.count(ProblemKind::odd), 2);
  EXPECT_TRUE(outcome.report.complete());
}

}  // namespace
}  // namespace kindred::annotations
