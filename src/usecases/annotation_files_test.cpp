// Annotation files onto Assets and back: matched by name, mode by mode, all or the good part, resumed without doubles; what is exported
// imports equal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "annotations/collect_for_test.h"
#include "annotations/rle.h"
#include "base/testing/temp_folder.h"
#include "store/annotations.h"
#include "store/jobs.h"
#include "store/labels.h"
#include "store/shapes.h"
#include "usecases/change_version.h"
#include "usecases/edit.h"
#include "usecases/export_annotation_files.h"
#include "usecases/import_annotation_files.h"
#include "usecases/workspace_for_test.h"

namespace kindred::usecases {
namespace {

using store::Connection;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

class AnnotationFilesTest : public WorkspaceTest {
 protected:
  void SetUp() override {
    WorkspaceTest::SetUp();
    ASSERT_TRUE(workspace->start_jobs());
    dataset = create_dataset(*workspace, workspace->owner(), "pictures", "")->id;
    version = new_version("v1");
  }

  DatasetVersionId new_version(const std::string& name) {
    const auto made = create_version(*workspace, workspace->owner(), dataset, {.name = name, .description = ""})->id;
    if (datas.empty()) {
      for (const char* file : {"rgb_96.png", "wide_500x31.png", "small_17x23.png"})
        datas.push_back(add(golden_pictures() / file).id);
    }
    const auto job = add_assets(*workspace, workspace->owner(), made, datas, {});
    EXPECT_EQ(ended(*job).status, JobStatus::succeeded);
    return made;
  }

  fs::path write(const std::string& name, std::string_view text) {
    const fs::path path = files / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  Job import(const fs::path& path, ImportAnnotationFiles what = {}) {
    what.files = path;
    last = *import_annotation_files(*workspace, workspace->owner(), version, what);
    return ended(last);
  }

  json::object report() { return *import_report(*workspace, workspace->owner(), last); }

  // "label KIND" of all shapes of the version, in their order.
  std::vector<std::string> shapes(DatasetVersionId of) {
    const auto page = workspace->database().read(
        [&](Connection& c) { return store::list_shapes(c, of, {}, {.limit = 1000, .cursor = {}, .order_by = {"created_at"}}); });
    std::vector<std::string> all;
    for (const Shape& shape : page->items) {
      const auto box = box_of(shape.geometry).value_or(Rectangle{});
      all.push_back(shape.label_name + " " + std::string(to_string(kind_of(shape.geometry))) + " " + std::to_string(box.x) + "," +
                    std::to_string(box.y) + "," + std::to_string(box.w) + "," + std::to_string(box.h) + shape.text + shape.attributes_json);
    }
    return all;
  }

  std::int64_t annotations() {
    return *workspace->database().read([&](Connection& c) { return store::count_annotations(c, version, {}); });
  }

  testing::TempFolder files;
  DatasetId dataset;
  DatasetVersionId version;
  std::vector<DataId> datas;
  JobId last;
};

const std::string kCoco =
    R"({"images":[{"id":1,"file_name":"train/rgb_96.png"},{"id":2,"file_name":"wide_500x31.png"},{"id":3,"file_name":"other.png"}],
 "categories":[{"id":1,"name":"cat","supercategory":"animal"},{"id":2,"name":"person","keypoints":["a","b"],"skeleton":[[1,2]]}],
 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1.4,2,10,20.2]},
 {"id":2,"image_id":2,"category_id":1,"segmentation":[[0,0,9,0,0,9],[20,20,30,20,20,29]],"utf8_string":"x"},
 {"id":3,"image_id":1,"category_id":2,"bbox":[5,5,9,9],"keypoints":[6,7,2,8,9,1],"iscrowd":1},
 {"id":4,"image_id":3,"category_id":1,"bbox":[1,2,3,4]},
 {"id":5,"image_id":1,"category_id":1,"bbox":[1,2,-3,4]}]})";

TEST_F(AnnotationFilesTest, TheGoodPartIsImportedAndTheRestIsTold) {
  const Job job = import(write("f.json", kCoco));
  ASSERT_EQ(job.status, JobStatus::succeeded) << job.message;
  EXPECT_THAT(job.message, HasSubstr("5 shapes imported onto 2 pictures; 1 pictures without an asset, 1 entries refused"));
  EXPECT_THAT(shapes(version),
              ::testing::UnorderedElementsAre("cat RECTANGLE 1,2,10,20", "cat POLYGON 0,0,9,9x", "cat POLYGON 20,20,10,9x",
                                              "person RECTANGLE 5,5,9,9{\"iscrowd\":1}", "person KEYPOINTS 6,7,2,2{\"iscrowd\":1}"));
  EXPECT_EQ(annotations(), 2);
  const json::object told = report();
  EXPECT_EQ(told.at("unmatched").at("examples").as_array(), (json::array{"other.png"}));
  EXPECT_EQ(told.at("problems").at("refused").at("examples").at(0).at("place").as_string(), "f.json: annotations[4]");
  EXPECT_EQ(version_of(*workspace, version)->type, InferenceType::multi);
  const auto labels = workspace->database().read([&](Connection& c) { return store::list_labels(c, version); });
  ASSERT_EQ(labels->size(), 2U);
  EXPECT_TRUE((*labels)[0].group_id);
  EXPECT_THAT((*labels)[1].skeleton_json, HasSubstr("[[1,2]]"));
}

TEST_F(AnnotationFilesTest, AllOrNothingImportsNothingWhenOneIsBad) {
  const Job job = import(write("f.json", kCoco), {.files = {}, .all_or_nothing = true});
  EXPECT_EQ(job.status, JobStatus::failed);
  EXPECT_THAT(job.message, HasSubstr("Nothing was imported"));
  EXPECT_TRUE(shapes(version).empty());
  EXPECT_EQ(annotations(), 0);
  EXPECT_TRUE(workspace->database().read([&](Connection& c) { return store::list_labels(c, version); })->empty());
  EXPECT_EQ(report().at("unmatched").at("count").as_int64(), 1);
  const std::string good = R"({"images":[{"id":1,"file_name":"rgb_96.png"}],"categories":[{"id":1,"name":"cat"}],
    "annotations":[{"image_id":1,"category_id":1,"bbox":[1,2,3,4]}]})";
  EXPECT_EQ(import(write("good.json", good), {.files = {}, .all_or_nothing = true}).status, JobStatus::succeeded);
  EXPECT_EQ(shapes(version).size(), 1U);
}

TEST_F(AnnotationFilesTest, WhatIsThereIsReplacedKeptOrJoined) {
  const fs::path path = write("f.json", kCoco);
  import(path);
  import(path, {.files = {}, .on_existing = ImportMode::keep});
  EXPECT_EQ(shapes(version).size(), 5U);
  EXPECT_EQ(report().at("kept").as_int64(), 2);
  import(path, {.files = {}, .on_existing = ImportMode::concatenate});
  EXPECT_EQ(shapes(version).size(), 10U);
  EXPECT_EQ(annotations(), 2);
  import(path, {.files = {}, .on_existing = ImportMode::replace});
  EXPECT_EQ(shapes(version).size(), 5U);
  EXPECT_EQ(annotations(), 2);
}

TEST_F(AnnotationFilesTest, LabelsThatAreNotThereCanBeRefused) {
  const Job job = import(write("f.json", kCoco), {.files = {}, .make_labels = false});
  EXPECT_EQ(job.status, JobStatus::succeeded);
  EXPECT_TRUE(shapes(version).empty());
  EXPECT_EQ(report().at("problems").at("refused").at("count").as_int64(), 4);
}

TEST_F(AnnotationFilesTest, AnInterruptedImportGoesOnWhereItWas) {
  std::string text =
      R"({"images":[{"id":1,"file_name":"rgb_96.png"},{"id":2,"file_name":"wide_500x31.png"}],"categories":[{"id":1,"name":"cat"}],"annotations":[)";
  constexpr int kShapes = 9'000;  // three chunks
  for (int i = 0; i < kShapes; ++i)
    text += (i == 0 ? "" : ",") + ("{\"image_id\":" + std::to_string(1 + i % 2)) + ",\"category_id\":1,\"bbox\":[" +
            std::to_string(i % 50) + ",2,3,4]}";
  const fs::path path = write("f.json", text + "]}");
  // Stopped once a chunk is stored, as a shutdown does; then the folder is opened again.
  const JobId id = *import_annotation_files(*workspace, workspace->owner(), version, {.files = path});
  const auto stored = [&] { return *workspace->database().read([&](Connection& c) { return store::count_shapes(c, version, {}); }); };
  while (stored() == 0 && !is_final(workspace->jobs().find(id)->status))
    std::this_thread::yield();
  reopen();
  EXPECT_LE(stored(), kShapes);
  ASSERT_TRUE(workspace->start_jobs());
  EXPECT_EQ(ended(id).status, JobStatus::succeeded);
  EXPECT_EQ(stored(), kShapes);
  EXPECT_EQ(annotations(), 2);
}

TEST_F(AnnotationFilesTest, EachFormatComesBackEqualFromAnExport) {
  // Whole pixels within the pictures, each kind that the format can say.
  for (const annotations::Format& format : annotations::formats()) {
    std::string more;
    if (format.several_parts)
      more = R"(,{"image_id":2,"category_id":1,"bbox":[],"keypoints":[4,5,2]},{"image_id":2,"category_id":1,"bbox":[]},
      {"image_id":1,"category_id":1,"segmentation":{"size":[96,96],"counts":[97,30,9089]}})";
    version = new_version("from " + std::string(format.name));
    import(write(
        "f.json",
        R"({"images":[{"id":1,"file_name":"rgb_96.png"},{"id":2,"file_name":"wide_500x31.png"}],"categories":[{"id":1,"name":"a cat"},{"id":2,"name":"dog"}],
      "annotations":[{"image_id":1,"category_id":2,"bbox":[1,2,10,20]},{"image_id":2,"category_id":1,"segmentation":[[1,1,30,2,3,29]]})" +
            more + "]}"));
    const auto wanted = shapes(version);
    ASSERT_EQ(wanted.size(), format.several_parts ? 5U : 2U);
    for (const char* name : {"out", "out.zip"}) {
      const StopFlag stop;
      const fs::path out = files / (std::string(format.name) + name);
      const auto target = std::string_view(name) == "out" ? annotations::make_folder(out) : annotations::make_zip(out);
      const auto written = export_annotation_files(
          *workspace, version, {.format = std::string(format.name), .assets = {}, .status = {}, .with_images = true}, **target, stop);
      ASSERT_TRUE(written) << written.error().message;
      EXPECT_EQ(written->pictures, 3);
      EXPECT_EQ(written->count(annotations::ProblemKind::lost), 0);
      const DatasetVersionId from = version;
      version = new_version("to " + std::string(format.name) + name);
      const Job job = import(out, {.files = {}, .all_or_nothing = true});
      EXPECT_EQ(job.status, JobStatus::succeeded) << job.message;
      EXPECT_THAT(shapes(version), ::testing::UnorderedElementsAreArray(wanted)) << format.name;
      version = from;
    }
  }
}

TEST_F(AnnotationFilesTest, PicturesAreCalledAsAskedFor) {
  import(write("f.json", kCoco));
  const StopFlag stop;
  annotations::MemoryFiles out;
  const auto done =
      export_annotation_files(*workspace, version, {.format = "coco", .key = ExportKey::data_id, .assets = {}, .status = {}}, out, stop);
  ASSERT_TRUE(done);
  EXPECT_THAT(out.files().at("annotations.json"), HasSubstr("\"file_name\":\"" + to_string(datas[0]) + "\""));
  annotations::MemoryFiles none;
  ASSERT_TRUE(
      export_annotation_files(*workspace, version, {.format = "coco", .assets = {}, .status = AnnotationStatus::accepted}, none, stop));
  EXPECT_THAT(none.files().at("annotations.json"), HasSubstr("\"annotations\":[]"));
  const auto object = export_to_object(*workspace, version, {.format = "yolo", .assets = {}, .status = {}});
  ASSERT_TRUE(object) << object.error().message;
  EXPECT_GT(open_object(*workspace, workspace->owner().connector_id, *object)->file.bytes().size(), 100U);
}

TEST_F(AnnotationFilesTest, TwoPicturesOfOneNameAreNotMatchedAndGetTwoNames) {
  const auto twin = add(golden_pictures() / "rgb_96.png").id;
  EXPECT_EQ(ended(*add_assets(*workspace, workspace->owner(), version, std::span(&twin, 1), {})).status, JobStatus::succeeded);
  import(write("f.json", kCoco));
  EXPECT_THAT(std::string(report().at("unmatched").at("examples").at(0).as_string()), HasSubstr("several assets"));
  const StopFlag stop;
  annotations::MemoryFiles out;
  const auto done = export_annotation_files(*workspace, version, {.format = "pascal_voc", .assets = {}, .status = {}}, out, stop);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(out.files().contains("Annotations/rgb_96_2.xml"));
  EXPECT_EQ(done->count(annotations::ProblemKind::odd), 1);
}

TEST_F(AnnotationFilesTest, FilesThatAreNotThereOrOfNoFormatFailTheJob) {
  EXPECT_THAT(import(files / "none").message, HasSubstr("There is no folder and no file"));
  EXPECT_THAT(import(write("a.txt", "hello")).message, HasSubstr("no known annotation format"));
  EXPECT_FALSE(import_annotation_files(*workspace, workspace->owner(), version, {.files = "x", .format = "csv"}));
}

TEST_F(AnnotationFilesTest, AnUploadIsRemovedWhenItsJobHasEnded) {
  fs::path path;
  {
    auto staged = StagedFile::begin(*workspace, "f.json");
    ASSERT_TRUE(staged);
    ASSERT_TRUE(staged->write({reinterpret_cast<const std::uint8_t*>(kCoco.data()), kCoco.size()}));
    path = *staged->keep();
  }
  EXPECT_TRUE(fs::exists(path));
  EXPECT_EQ(import(path, {.files = {}, .delete_afterwards = true}).status, JobStatus::succeeded);
  EXPECT_FALSE(fs::exists(path));
  const auto dropped = [&] {
    auto staged = StagedFile::begin(*workspace, "");
    return staged->write({});
  }();
  EXPECT_TRUE(dropped);
  EXPECT_TRUE(fs::is_empty(folder / "imports"));
}

}  // namespace
}  // namespace kindred::usecases
