// YOLO: each kind of line and each layout of folders is read as what it is; bad lines cost only themselves and are told with file and line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "annotations/collect_for_test.h"
#include "annotations/formats/all.h"

namespace kindred::annotations {
namespace {

using ::testing::HasSubstr;
using Files = std::map<std::string, std::string>;

struct Outcome {
  Collected all;
  Report report;
  Result<void> result;

  [[nodiscard]] std::string problem(ProblemKind kind, std::size_t i = 0) const {
    const auto& examples = report.examples(kind);
    return i < examples.size() ? examples[i].place + " | " + examples[i].reason : "none";
  }
};

Outcome read(Files files) {
  Outcome outcome;
  for (const char* name : {"a", "a.jpg", "b", "b.png", "c.jpg"})
    outcome.all.known_sizes[name] = {100, 200};
  MemoryFiles source(std::move(files));
  outcome.result = read_yolo(source, outcome.all, outcome.report);
  return outcome;
}

std::vector<Shape> shapes_of(const std::string& lines, const std::string& yaml = "names: [cat, dog]\n") {
  const Outcome outcome = read({{"data.yaml", yaml}, {"labels/a.txt", lines}});
  EXPECT_TRUE(outcome.result);
  EXPECT_EQ(outcome.report.count(ProblemKind::refused), 0) << outcome.problem(ProblemKind::refused);
  return outcome.all.pictures.at(0).second;
}

TEST(Yolo, EachLineIsReadAsWhatItIs) {
  const auto shapes = shapes_of("0 0.5 0.5 0.2 0.1\n1\t0.1 0.1 0.2  0.1 0.3 0.4\r\n\n0 .5 .5 1 1 0.75");
  ASSERT_EQ(shapes.size(), 3U);
  EXPECT_EQ(shapes[0].geometry, Geometry(Box{40, 90, 20, 20}));
  EXPECT_EQ(shapes[1].label, "dog");
  EXPECT_EQ(shapes[1].geometry, Geometry(Polygon{{{{10, 20}, {20, 20}, {30, 80}}}}));
  EXPECT_EQ(shapes[2].geometry, Geometry(Box{0, 0, 100, 200}));
  EXPECT_EQ(shapes[2].attributes, (json::object{{"score", 0.75}}));
}

TEST(Yolo, KeypointsNeedTheirShapeInTheYaml) {
  const auto shapes =
      shapes_of("0 0.5 0.5 0.2 0.1 0.1 0.2 2 0 0 0\n0 0.5 0.5 0.2 0.1 0 0 0 0 0 0\n", "names: {0: cat}\nkpt_shape: [2, 3]\n");
  EXPECT_EQ(shapes.at(0).keypoints, (std::vector<Keypoint>{{10, 40, Visibility::visible}, {0, 0, Visibility::not_labelled}}));
  EXPECT_TRUE(shapes.at(1).keypoints.empty());
  EXPECT_EQ(shapes_of("0 0.5 0.5 0.2 0.1 0.1 0.2\n", "names: {0: cat}\nkpt_shape: [1, 2]\n").at(0).keypoints,
            (std::vector<Keypoint>{{10, 40, Visibility::visible}}));
}

TEST(Yolo, PicturesAreFoundInEveryLayout) {
  const std::string yaml = "names: [cat]\n";
  // Ultralytics, with a picture that has no label file.
  const Outcome plain =
      read({{"data.yaml", yaml}, {"images/train/a.jpg", ""}, {"images/val/c.jpg", ""}, {"labels/train/a.txt", "0 .5 .5 .5 .5"}});
  ASSERT_EQ(plain.all.pictures.size(), 2U);
  EXPECT_EQ(plain.all.pictures[0].first, (Picture{"a.jpg", {}, "train"}));
  EXPECT_EQ(plain.all.pictures[0].second.size(), 1U);
  EXPECT_EQ(plain.all.pictures[1].first, (Picture{"c.jpg", {}, "val"}));
  // Roboflow: the split before.
  const Outcome roboflow = read({{"set/data.yaml", yaml}, {"valid/images/b.png", ""}, {"valid/labels/b.txt", "0 .5 .5 .5 .5"}});
  ASSERT_EQ(roboflow.all.pictures.size(), 1U);
  EXPECT_EQ(roboflow.all.pictures[0].first, (Picture{"b.png", {}, "val"}));
  // Only label files, beside each other, with labelImg's list of classes.
  const Outcome flat = read({{"classes.txt", "cat\r\ndog\n"}, {"a.txt", "1 .5 .5 .5 .5"}});
  ASSERT_EQ(flat.all.pictures.size(), 1U);
  EXPECT_EQ(flat.all.pictures[0].first, (Picture{"a", {}, ""}));
  EXPECT_EQ(flat.all.pictures[0].second.at(0).label, "dog");
  // Lists of pictures tell the split.
  const Outcome lists = read({{"data.yaml", yaml + "train: ./train.txt\nval: v.txt\n"},
                              {"train.txt", "./images/a.jpg\n"},
                              {"v.txt", "images/b.png"},
                              {"labels/a.txt", ""},
                              {"labels/b.txt", ""}});
  ASSERT_EQ(lists.all.pictures.size(), 2U);
  EXPECT_EQ(lists.all.pictures[0].first, (Picture{"a.jpg", {}, "train"}));
  EXPECT_EQ(lists.all.pictures[1].first, (Picture{"b.png", {}, "val"}));
}

TEST(Yolo, BadLinesAreToldWithFileAndLine) {
  const Outcome outcome =
      read({{"data.yaml", "names: [cat]\n"},
            {"labels/a.txt",
             "0 .5 .5 .5\nx .5 .5 .5 .5\n0 .5 .5 .5 .5\n3 .5 .5 .5 .5\n-1 .5 .5 .5 .5\n0.5 .5 .5 .5 .5\n"
             "0 nan .5 .5 .5\n0 .5 .5 -.5 .5\n0 1e300 .5 .5 .5\n0 .5 inf .5 .5\n0 .1 .1 .2 .2 .3 .3 .4\n0\n\xFF\xFE\n"}});
  ASSERT_TRUE(outcome.result);
  EXPECT_EQ(outcome.all.pictures.at(0).second.size(), 1U);
  EXPECT_EQ(outcome.report.count(ProblemKind::refused), 12);
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 0), HasSubstr("labels/a.txt:1 | a line must have"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 1), HasSubstr("labels/a.txt:2 | 'x' is not a number"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 2), HasSubstr("labels/a.txt:4 | the class is not one of the 1"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 5), HasSubstr("labels/a.txt:7 | a coordinate is not a finite number"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 6), HasSubstr("negative size"));
}

TEST(Yolo, OddShapesAreKeptAndCounted) {
  const Outcome outcome = read({{"data.yaml", "names: [cat]\n"}, {"labels/a.txt", "0 .1 .1 .9 .9 .9 .1 .1 .9\n0 .9 .9 .5 .5\n"}});
  EXPECT_EQ(outcome.all.pictures.at(0).second.size(), 2U);
  EXPECT_TRUE(outcome.report.complete());
  EXPECT_EQ(outcome.report.count(ProblemKind::odd), 2);
}

TEST(Yolo, BadYamlIsToldAndAnotherFileOfNamesIsTaken) {
  for (const char* bad : {"a: [", "names: 5\n", "names: {0: a, 2: b}\n", "names: {x: a}\n", "names: [a, [b]]\n",
                          "names: &n [a]\nother: *n\n", "path: x\n", "names: [a]\nkpt_shape: [1, 7]\n"}) {
    const Outcome alone = read({{"data.yaml", bad}, {"labels/a.txt", "0 .5 .5 .5 .5"}});
    ASSERT_FALSE(alone.result) << bad;
    EXPECT_EQ(alone.result.error().kind, ErrorKind::invalid);
    EXPECT_EQ(alone.report.count(ProblemKind::unreadable), 1) << bad;
    const Outcome other = read({{"data.yaml", bad}, {"classes.txt", "cat"}, {"labels/a.txt", "0 .5 .5 .5 .5"}});
    EXPECT_TRUE(other.result);
    EXPECT_EQ(other.all.pictures.at(0).second.size(), 1U);
  }
}

TEST(Yolo, APictureOfUnknownSizeIsTold) {
  const Outcome outcome = read({{"data.yaml", "names: [cat]\n"}, {"labels/zzz.txt", "0 .5 .5 .5 .5"}});
  EXPECT_THAT(outcome.problem(ProblemKind::refused), HasSubstr("size of its picture is not known"));
}

}  // namespace
}  // namespace kindred::annotations
