#include "usecases/import_sink.h"

#include "store/annotations.h"
#include "store/labels.h"
#include "usecases/file_shapes.h"
#include "usecases/write_shapes.h"

namespace kindred::usecases {
namespace {

using annotations::ProblemKind;
using store::Connection;

constexpr std::size_t kShapesPerChunk = 4'000;

// {"vertices": [name …], "edges": [[1, 2] …]}, counted from 1 as COCO does.
std::string skeleton_of(const annotations::Label& label) {
  if (label.vertices.empty()) return {};
  json::array edges;
  for (const auto& [from, to] : label.edges)
    edges.push_back({from + 1, to + 1});
  return json::serialize(json::object{{"vertices", json::value_from(label.vertices)}, {"edges", std::move(edges)}});
}

Result<void> set_up_label(Connection& c, DatasetVersionId version, LabelId id, const annotations::Label& label,
                          std::unordered_map<std::string, LabelGroupId>& groups) {
  store::LabelChange change;
  if (!label.vertices.empty()) change.skeleton_json = skeleton_of(label);
  if (!label.group.empty()) {
    auto group = groups.find(label.group);
    if (group == groups.end()) group = groups.emplace(label.group, TRY(store::create_label_group(c, version, label.group, {})).id).first;
    change.group_id = group->second;
  }
  if (change.skeleton_json || change.group_id) TRY(store::change_label(c, id, change));
  return {};
}

}  // namespace

ImportSink::ImportSink(Workspace& workspace, Plan plan, annotations::Report& report)
    : workspace_(workspace), plan_(std::move(plan)), report_(report) {
  counts_.stored = plan_.stored_before;
}

// Labels that are there already stay as they are; new ones get the file's group and skeleton.
Result<void> ImportSink::labels(std::span<const annotations::Label> labels) {
  const auto known = TRY(workspace_.database().read([&](Connection& c) { return store::list_labels(c, plan_.version); }));
  for (const Label& label : known)
    labels_.emplace(label.name, label.id);
  if (!plan_.make_labels || !plan_.store) return {};
  return workspace_.database().write([&](Connection& c) -> Result<void> {
    std::unordered_map<std::string, LabelGroupId> groups;
    for (const LabelGroup& group : TRY(store::list_label_groups(c, plan_.version)))
      groups.emplace(group.name, group.id);
    for (const annotations::Label& label : labels) {
      if (labels_.contains(label.name)) continue;
      const Label made = TRY(store::create_label(c, plan_.version, label.name));
      TRY(set_up_label(c, plan_.version, made.id, label, groups));
      labels_.emplace(label.name, made.id);
      ++counts_.labels_made;
    }
    return {};
  });
}

Result<std::optional<annotations::Size>> ImportSink::picture(const annotations::Picture& picture) {
  AssetNames::Miss miss{};
  const AssetNames::Match* match = plan_.assets.find(picture.file_name, miss);
  pictures_.push_back(match);
  if (match == nullptr) {
    ++counts_.unmatched;
    const bool several = miss == AssetNames::Miss::several_of_that_name;
    if (counts_.unmatched_examples.size() < kExamples)
      counts_.unmatched_examples.push_back(picture.file_name + (several ? " (several assets have this name)" : ""));
    return std::optional<annotations::Size>{};
  }
  ++counts_.matched;
  return std::optional(annotations::Size{match->width, match->height});
}

Result<void> ImportSink::shape(std::uint64_t picture, annotations::Shape shape) {
  const AssetNames::Match& asset = *pictures_.at(picture);
  const auto refuse = [&](std::string_view reason) -> Result<void> {
    report_.add(ProblemKind::refused, "a shape of the label '" + shape.label + "'", reason);
    return {};
  };
  if (!plan_.make_labels && !labels_.contains(shape.label)) return refuse("the version has no label of that name");
  if (shape.label.size() > 200) return refuse("a label's name has at most 200 bytes");
  auto geometries = geometries_of(shape, {asset.width, asset.height});
  if (!geometries) return refuse(geometries.error().message);
  const std::string attributes = attributes_of(shape);
  for (Geometry& geometry : *geometries) {
    kinds_.insert(kind_of(geometry));
    if (++seen_ <= plan_.pass_over) continue;
    pending_.push_back({asset.id, shape.label, std::move(geometry), shape.text, attributes});
  }
  return pending_.size() < kShapesPerChunk ? Result<void>() : flush();
}

Result<void> ImportSink::finish() { return flush(); }

Result<void> ImportSink::flush() {
  if (plan_.store && !pending_.empty())
    TRY(write_shapes(workspace_, plan_.caller, plan_.version, [&](Connection& c) { return store_chunk(c); }));
  pending_.clear();
  plan_.progress(seen_);
  return {};
}

Result<void> ImportSink::store_chunk(Connection& c) {
  TRY(learn_labels(c));
  std::vector<store::NewShape> shapes;
  shapes.reserve(pending_.size());
  for (Pending& pending : pending_) {
    const auto annotation = TRY(annotation_for(c, pending.asset));
    if (!annotation) continue;
    shapes.push_back({.annotation_id = *annotation,
                      .label_id = labels_.at(pending.label),
                      .geometry = std::move(pending.geometry),
                      .text = std::move(pending.text),
                      .attributes_json = std::move(pending.attributes_json)});
  }
  TRY(store::insert_shapes(c, plan_.version, shapes));
  counts_.stored += static_cast<std::int64_t>(shapes.size());
  return plan_.record(c, seen_, counts_.stored);
}

// Those that the file did not declare, as Pascal VOC never does.
Result<void> ImportSink::learn_labels(Connection& c) {
  std::set<std::string> unknown;
  for (const Pending& pending : pending_) {
    if (!labels_.contains(pending.label)) unknown.insert(pending.label);
  }
  for (const std::string& name : unknown) {
    labels_.emplace(name, TRY(store::create_label(c, plan_.version, name)).id);
    ++counts_.labels_made;
  }
  return {};
}

Result<std::optional<AnnotationId>> ImportSink::annotation_for(Connection& c, AssetId asset) {
  if (const auto known = begun_.find(asset); known != begun_.end()) return known->second;
  const auto before = TRY(store::last_annotation_of(c, asset, plan_.caller.username));
  std::optional<AnnotationId> chosen;
  if (before && (before->created_at >= plan_.since || plan_.on_existing == ImportMode::concatenate)) {
    chosen = before->id;
  } else if (before && plan_.on_existing == ImportMode::keep) {
    ++counts_.kept;
  } else {
    if (before) TRY(store::delete_annotations(c, plan_.version, std::span(&before->id, 1)));
    chosen = TRY(store::create_annotation(c, {.asset_id = asset, .username = plan_.caller.username})).id;
  }
  begun_.emplace(asset, chosen);
  return chosen;
}

}  // namespace kindred::usecases
