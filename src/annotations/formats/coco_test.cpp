// COCO: every kind of annotation is read as what it is, lists come in any order, and each kind of bad input costs only itself and is
// told with its JSON path.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "annotations/coco_tables.h"
#include "annotations/collect_for_test.h"
#include "annotations/formats/all.h"
#include "annotations/rle.h"

namespace kindred::annotations {
namespace {

using ::testing::HasSubstr;

struct Outcome {
  Collected all;
  Report report;

  [[nodiscard]] std::vector<Shape> shapes() const { return all.pictures.at(0).second; }
  [[nodiscard]] std::string problem(ProblemKind kind, std::size_t i = 0) const {
    const auto& examples = report.examples(kind);
    return i < examples.size() ? examples[i].place + " | " + examples[i].reason : "none";
  }
};

Outcome read(const std::string& text) {
  Outcome outcome;
  MemoryFiles files(std::map<std::string, std::string>{{"f.json", text}}, 11);
  const auto result = read_coco(files, outcome.all, outcome.report);
  EXPECT_TRUE(result) << result.error().message;
  return outcome;
}

const std::string kTables = R"("images":[{"id":7,"file_name":"a.jpg","width":100,"height":80}],
  "categories":[{"id":3,"name":"cat"}])";

Outcome read_annotations(const std::string& annotations) { return read("{" + kTables + ",\"annotations\":[" + annotations + "]}"); }

Shape only(const std::string& fields) {
  const Outcome outcome = read_annotations(R"({"id":1,"image_id":7,"category_id":3,)" + fields + "}");
  EXPECT_EQ(outcome.report.count(ProblemKind::refused), 0) << outcome.problem(ProblemKind::refused);
  return outcome.shapes().at(0);
}

std::string refusal(const std::string& fields) {
  const Outcome outcome =
      read_annotations(R"({"id":1,"image_id":7,"category_id":3,)" + fields + R"(},{"id":2,"image_id":7,"category_id":3,"bbox":[1,2,3,4]})");
  EXPECT_EQ(outcome.shapes().size(), 1U);  // the good one
  EXPECT_FALSE(outcome.report.complete());
  return outcome.problem(ProblemKind::refused);
}

TEST(Coco, EachAnnotationIsReadAsWhatItIs) {
  EXPECT_EQ(only(R"("bbox":[1,2.5,3,4],"segmentation":[],"area":12,"iscrowd":0)").geometry, Geometry(Box{1, 2.5, 3, 4}));
  EXPECT_EQ(only(R"("bbox":[0,0,5,5],"segmentation":[[0,0,5,0,0,5],[6,6,8,6,6,8]])").geometry,
            Geometry(Polygon{{{{0, 0}, {5, 0}, {0, 5}}, {{6, 6}, {8, 6}, {6, 8}}}}));
  EXPECT_EQ(only(R"("bbox":[],"keypoints":[5,6,2])").geometry, Geometry(Point{5, 6}));
  EXPECT_EQ(only(R"("bbox":[])").geometry, Geometry(Classification{}));
  EXPECT_EQ(only(R"("segmentation":null)").geometry, Geometry(Classification{}));
  const std::string counts = counts_of_runs(std::vector<std::uint32_t>{8, 72, 7920});
  const Shape plain = only(R"("iscrowd":1,"segmentation":{"size":[80,100],"counts":[8,72,7920]})");
  EXPECT_EQ(plain.geometry, Geometry(Mask{100, 80, counts}));
  EXPECT_EQ(plain.attributes, (json::object{{"iscrowd", 1}}));
  EXPECT_EQ(only(R"("segmentation":{"size":[80,100],"counts":)" + json::serialize(json::string(counts)) + "}").geometry, plain.geometry);
  const Shape person =
      only(R"("bbox":[1,2,3,4],"keypoints":[1,2,0,3,4,1],"num_keypoints":1,"utf8_string":"Ann","attributes":{"age":3},"score":0.5)");
  EXPECT_EQ(person.keypoints, (std::vector<Keypoint>{{1, 2, Visibility::not_labelled}, {3, 4, Visibility::hidden}}));
  EXPECT_EQ(person.text, "Ann");
  EXPECT_EQ(person.attributes, (json::object{{"age", 3}, {"score", 0.5}}));
}

TEST(Coco, CategoriesHaveGroupsKeypointsAndSkeletons) {
  const Outcome outcome = read(
      R"({"annotations":[{"id":1,"image_id":1,"category_id":9,"bbox":[1,2,3,4]}],"images":[{"id":1,"file_name":"dir/ü.png"}],"info":{"images":[5]},
        "categories":[{"id":9,"name":"person","supercategory":"animal","keypoints":["nose","ear"],"skeleton":[[2,1]]},{"id":2,"name":"dog"}]})");
  ASSERT_EQ(outcome.all.label_list.size(), 2U);
  EXPECT_EQ(outcome.all.label_list[0], (Label{"person", "animal", {"nose", "ear"}, {{1, 0}}}));
  EXPECT_EQ(outcome.all.label_list[1].name, "dog");
  EXPECT_EQ(outcome.all.pictures.at(0).first.file_name, "dir/ü.png");
  EXPECT_EQ(outcome.shapes().at(0).label, "person");  // although the annotations came first
}

TEST(Coco, SeveralFilesShareTheirLabelsButNotTheirIds) {
  Outcome outcome;
  const auto file = [](const std::string& picture, const std::string& label) {
    return R"({"images":[{"id":1,"file_name":")" + picture + R"("}],"categories":[{"id":1,"name":")" + label +
           R"("}],"annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4]}]})";
  };
  MemoryFiles files(std::map<std::string, std::string>{
      {"train.json", file("a.jpg", "cat")}, {"val.json", file("b.jpg", "dog")}, {"other.json", R"({"x":1})"}});
  ASSERT_TRUE(read_coco(files, outcome.all, outcome.report));
  ASSERT_EQ(outcome.all.pictures.size(), 2U);
  EXPECT_EQ(outcome.all.pictures[0].second.at(0).label, "cat");
  EXPECT_EQ(outcome.all.pictures[1].second.at(0).label, "dog");
  EXPECT_EQ(outcome.all.label_list.size(), 2U);
  EXPECT_THAT(outcome.problem(ProblemKind::refused), HasSubstr("other.json | it is not a COCO file"));
}

TEST(Coco, WrongTypesAreToldWithTheirPath) {
  EXPECT_THAT(refusal(R"("bbox":"1,2,3,4")"), HasSubstr("f.json: annotations[0].bbox | it must be a list of numbers"));
  EXPECT_THAT(refusal(R"("bbox":[1,2,3])"), HasSubstr("annotations[0].bbox | it must have four numbers"));
  EXPECT_THAT(refusal(R"("bbox":[1,2,"3",4])"), HasSubstr("list of numbers"));
  EXPECT_THAT(refusal(R"("segmentation":5)"), HasSubstr("annotations[0].segmentation"));
  EXPECT_THAT(refusal(R"("segmentation":[[1,2,3,4,5]])"), HasSubstr("odd count"));
  EXPECT_THAT(refusal(R"("segmentation":[[1,2,3,4]])"), HasSubstr("at least 3 points"));
  EXPECT_THAT(refusal(R"("segmentation":[{"x":1}])"), HasSubstr("list of numbers"));
  EXPECT_THAT(refusal(R"("bbox":[1,2,3,4],"keypoints":[1,2])"), HasSubstr("annotations[0].keypoints"));
  EXPECT_THAT(refusal(R"("bbox":[1,2,3,4],"keypoints":[1,2,7])"), HasSubstr("visibility"));
  EXPECT_THAT(refusal(R"("keypoints":[1,2,2,1,2,2])"), HasSubstr("annotations[0].bbox | keypoints need a box"));
  EXPECT_THAT(refusal(R"("bbox":[1,2,3,4],"attributes":[1])"), HasSubstr("annotations[0].attributes"));
  EXPECT_THAT(refusal(R"("bbox":[1,2,3,4],"iscrowd":"yes")"), HasSubstr("annotations[0].iscrowd"));
  EXPECT_THAT(refusal(R"("bbox":[1,2,3,4],"utf8_string":7)"), HasSubstr("annotations[0].utf8_string"));
  const Outcome outcome = read_annotations(
      R"(5,{"image_id":"7","category_id":3},{"image_id":7,"category_id":null},{"image_id":8,"category_id":3},{"image_id":7,"category_id":4})");
  EXPECT_EQ(outcome.report.count(ProblemKind::refused), 5);
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 0), HasSubstr("annotations[0] | it must be an object"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 1), HasSubstr("annotations[1].image_id | it must be a whole number"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 3), HasSubstr("there is no image 8"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 4), HasSubstr("there is no category 4"));
}

TEST(Coco, NegativeHugeAndEmptyBoxesAreRefused) {
  EXPECT_THAT(refusal(R"("bbox":[1,2,-3,4])"), HasSubstr("negative size"));
  EXPECT_THAT(refusal(R"("bbox":[1,2,3e300,4])"), HasSubstr("1,000,000"));
  EXPECT_THAT(refusal(R"("bbox":[1,2,0,4])"), HasSubstr("empty"));
  const Outcome outside = read_annotations(R"({"image_id":7,"category_id":3,"bbox":[90,70,30,30]})");
  EXPECT_EQ(outside.shapes().size(), 1U);
  EXPECT_THAT(outside.problem(ProblemKind::odd), HasSubstr("leaves the picture"));
}

TEST(Coco, SelfCrossingPolygonsAreKeptAndCounted) {
  const Outcome outcome = read_annotations(R"({"image_id":7,"category_id":3,"segmentation":[[0,0,9,9,9,0,0,9]]})");
  EXPECT_EQ(outcome.shapes().size(), 1U);
  EXPECT_TRUE(outcome.report.complete());
  EXPECT_THAT(outcome.problem(ProblemKind::odd), HasSubstr("f.json: annotations[0] | the polygon crosses itself"));
}

TEST(Coco, BrokenRunLengthsAreRefused) {
  EXPECT_THAT(refusal(R"("segmentation":{"size":[80,100],"counts":[8,72]})"), HasSubstr("cover 80 pixels"));
  EXPECT_THAT(refusal(R"("segmentation":{"size":[80,100],"counts":[-8]})"), HasSubstr("annotations[0].segmentation.counts"));
  EXPECT_THAT(refusal(R"("segmentation":{"size":[80,100],"counts":"ooo"})"), HasSubstr("break off"));
  EXPECT_THAT(refusal(R"("segmentation":{"size":[80,100]})"), HasSubstr("segmentation.counts"));
  EXPECT_THAT(refusal(R"("segmentation":{"size":[80.5,100],"counts":[]})"), HasSubstr("segmentation.size"));
  EXPECT_THAT(refusal(R"("segmentation":{"size":[1e9,1e9],"counts":[]})"), HasSubstr("segmentation.size"));
  EXPECT_THAT(refusal(R"("segmentation":{"size":[1000000,1000000],"counts":[4294967295]})"), HasSubstr("more than"));
}

TEST(Coco, DuplicateIdsAreToldAndTheFirstCounts) {
  const Outcome outcome = read(R"({"images":[{"id":1,"file_name":"a.jpg"},{"id":1,"file_name":"b.jpg"},{"id":2,"file_name":"c.jpg"}],
     "categories":[{"id":1,"name":"cat"},{"id":1,"name":"dog"}],
     "annotations":[{"id":5,"image_id":1,"category_id":1,"bbox":[1,2,3,4]},{"id":5,"image_id":1,"category_id":1,"bbox":[5,6,7,8]}]})");
  ASSERT_EQ(outcome.all.pictures.size(), 2U);
  EXPECT_EQ(outcome.all.pictures[1].first.file_name, "c.jpg");
  EXPECT_EQ(outcome.shapes().size(), 2U);
  EXPECT_EQ(outcome.shapes()[0].label, "cat");
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 0), HasSubstr("categories[1].id"));
  EXPECT_THAT(outcome.problem(ProblemKind::refused, 1), HasSubstr("images[1].id"));
  EXPECT_THAT(outcome.problem(ProblemKind::odd), HasSubstr("annotations[1].id | the id 5 was used before"));
}

TEST(Coco, BadImagesAndCategoriesCostOnlyThemselves) {
  const Outcome outcome = read(
      R"({"images":[1,{"id":"x","file_name":"a"},{"id":1},{"id":2,"file_name":""},{"id":3,"file_name":"ok.jpg","width":-4,"height":1e99}],
     "categories":[null,{"id":1},{"name":"n"},{"id":4,"name":"k","keypoints":"all"},{"id":5,"name":"s","keypoints":["a"],"skeleton":[[0,1]]}],
     "annotations":[]})");
  EXPECT_EQ(outcome.all.pictures.size(), 1U);
  EXPECT_EQ(outcome.all.pictures[0].first.size, Size{});
  EXPECT_EQ(outcome.report.count(ProblemKind::refused), 9);
  EXPECT_EQ(read(R"({"images":[{"id":3,"file_name":"ok.jpg"}],"categories":{},"annotations":3})").report.count(ProblemKind::refused), 2);
}

TEST(Coco, TruncatedAndMalformedFilesGiveWhatIsBefore) {
  const std::string whole =
      "{" + kTables + R"(,"annotations":[{"image_id":7,"category_id":3,"bbox":[1,2,3,4]},)" + "\n" + R"({"image_id":7,"cat)";
  for (const std::string& tail : {std::string(), std::string("egory_id\":NaN}]}"), std::string("\xC3\x28\"]}"), std::string(70'000, '[')}) {
    const Outcome outcome = read(whole + tail);
    EXPECT_EQ(outcome.shapes().size(), 1U);
    EXPECT_EQ(outcome.report.count(ProblemKind::unreadable), 1);
    EXPECT_THAT(outcome.problem(ProblemKind::unreadable), HasSubstr("'f.json', line 3"));
  }
}

TEST(Coco, IdsAreSeenInAnyOrder) {
  SeenIds ids;
  for (const std::int64_t id : {5, 7, 6, 4, 9, -3, 8})
    EXPECT_TRUE(ids.insert(id)) << id;
  for (const std::int64_t id : {4, 5, 6, 7, 8, 9, -3})
    EXPECT_FALSE(ids.insert(id)) << id;
  EXPECT_TRUE(ids.insert(INT64_MAX));
  EXPECT_TRUE(ids.insert(INT64_MIN));
  EXPECT_FALSE(ids.insert(INT64_MAX));
}

}  // namespace
}  // namespace kindred::annotations
