#include "usecases/import_annotation_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <set>

#include "annotations/formats.h"
#include "annotations/text.h"
#include "base/json.h"
#include "store/datasets.h"
#include "store/jobs.h"
#include "store/page.h"
#include "usecases/import_sink.h"
#include "usecases/own.h"

namespace kindred::usecases {
namespace {

using annotations::ProblemKind;
using store::Connection;
namespace fs = std::filesystem;

json::object to_json(const annotations::Report& report, const ImportCounts& counts) {
  json::object problems;
  for (const ProblemKind kind : {ProblemKind::unreadable, ProblemKind::refused, ProblemKind::odd}) {
    json::array examples;
    for (const annotations::Problem& problem : report.examples(kind))
      examples.push_back({{"place", problem.place}, {"reason", problem.reason}});
    problems[annotations::to_string(kind)] = {{"count", report.count(kind)}, {"examples", std::move(examples)}};
  }
  return {{"matched", counts.matched},
          {"unmatched", {{"count", counts.unmatched}, {"examples", json::value_from(counts.unmatched_examples)}}},
          {"kept", counts.kept},
          {"labels_made", counts.labels_made},
          {"shapes_read", report.shapes},
          {"shapes_stored", counts.stored},
          {"problems", std::move(problems)}};
}

// What a version is for, told by the kinds of its shapes, as the official service does it.
InferenceType type_of(const std::set<ShapeKind>& kinds) {
  if (kinds.size() != 1) return InferenceType::multi;
  switch (*kinds.begin()) {
    case ShapeKind::rectangle: return InferenceType::object_detection;
    case ShapeKind::polygon: return InferenceType::segmentation;
    case ShapeKind::line: return InferenceType::line;
    case ShapeKind::point: return InferenceType::point;
    case ShapeKind::classification: return InferenceType::classification;
    case ShapeKind::mask: return InferenceType::mask;
    case ShapeKind::keypoints: return InferenceType::keypoint;
  }
  return InferenceType::multi;
}

class ImportJob {
 public:
  ImportJob(Workspace& workspace, jobs::Context& job, json::object payload)
      : workspace_(workspace), job_(job), payload_(std::move(payload)) {}

  Result<std::string> run() {
    version_ = TRY(DatasetVersionId::parse(job_.job().target));
    TRY(workspace_.database().read([&](Connection& c) { return store::find_version(c, version_); }));
    const AssetNames assets = TRY(AssetNames::load(workspace_, version_, job_.stop()));
    if (TRY(optional_bool(payload_, "all_or_nothing")).value_or(false) && !payload_.contains("checked")) {
      TRY(pass(assets, false));
      payload_["checked"] = true;
    }
    return pass(assets, true);
  }

 private:
  // Through all the files once; without `store` an Error tells why nothing is to be imported.
  Result<std::string> pass(const AssetNames& assets, bool store) {
    annotations::Report report;
    const auto files = TRY(annotations::open_files(TRY(required_string(payload_, "files")), job_.stop(), report));
    const auto name = TRY(optional_string(payload_, "format"));
    const annotations::Format* format = name ? TRY(annotations::find_format(*name)) : TRY(annotations::guess_format(files->names()));
    const std::int64_t total = TRY(optional_int(payload_, "shapes")).value_or(0);
    ImportSink sink(
        workspace_,
        {.assets = assets,
         .version = version_,
         .caller = {.user_id = {}, .username = job_.job().username, .organization_id = job_.job().organization_id, .role = Role::editor},
         .since = job_.job().created_at,
         .on_existing = parse_import_mode(TRY(required_string(payload_, "on_existing"))).value_or(ImportMode::concatenate),
         .make_labels = TRY(optional_bool(payload_, "make_labels")).value_or(true),
         .store = store,
         .pass_over = TRY(optional_int(payload_, "seen")).value_or(0),
         .stored_before = TRY(optional_int(payload_, "stored")).value_or(0),
         .record = [&](Connection& c, std::int64_t seen, std::int64_t stored) { return record(c, seen, stored); },
         .progress = [&](std::int64_t done) { job_.progress(done, total, store ? "storing shapes" : "checking the files"); }},
        report);
    TRY(format->read(*files, sink, report));
    TRY(sink.finish());
    payload_["shapes"] = report.shapes;
    return store ? end(report, sink) : judge(report, sink);
  }

  Result<void> record(Connection& c, std::int64_t seen, std::int64_t stored) {
    payload_["seen"] = seen;
    payload_["stored"] = stored;
    return store::set_job_payload(c, job_.job().id, json::serialize(payload_));
  }

  Result<void> save_report(const annotations::Report& report, const ImportSink& sink) {
    payload_["report"] = to_json(report, sink.counts());
    return workspace_.database().write([&](Connection& c) { return store::set_job_payload(c, job_.job().id, json::serialize(payload_)); });
  }

  Result<std::string> judge(const annotations::Report& report, const ImportSink& sink) {
    TRY(save_report(report, sink));
    if (report.complete() && sink.counts().unmatched == 0) return std::string("checked");
    return invalid("Nothing was imported, as asked for: " + problems(report, sink.counts()));
  }

  Result<std::string> end(const annotations::Report& report, const ImportSink& sink) {
    TRY(save_report(report, sink));
    if (!sink.kinds().empty()) {
      TRY(workspace_.database().write([&](Connection& c) -> Result<void> {
        const DatasetVersion version = TRY(store::find_version(c, version_));
        if (version.type != InferenceType::not_configured) return {};
        TRY(store::change_version(c, version_, {.version = {}, .description = {}, .type = type_of(sink.kinds())}));
        return {};
      }));
    }
    return std::to_string(sink.counts().stored) + " shapes imported onto " + std::to_string(sink.counts().matched) + " pictures; " +
           problems(report, sink.counts());
  }

  static std::string problems(const annotations::Report& report, const ImportCounts& counts) {
    return std::to_string(counts.unmatched) + " pictures without an asset, " + std::to_string(report.count(ProblemKind::refused)) +
           " entries refused, " + std::to_string(report.count(ProblemKind::unreadable)) + " files unreadable, " +
           std::to_string(report.count(ProblemKind::odd)) + " odd";
  }

  Workspace& workspace_;
  jobs::Context& job_;
  json::object payload_;
  DatasetVersionId version_;
};

void remove_upload(const json::object& payload) {
  const json::value* ours = payload.if_contains("delete_afterwards");
  const json::value* files = payload.if_contains("files");
  if (ours == nullptr || files == nullptr || *ours != json::value(true) || !files->is_string()) return;
  std::error_code ignored;  // what is left takes room, but does no harm
  fs::remove(fs::path(std::string(files->as_string())), ignored);
}

// Uploads that no job is going to read, a day after they came.
Result<void> clear_away(Workspace& workspace, const fs::path& folder) {
  std::set<std::string> wanted;
  for (const JobStatus status : {JobStatus::queued, JobStatus::running, JobStatus::paused}) {
    jobs::JobFilter filter;
    filter.type = kImportAnnotationsJob;
    filter.status = status;
    filter.limit = store::kMaxPageSize;
    for (const Job& job : TRY(workspace.jobs().list(workspace.organization().id, filter))) {
      const json::object payload = TRY(parse_json_object(job.payload_json, "the job's payload"));
      wanted.insert(TRY(required_string(payload, "files")));
    }
  }
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    std::error_code ignored;  // another thread may have removed it
    const auto written = fs::last_write_time(entry.path(), ignored);
    const bool old = !ignored && fs::file_time_type::clock::now() - written > std::chrono::hours(24);
    if (old && !wanted.contains(entry.path().string())) fs::remove(entry.path(), ignored);
  }
  if (failure) return unavailable("Cannot read the folder '" + folder.string() + "': " + failure.message());
  return {};
}

}  // namespace

Result<JobId> import_annotation_files(Workspace& workspace, const Caller& caller, DatasetVersionId version,
                                      const ImportAnnotationFiles& what) {
  if (what.format) TRY(annotations::find_format(*what.format));
  json::object payload{{"files", what.files.string()},
                       {"delete_afterwards", what.delete_afterwards},
                       {"on_existing", to_string(what.on_existing)},
                       {"all_or_nothing", what.all_or_nothing},
                       {"make_labels", what.make_labels}};
  if (what.format) payload["format"] = *what.format;
  const JobId job = TRY(workspace.database().write([&](Connection& c) -> Result<JobId> {
    TRY(store::find_version(c, version));
    return jobs::Queue::insert(
        c, {caller.organization_id, std::string(kImportAnnotationsJob), to_string(version), json::serialize(payload), caller.username});
  }));
  workspace.jobs().wake();
  return job;
}

Result<std::string> run_import_annotations(Workspace& workspace, jobs::Context& job) {
  const json::object payload = TRY(parse_json_object(job.job().payload_json, "the job's payload"));
  Result<std::string> done = ImportJob(workspace, job, payload).run();
  // Stopped: it may go on later, and needs the files then. Those of a cancelled job are cleared away by a later upload.
  if (done || done.error().kind != ErrorKind::stopped) remove_upload(payload);
  return done;
}

Result<json::object> import_report(Workspace& workspace, const Caller& caller, JobId id) {
  const Job job = TRY(own_job(workspace, caller, id));
  if (job.type != kImportAnnotationsJob) return not_found("The job " + to_string(id) + " is no import of annotations");
  const json::object payload = TRY(parse_json_object(job.payload_json, "the job's payload"));
  const json::value* report = payload.if_contains("report");
  return report != nullptr && report->is_object() ? report->as_object() : json::object();
}

StagedFile::~StagedFile() {
  if (file_) ::unlink(path_.c_str());
}

Result<StagedFile> StagedFile::begin(Workspace& workspace, std::string_view filename) {
  const fs::path folder = workspace.options().folder / "imports";
  TRY(make_folders_durably(folder));
  TRY(clear_away(workspace, folder));
  const bool xml = annotations::has_extension(filename, ".xml");
  const fs::path path = folder / (to_string(new_uuid()) + (xml ? ".xml" : ".json"));
  return StagedFile(path, TRY(open_file(path, O_WRONLY | O_CREAT | O_EXCL)));
}

Result<void> StagedFile::write(std::span<const std::uint8_t> bytes) {
  bytes_ += bytes.size();
  if (bytes_ > kMaxBytes)
    return Error{ErrorKind::too_large, "An annotation file may have at most " + std::to_string(kMaxBytes) + " bytes", {}};
  return write_all(file_, bytes, path_);
}

Result<fs::path> StagedFile::keep() {
  TRY(sync_file(file_, path_));
  TRY(sync_folder(path_.parent_path()));
  file_ = {};
  return path_;
}

}  // namespace kindred::usecases
