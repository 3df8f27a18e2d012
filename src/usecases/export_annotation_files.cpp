#include "usecases/export_annotation_files.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "annotations/formats.h"
#include "annotations/text.h"
#include "base/json.h"
#include "store/annotations.h"
#include "store/assets.h"
#include "store/datasets.h"
#include "store/labels.h"
#include "store/organizations.h"
#include "store/shapes.h"
#include "store/tags.h"
#include "usecases/file_shapes.h"
#include "usecases/upload_object.h"

namespace kindred::usecases {
namespace {

using annotations::Picture;
using annotations::ProblemKind;
using store::Connection;
namespace fs = std::filesystem;

constexpr std::size_t kAssetsAtOnce = 500;
constexpr std::size_t kPiece = 1 << 20;

constexpr std::array<std::pair<std::string_view, ExportKey>, 4> kKeys{{{"ASSET_ID", ExportKey::asset_id},
                                                                       {"DATA_ID", ExportKey::data_id},
                                                                       {"FILENAME", ExportKey::filename},
                                                                       {"OBJECT_NAME", ExportKey::object_name}}};

// {"vertices": […], "edges": [[1, 2] …]}; what is neither is left out.
void read_skeleton(const std::string& text, annotations::Label& label) {
  const auto skeleton = parse_json_object(text, "a label's skeleton");
  if (!skeleton) return;
  const json::value* vertices = skeleton->if_contains("vertices");
  if (vertices == nullptr || !vertices->is_array()) return;
  for (const json::value& name : vertices->as_array())
    label.vertices.emplace_back(name.is_string() ? std::string(name.as_string()) : json::serialize(name));
  const json::value* edges = skeleton->if_contains("edges");
  if (edges == nullptr || !edges->is_array()) return;
  for (const json::value& edge : edges->as_array()) {
    const json::array* pair = edge.if_array();
    if (pair == nullptr || pair->size() != 2 || !(*pair)[0].is_int64() || !(*pair)[1].is_int64()) continue;
    const std::int64_t from = (*pair)[0].as_int64();
    const std::int64_t to = (*pair)[1].as_int64();
    const auto count = static_cast<std::int64_t>(label.vertices.size());
    if (from >= 1 && to >= 1 && from <= count && to <= count)
      label.edges.emplace_back(static_cast<std::size_t>(from - 1), static_cast<std::size_t>(to - 1));
  }
}

Result<std::vector<annotations::Label>> labels_of(Connection& c, DatasetVersionId version) {
  std::unordered_map<LabelGroupId, std::string> groups;
  for (const LabelGroup& group : TRY(store::list_label_groups(c, version)))
    groups.emplace(group.id, group.name);
  std::vector<annotations::Label> labels;
  for (const Label& label : TRY(store::list_labels(c, version))) {
    annotations::Label& out = labels.emplace_back(annotations::Label{.name = label.name, .group = {}, .vertices = {}});
    if (label.group_id) out.group = groups[*label.group_id];
    if (!label.skeleton_json.empty()) read_skeleton(label.skeleton_json, out);
  }
  return labels;
}

// One page of Assets with the shapes of each one's newest Annotation.
struct Loaded {
  std::vector<Asset> assets;
  std::vector<std::vector<Shape>> shapes;
  std::vector<std::string> splits;
  std::optional<std::string> next_cursor;
};

// The object storage of the version's Organization.
Result<ConnectorId> connector_of(Workspace& workspace, DatasetVersionId version) {
  return workspace.database().read([&](Connection& c) -> Result<ConnectorId> {
    return TRY(store::find_organization(c, TRY(store::organization_of_version(c, version)))).default_connector_id;
  });
}

class Export {
 public:
  Export(Workspace& workspace, DatasetVersionId version, const ExportAnnotationFiles& what, const annotations::Format& format,
         annotations::TargetFiles& files, const StopFlag& stop)
      : workspace_(workspace), version_(version), what_(what), format_(format), files_(files), stop_(stop) {}

  Result<annotations::Report> run() {
    annotations::Report report;
    report_ = &report;
    const auto labels = TRY(workspace_.database().read([&](Connection& c) { return labels_of(c, version_); }));
    const auto writer = format_.make_writer(files_, report, {.boxes_only = what_.boxes_only});
    for (const annotations::Label& label : labels)
      label_names_.insert(label.name);
    TRY(writer->labels(labels));
    TRY(each_page([&](const Loaded& page) -> Result<void> {
      for (std::size_t i = 0; i < page.assets.size(); ++i)
        TRY(write_picture(*writer, page, i));
      return {};
    }));
    TRY(writer->finish());
    // Behind the annotations, since one file is written at a time.
    if (what_.with_images) TRY(write_images());
    TRY(files_.finish());
    return report;
  }

 private:
  template <typename Work>
  Result<void> each_page(const Work& work) {
    if (what_.assets) {
      for (std::size_t begin = 0; begin < what_.assets->size(); begin += kAssetsAtOnce) {
        TRY(stop_.check());
        const auto first = what_.assets->begin() + static_cast<std::ptrdiff_t>(begin);
        const auto last = what_.assets->begin() + static_cast<std::ptrdiff_t>(std::min(begin + kAssetsAtOnce, what_.assets->size()));
        store::AssetFilter filter;
        filter.ids = std::vector<AssetId>(first, last);
        TRY(work(TRY(load(filter, {.limit = kAssetsAtOnce, .cursor = {}, .order_by = {"created_at"}}))));
      }
      return {};
    }
    store::PageRequest page{.limit = kAssetsAtOnce, .cursor = {}, .order_by = {"created_at"}};
    do {
      TRY(stop_.check());
      const Loaded loaded = TRY(load({}, page));
      TRY(work(loaded));
      page.cursor = loaded.next_cursor.value_or("");
    } while (!page.cursor.empty());
    return {};
  }

  Result<Loaded> load(const store::AssetFilter& filter, const store::PageRequest& page) {
    return workspace_.database().read([&](Connection& c) -> Result<Loaded> {
      Loaded loaded;
      auto assets = TRY(store::list_assets(c, version_, filter, page));
      loaded.assets = std::move(assets.items);
      loaded.next_cursor = std::move(assets.next_cursor);
      std::vector<Uuid> ids;
      for (const Asset& asset : loaded.assets) {
        ids.push_back(asset.id.uuid);
        loaded.shapes.push_back(TRY(shapes_of(c, asset.id)));
      }
      const auto tags = TRY(store::tags_of_many(c, TagTarget::asset, ids));
      for (const Uuid& id : ids)
        loaded.splits.push_back(format_.splits && tags.contains(id) ? split_of(tags.at(id)) : "");
      return loaded;
    });
  }

  Result<std::vector<Shape>> shapes_of(Connection& c, AssetId asset) {
    for (const Annotation& annotation : TRY(store::annotations_of_asset(c, asset))) {
      if (!what_.status || annotation.status == *what_.status) return store::shapes_of_annotation(c, annotation.id);
    }
    return std::vector<Shape>();
  }

  static std::string split_of(const std::vector<Tag>& tags) {
    for (const std::string_view split : {"train", "val", "test"}) {
      if (std::any_of(tags.begin(), tags.end(), [&](const Tag& tag) { return tag.name == split; })) return std::string(split);
    }
    return {};
  }

  Result<void> write_picture(annotations::Writer& writer, const Loaded& page, std::size_t i) {
    const Asset& asset = page.assets[i];
    const annotations::Size size{asset.data.width, asset.data.height};
    const bool sized = size.width > 0 && size.height > 0;
    Picture picture{.file_name = name_of(asset), .size = sized ? size : annotations::Size{}, .split = page.splits[i]};
    std::vector<annotations::Shape> shapes;
    for (const Shape& shape : page.shapes[i]) {
      if (label_names_.contains(shape.label_name)) {
        shapes.push_back(TRY(file_shape(shape, size)));
      } else {
        report_->add(ProblemKind::lost, picture.file_name, "the label '" + shape.label_name + "' was made while the export ran");
      }
    }
    if (!sized && format_.name == "yolo") {
      report_->add(ProblemKind::lost, picture.file_name, "the size of the picture is not known");
      return {};
    }
    if (what_.with_images) images_.push_back({asset.data.object_name, folder_of(picture.split) + picture.file_name});
    return writer.picture(picture, shapes);
  }

  [[nodiscard]] std::string folder_of(const std::string& split) const {
    if (format_.name == "pascal_voc") return "JPEGImages/";
    return split.empty() ? "images/" : "images/" + split + "/";
  }

  std::string name_of(const Asset& asset) {
    const std::string extension(asset.data.filename.substr(annotations::without_extension(asset.data.filename).size()));
    std::string name = asset.data.filename;
    if (what_.key == ExportKey::object_name) name = asset.data.object_name;
    if (what_.key == ExportKey::asset_id) name = to_string(asset.id) + (what_.with_images ? extension : "");
    if (what_.key == ExportKey::data_id) name = to_string(asset.data.id) + (what_.with_images ? extension : "");
    const bool one_file = format_.name == "coco" && !what_.with_images;
    if (one_file) return name;
    if (!annotations::check_file_name(name)) name = to_string(asset.id) + extension;
    // Label files are told apart by the name without extension.
    const std::string stem(annotations::without_extension(name));
    const std::string end = name.substr(stem.size());
    std::string free = stem;
    for (int number = 2; !used_.insert(free).second; ++number)
      free = stem + "_" + std::to_string(number);
    if (free != stem) report_->add(ProblemKind::odd, free + end, "another picture is called '" + name + "' too");
    return free + end;
  }

  Result<void> write_images() {
    const ConnectorId connector = TRY(connector_of(workspace_, version_));
    for (const auto& [object_name, name] : images_) {
      TRY(stop_.check());
      const OpenedObject object = TRY(open_object(workspace_, connector, object_name));
      TRY(files_.begin(name));
      const auto bytes = object.file.bytes();
      for (std::size_t begin = 0; begin < bytes.size(); begin += kPiece) {
        const auto piece = bytes.subspan(begin, std::min(kPiece, bytes.size() - begin));
        TRY(files_.write({reinterpret_cast<const char*>(piece.data()), piece.size()}));
      }
      TRY(files_.end());
    }
    return {};
  }

  struct Image {
    std::string object_name;
    std::string name;
  };

  Workspace& workspace_;
  DatasetVersionId version_;
  const ExportAnnotationFiles& what_;
  const annotations::Format& format_;
  annotations::TargetFiles& files_;
  const StopFlag& stop_;
  annotations::Report* report_ = nullptr;
  std::unordered_set<std::string> label_names_;
  std::unordered_set<std::string> used_;
  std::vector<Image> images_;
};

// Removed at the end of the scope.
class TemporaryFile {
 public:
  explicit TemporaryFile(fs::path path) : path_(std::move(path)) {}
  ~TemporaryFile() {
    std::error_code ignored;  // it takes room, but does no harm
    fs::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

std::optional<ExportKey> parse_export_key(std::string_view text) {
  for (const auto& [word, key] : kKeys) {
    if (word == text) return key;
  }
  return std::nullopt;
}

Result<annotations::Report> export_annotation_files(Workspace& workspace, DatasetVersionId version, const ExportAnnotationFiles& what,
                                                    annotations::TargetFiles& files, const StopFlag& stop) {
  const annotations::Format* format = TRY(annotations::find_format(what.format));
  return Export(workspace, version, what, *format, files, stop).run();
}

Result<std::string> export_to_object(Workspace& workspace, DatasetVersionId version, const ExportAnnotationFiles& what) {
  const annotations::Format* format = TRY(annotations::find_format(what.format));
  const bool one_file = format->name == "coco" && !what.with_images;
  const std::string filename = "annotations" + std::string(one_file ? ".json" : ".zip");
  const fs::path folder = workspace.options().folder / "exports";
  TRY(make_folders_durably(folder));
  const TemporaryFile file(folder / (to_string(new_uuid()) + "-" + filename));
  const StopFlag stop;
  {
    const auto target = one_file ? TRY(annotations::make_one_file(file.path())) : TRY(annotations::make_zip(file.path()));
    TRY(export_annotation_files(workspace, version, what, *target, stop));
  }
  const std::string name = TRY(new_object_name(filename, "exports"));
  ObjectUpload upload =
      TRY(ObjectUpload::begin(workspace, TRY(connector_of(workspace, version)), name, one_file ? "application/json" : "application/zip"));
  const MappedFile bytes = TRY(MappedFile::open(file.path()));
  for (std::size_t begin = 0; begin < bytes.bytes().size(); begin += kPiece)
    TRY(upload.write(bytes.bytes().subspan(begin, std::min(kPiece, bytes.bytes().size() - begin))));
  TRY(upload.finish());
  return name;
}

}  // namespace kindred::usecases
