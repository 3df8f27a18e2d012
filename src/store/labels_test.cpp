// Law: a Label's name is unique in its version; groups stay within their version and out of themselves.
#include "store/labels.h"

#include <gmock/gmock.h>

#include "store/test_workspace.h"

namespace kindred::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LabelsTest : public ::testing::Test {
 protected:
  Label make(const std::string& name) {
    return w_.write([&](Connection& c) { return create_label(c, w_.version.id, name); });
  }
  LabelGroup make_group(const std::string& name, std::optional<LabelGroupId> parent = std::nullopt) {
    return w_.write([&](Connection& c) { return create_label_group(c, w_.version.id, name, parent); });
  }
  DatasetVersion other_version(const std::string& name = "other") {
    return w_.write([&](Connection& c) { return create_version(c, w_.dataset.id, name, "", InferenceType::multi); });
  }
  std::vector<std::string> names(DatasetVersionId version) {
    std::vector<std::string> names;
    for (const Label& label : w_.read([&](Connection& c) { return list_labels(c, version); }))
      names.push_back(label.name);
    return names;
  }
  template <typename Work>
  Error refused(Work work) {
    auto result = w_.database().write(work);
    EXPECT_FALSE(result);
    return result.error();
  }
  TestWorkspace w_;
};

TEST_F(LabelsTest, FoundByIdAndName) {
  const Label made = make("car");
  w_.read([&](Connection& c) -> Result<void> {
    EXPECT_EQ(TRY(find_label(c, made.id)).name, "car");
    EXPECT_EQ(TRY(find_label(c, made.id)).version_id, w_.version.id);
    EXPECT_EQ(TRY(find_label_by_name(c, w_.version.id, "car")).id, made.id);
    EXPECT_EQ(find_label_by_name(c, w_.version.id, "Car").error().kind, ErrorKind::not_found);
    EXPECT_THAT(find_label(c, LabelId::make()).error().message, HasSubstr("There is no label"));
    return {};
  });
}

TEST_F(LabelsTest, ANameIsTakenInItsVersionOnly) {
  make("car");
  EXPECT_EQ(refused([&](Connection& c) { return create_label(c, w_.version.id, "car"); }).message, "There is a label 'car' already");
  const DatasetVersion other = other_version();
  w_.write([&](Connection& c) { return create_label(c, other.id, "car"); });
  EXPECT_EQ(refused([&](Connection& c) { return create_label(c, DatasetVersionId::make(), "car"); }).kind, ErrorKind::not_found);
}

TEST_F(LabelsTest, EnsuringFindsAndMakes) {
  const Label car = make("car");
  const std::vector<std::string> wanted{"tree", "car", "tree"};
  const auto labels = w_.write([&](Connection& c) { return ensure_labels(c, w_.version.id, wanted); });
  ASSERT_EQ(labels.size(), 3U);
  EXPECT_EQ(labels[1].id, car.id);
  EXPECT_EQ(labels[0].id, labels[2].id);
  EXPECT_THAT(names(w_.version.id), ElementsAre("car", "tree"));
}

TEST_F(LabelsTest, ChangesAreKept) {
  const Label label = make("car");
  make("tree");
  const LabelGroup group = make_group("vehicles");
  const Label changed = w_.write([&](Connection& c) {
    return change_label(
        c, label.id,
        {.name = "van", .group_id = group.id, .skeleton_json = R"({"vertices":["a"],"edges":[]})", .attributes_json = R"({"x":{}})"});
  });
  EXPECT_EQ(changed.name, "van");
  EXPECT_EQ(changed.group_id, group.id);
  EXPECT_EQ(changed.skeleton_json, R"({"vertices":["a"],"edges":[]})");
  EXPECT_EQ(changed.attributes_json, R"({"x":{}})");
  EXPECT_EQ(refused([&](Connection& c) {
              return change_label(c, label.id, {.name = "tree", .group_id = {}, .skeleton_json = {}, .attributes_json = {}});
            }).kind,
            ErrorKind::conflict);
  w_.write([&](Connection& c) { return delete_label_group(c, group.id); });
  EXPECT_EQ(w_.read([&](Connection& c) { return find_label(c, label.id); }).group_id, std::nullopt);
}

TEST_F(LabelsTest, GroupsStayInTheirVersionAndOutOfThemselves) {
  const LabelGroup top = make_group("top");
  const LabelGroup middle = make_group("middle", top.id);
  const LabelGroup bottom = make_group("bottom", middle.id);
  const DatasetVersion other = other_version();
  EXPECT_EQ(refused([&](Connection& c) { return create_label_group(c, other.id, "x", top.id); }).kind, ErrorKind::invalid);
  EXPECT_THAT(refused([&](Connection& c) { return change_label_group(c, top.id, {.name = {}, .parent_id = bottom.id}); }).message,
              HasSubstr("within itself"));
  w_.write([&](Connection& c) { return delete_label_group(c, middle.id); });
  EXPECT_EQ(w_.read([&](Connection& c) { return find_label_group(c, bottom.id); }).parent_id, std::nullopt);
  EXPECT_EQ(w_.read([&](Connection& c) { return list_label_groups(c, w_.version.id); }).size(), 2U);
}

TEST_F(LabelsTest, CopyingMakesWhatIsMissing) {
  const LabelGroup group = make_group("vehicles", make_group("things").id);
  const Label car = make("car");
  make("tree");
  w_.write([&](Connection& c) {
    return change_label(c, car.id, {.name = {}, .group_id = group.id, .skeleton_json = "{}", .attributes_json = R"({"y":{}})"});
  });
  const DatasetVersion other = other_version();
  w_.write([&](Connection& c) { return create_label(c, other.id, "tree"); });
  EXPECT_EQ(w_.write([&](Connection& c) { return copy_labels(c, w_.version.id, other.id); }), 1);
  EXPECT_EQ(w_.write([&](Connection& c) { return copy_labels(c, w_.version.id, other.id); }), 0);
  EXPECT_THAT(names(other.id), ElementsAre("tree", "car"));
  w_.read([&](Connection& c) -> Result<void> {
    const Label twin = TRY(find_label_by_name(c, other.id, "car"));
    EXPECT_EQ(twin.attributes_json, R"({"y":{}})");
    const LabelGroup twins = TRY(find_label_group(c, *twin.group_id));
    EXPECT_EQ(twins.name, "vehicles");
    EXPECT_EQ(TRY(find_label_group(c, *twins.parent_id)).name, "things");
    EXPECT_EQ(twins.version_id, other.id);
    return {};
  });
}

TEST_F(LabelsTest, AttributesOfTheVersion) {
  EXPECT_EQ(w_.read([&](Connection& c) { return annotation_attributes(c, w_.version.id); }), "");
  w_.write([&](Connection& c) { return set_annotation_attributes(c, w_.version.id, R"({"night":{}})"); });
  EXPECT_EQ(w_.read([&](Connection& c) { return annotation_attributes(c, w_.version.id); }), R"({"night":{}})");
  EXPECT_EQ(refused([&](Connection& c) { return set_annotation_attributes(c, DatasetVersionId::make(), ""); }).kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace kindred::store
