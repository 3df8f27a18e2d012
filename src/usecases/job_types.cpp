#include "usecases/job_types.h"

#include <array>
#include <string_view>

#include "usecases/bulk.h"
#include "usecases/change_version.h"
#include "usecases/import_annotation_files.h"
#include "usecases/projections.h"
#include "usecases/shape_embeddings.h"
#include "usecases/visual_search.h"
#include "usecases/workspace.h"

namespace kindred::usecases {
namespace {

struct Row {
  std::string_view type;
  Result<std::string> (*work)(Workspace&, jobs::Context&);
};

constexpr std::array kRows{
    Row{kEmbedDatalakeJob, embed_datalake},
    Row{kActivateVersionJob, finish_version_activation},
    Row{kAddAssetsJob, run_add_assets},
    Row{kForkVersionJob, run_fork_version},
    Row{kCopyAssetsJob, run_copy_assets},
    Row{kEmbedShapesJob, embed_shapes},
    Row{kBulkTagJob, run_bulk_tag},
    Row{kBulkUntagJob, run_bulk_untag},
    Row{kBulkRemoveJob, run_bulk_remove},
    Row{kBulkCopyJob, run_bulk_copy},
    Row{kProjectJob, run_project},
    Row{kPlaceJob, run_place},
    Row{kImportAnnotationsJob, run_import_annotations},
};

}  // namespace

std::map<std::string, jobs::Work, std::less<>> job_types(Workspace& workspace) {
  std::map<std::string, jobs::Work, std::less<>> types;
  for (const Row& row : kRows) {
    types.emplace(row.type, [&workspace, work = row.work](jobs::Context& job) { return work(workspace, job); });
  }
  return types;
}

}  // namespace kindred::usecases
