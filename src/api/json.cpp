#include "api/json.h"

namespace kindred::api {
namespace {

// Stored JSON text as a value; null when there is none.
json::value stored_json(const std::string& text) {
  if (text.empty()) return nullptr;
  auto value = parse_json(text, "a stored value");
  return value ? *std::move(value) : json::value(nullptr);
}

json::value time_or_null(const std::optional<Timestamp>& time) { return time ? json::value(to_iso8601(*time)) : json::value(nullptr); }

}  // namespace

json::object to_json(const Organization& o) {
  return {{"id", to_string(o.id)}, {"name", o.name}, {"default_connector_id", to_string(o.default_connector_id)}};
}

json::object to_json(const Datalake& d) { return {{"id", to_string(d.id)}, {"name", d.name}, {"connector_id", to_string(d.connector_id)}}; }

json::object to_json(const Data& d, std::string_view presigned_url) {
  return {{"id", to_string(d.id)},
          {"datalake_id", to_string(d.datalake_id)},
          {"object_name", d.object_name},
          {"filename", d.filename},
          {"type", to_string(d.type)},
          {"content_type", d.content_type},
          {"upload_status", to_string(d.upload_status)},
          {"presigned_url", presigned_url},
          {"metadata", stored_json(d.metadata_json)},
          {"custom_metadata", stored_json(d.custom_metadata_json)},
          {"meta", {{"width", d.width}, {"height", d.height}}},
          {"bytes", d.bytes},
          {"created_at", to_iso8601(d.created_at)}};
}

json::object to_json(const Dataset& d) {
  return {{"id", to_string(d.id)}, {"name", d.name}, {"description", d.description}, {"created_at", to_iso8601(d.created_at)}};
}

json::object to_json(const DatasetVersion& v) {
  return {{"id", to_string(v.id)},
          {"origin_id", to_string(v.dataset_id)},
          {"origin_name", v.dataset_name},
          {"version", v.version},
          {"description", v.description},
          {"type", to_string(v.type)},
          {"annotation_campaign_id", nullptr},
          {"created_at", to_iso8601(v.created_at)}};
}

json::object to_json(const Asset& a, std::string_view presigned_url) {
  return {{"id", to_string(a.id)},
          {"dataset_version_id", to_string(a.version_id)},
          {"data", to_json(a.data, presigned_url)},
          {"created_at", to_iso8601(a.created_at)}};
}

json::object to_json(const Tag& t) { return {{"id", to_string(t.id)}, {"name", t.name}, {"target_type", to_string(t.target)}}; }

json::array to_json(const std::vector<Tag>& tags) {
  json::array list;
  for (const Tag& tag : tags)
    list.push_back(to_json(tag));
  return list;
}

json::object to_json(const EmbeddingCounts& c) {
  return {{"pending", c.pending}, {"done", c.done}, {"error", c.error}, {"unsupported", c.unsupported}};
}

json::object to_json(const VisualSearch& search, const EmbeddingCounts& counts) {
  return {{"state", to_string(search.state)},
          {"model", search.model_key.empty() ? json::value(nullptr) : json::value(search.model_key)},
          {"dimension", search.dimension > 0 ? json::value(search.dimension) : json::value(nullptr)},
          {"counts", to_json(counts)},
          {"total", counts.total()},
          {"job_id", search.job_id ? json::value(to_string(*search.job_id)) : json::value(nullptr)}};
}

json::object to_json_v1(const Job& job) { return {{"id", to_string(job.id)}, {"status", to_wire_v1(job.status)}}; }

json::object to_json_v2(const Job& job) {
  return {{"id", to_string(job.id)},
          {"type", job.type},
          {"target", job.target},
          {"status", to_wire_v2(job.status)},
          {"done", job.done},
          {"total", job.total},
          {"stage", job.stage},
          {"message", job.message},
          {"username", job.username},
          {"created_at", to_iso8601(job.created_at)},
          {"started_at", time_or_null(job.started_at)},
          {"finished_at", time_or_null(job.finished_at)}};
}

}  // namespace kindred::api
