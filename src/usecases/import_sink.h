// Where annotation files go when they are imported: pictures are matched with the version's Assets, shapes are stored chunk by chunk.
//
// Part of import_annotation_files.cpp. Thread-safety: one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "annotations/annotation_file.h"
#include "annotations/report.h"
#include "store/shapes.h"
#include "usecases/asset_names.h"
#include "usecases/import_annotation_files.h"

namespace kindred::usecases {

struct ImportCounts {
  std::int64_t matched = 0;      // pictures
  std::int64_t unmatched = 0;    // pictures
  std::int64_t kept = 0;         // Assets whose Annotation was kept, and the files' ignored
  std::int64_t stored = 0;       // shapes of Kindred
  std::int64_t labels_made = 0;  // of the version
  std::vector<std::string> unmatched_examples;
};

class ImportSink : public annotations::Sink {
 public:
  static constexpr std::size_t kExamples = 100;

  struct Plan {
    const AssetNames& assets;
    DatasetVersionId version;
    Caller caller;    // who asked for the import
    Timestamp since;  // Annotations of the person that are not older were made by this import
    ImportMode on_existing;
    bool make_labels;
    bool store;                  // otherwise everything is looked at and nothing written
    std::int64_t pass_over;      // so many shapes were seen by chunks before an interruption
    std::int64_t stored_before;  // and so many of them stored
    // Within the transaction of a chunk: how many shapes are seen and stored with it.
    std::function<Result<void>(store::Connection&, std::int64_t seen, std::int64_t stored)> record;
    std::function<void(std::int64_t)> progress;
  };
  ImportSink(Workspace& workspace, Plan plan, annotations::Report& report);

  Result<void> labels(std::span<const annotations::Label> labels) override;
  Result<std::optional<annotations::Size>> picture(const annotations::Picture& picture) override;
  Result<void> shape(std::uint64_t picture, annotations::Shape shape) override;
  // The last chunk.
  Result<void> finish();

  [[nodiscard]] const ImportCounts& counts() const { return counts_; }
  [[nodiscard]] const std::set<ShapeKind>& kinds() const { return kinds_; }

 private:
  struct Pending {
    AssetId asset;
    std::string label;
    Geometry geometry;
    std::string text;
    std::string attributes_json;
  };

  Result<void> flush();
  Result<void> store_chunk(store::Connection& c);
  Result<void> learn_labels(store::Connection& c);
  Result<std::optional<AnnotationId>> annotation_for(store::Connection& c, AssetId asset);

  Workspace& workspace_;
  Plan plan_;
  annotations::Report& report_;
  ImportCounts counts_;
  std::vector<const AssetNames::Match*> pictures_;  // by number; null: unmatched
  std::unordered_map<std::string, LabelId> labels_;
  std::unordered_map<AssetId, std::optional<AnnotationId>> begun_;  // nothing: the Asset keeps what it has
  std::vector<Pending> pending_;
  std::set<ShapeKind> kinds_;
  std::int64_t seen_ = 0;  // shapes of Kindred, those passed over too
};

}  // namespace kindred::usecases
