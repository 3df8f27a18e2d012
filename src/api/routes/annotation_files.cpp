// Annotation files in and out: an upload becomes a Job with a report; an export answers with the address of the file.
#include "annotations/formats.h"
#include "api/context.h"
#include "api/fields.h"
#include "api/json.h"
#include "api/links.h"
#include "api/named.h"
#include "api/routes/handlers.h"
#include "usecases/change_version.h"
#include "usecases/export_annotation_files.h"
#include "usecases/import_annotation_files.h"

namespace kindred::api {
namespace {

// The body is the file itself: a .json, an .xml or a .zip. It goes to the disk as it comes.
class AnnotationUpload : public BodySink {
 public:
  AnnotationUpload(Context& context, DatasetVersionId version, usecases::ImportAnnotationFiles what, usecases::StagedFile file)
      : context_(context), version_(version), what_(std::move(what)), file_(std::move(file)) {}

  Result<void> write(std::span<const std::uint8_t> piece) override { return file_.write(piece); }

  Result<Response> finish() override {
    what_.files = TRY(file_.keep());
    what_.delete_afterwards = true;
    const JobId job = TRY(usecases::import_annotation_files(context_.workspace, context_.caller, version_, what_));
    return json_response({{"job_id", to_string(job)}}, 202);
  }

 private:
  Context& context_;
  DatasetVersionId version_;
  usecases::ImportAnnotationFiles what_;
  usecases::StagedFile file_;
};

}  // namespace

// ?type=COCO|YOLO|PASCAL_VOC (none: guessed) &import_type=REPLACE|KEEP|CONCATENATE &all_or_nothing= &create_labels= &filename=
Result<std::unique_ptr<BodySink>> import_annotation_files(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  usecases::ImportAnnotationFiles what;
  what.format = request.query.one("type");
  if (what.format) TRY(annotations::find_format(*what.format));
  const std::string mode = request.query.one("import_type").value_or("CONCATENATE");
  what.on_existing = TRY(word(mode, "import_type", usecases::parse_import_mode));
  what.all_or_nothing = TRY(truth(request.query, "all_or_nothing", false));
  what.make_labels = TRY(truth(request.query, "create_labels", true));
  auto file = TRY(usecases::StagedFile::begin(context.workspace, request.query.one("filename").value_or("")));
  return std::unique_ptr<BodySink>(std::make_unique<AnnotationUpload>(context, version, std::move(what), std::move(file)));
}

Result<Response> export_annotation_files(Context& context, const Request& request) {
  const DatasetVersionId version = TRY(version_of(context, request));
  const json::object body = TRY(body_object(request.body));
  usecases::ExportAnnotationFiles what;
  what.format = TRY(required_string(body, "type"));
  const std::string key = TRY(optional_string(body, "export_key")).value_or("FILENAME");
  what.key = TRY(word(key, "export_key", usecases::parse_export_key));
  what.assets = TRY(id_list<AssetId>(body, "asset_ids", usecases::kMaxIdsPerRequest));
  if (const auto status = TRY(optional_string(body, "status"))) what.status = TRY(word(*status, "status", parse_annotation_status));
  what.with_images = TRY(truth(body, "with_images", false));
  what.boxes_only = TRY(truth(body, "boxes_only", false));
  if (TRY(truth(body, "export_video", false))) return unsupported("Videos have no annotations here: leave 'export_video' out");
  const std::string name = TRY(usecases::export_to_object(context.workspace, version, what));
  return json_response({{"object_name", name}, {"presigned_url", download_url(context, name)}});
}

Result<Response> show_import_report(Context& context, const Request& request) {
  const auto job = TRY(id_of<JobId>(request, "job"));
  return json_response(TRY(usecases::import_report(context.workspace, context.caller, job)));
}

}  // namespace kindred::api
