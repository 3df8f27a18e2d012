// The words of every enumeration, each in one table.
#include <array>
#include <cstddef>
#include <utility>

#include "model/model.h"

namespace kindred {
namespace {

template <typename Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

template <typename Enum, std::size_t N>
constexpr std::string_view name_of(const Names<Enum, N>& names, Enum value) {
  for (const auto& [key, name] : names) {
    if (key == value) return name;
  }
  return "";
}

template <typename Enum, std::size_t N>
constexpr std::optional<Enum> value_of(const Names<Enum, N>& names, std::string_view text) {
  for (const auto& [key, name] : names) {
    if (name == text) return key;
  }
  return std::nullopt;
}

constexpr Names<Role, 3> kRoles{{{Role::viewer, "VIEWER"}, {Role::editor, "EDITOR"}, {Role::admin, "ADMIN"}}};
constexpr Names<RoleScope, 2> kRoleScopes{{{RoleScope::datalake, "DATALAKE"}, {RoleScope::dataset, "DATASET"}}};
constexpr Names<DataType, 2> kDataTypes{{{DataType::image, "IMAGE"}, {DataType::video, "VIDEO"}}};
constexpr Names<UploadStatus, 4> kUploadStatuses{{{UploadStatus::pending, "PENDING"},
                                                  {UploadStatus::computing, "COMPUTING"},
                                                  {UploadStatus::error, "ERROR"},
                                                  {UploadStatus::done, "DONE"}}};
constexpr Names<InferenceType, 9> kInferenceTypes{{{InferenceType::not_configured, "NOT_CONFIGURED"},
                                                   {InferenceType::classification, "CLASSIFICATION"},
                                                   {InferenceType::object_detection, "OBJECT_DETECTION"},
                                                   {InferenceType::segmentation, "SEGMENTATION"},
                                                   {InferenceType::point, "POINT"},
                                                   {InferenceType::keypoint, "KEYPOINT"},
                                                   {InferenceType::line, "LINE"},
                                                   {InferenceType::mask, "MASK"},
                                                   {InferenceType::multi, "MULTI"}}};
constexpr Names<TagTarget, 4> kTagTargets{{{TagTarget::data, "DATA"},
                                           {TagTarget::asset, "ASSET"},
                                           {TagTarget::dataset, "DATASET"},
                                           {TagTarget::dataset_version, "DATASET_VERSION"}}};
constexpr Names<AnnotationStatus, 4> kAnnotationStatuses{{{AnnotationStatus::pending, "PENDING"},
                                                          {AnnotationStatus::skipped, "SKIPPED"},
                                                          {AnnotationStatus::accepted, "ACCEPTED"},
                                                          {AnnotationStatus::refused, "REFUSED"}}};
constexpr Names<ShapeStatus, 3> kShapeStatuses{
    {{ShapeStatus::pending, "PENDING"}, {ShapeStatus::accepted, "ACCEPTED"}, {ShapeStatus::refused, "REFUSED"}}};
constexpr Names<ShapeKind, 7> kShapeKinds{{{ShapeKind::rectangle, "RECTANGLE"},
                                           {ShapeKind::polygon, "POLYGON"},
                                           {ShapeKind::line, "LINE"},
                                           {ShapeKind::point, "POINT"},
                                           {ShapeKind::classification, "CLASSIFICATION"},
                                           {ShapeKind::mask, "MASK"},
                                           {ShapeKind::keypoints, "KEYPOINTS"}}};
constexpr Names<JobStatus, 6> kJobStatuses{{{JobStatus::queued, "queued"},
                                            {JobStatus::running, "running"},
                                            {JobStatus::paused, "paused"},
                                            {JobStatus::succeeded, "succeeded"},
                                            {JobStatus::failed, "failed"},
                                            {JobStatus::cancelled, "cancelled"}}};
constexpr Names<JobStatus, 6> kJobStatusesV2{{{JobStatus::queued, "QUEUED"},
                                              {JobStatus::running, "RUNNING"},
                                              {JobStatus::paused, "PENDING"},
                                              {JobStatus::succeeded, "SUCCEEDED"},
                                              {JobStatus::failed, "FAILED"},
                                              {JobStatus::cancelled, "KILLED"}}};
constexpr Names<JobStatus, 6> kJobStatusesV1{{{JobStatus::queued, "RUNNING"},
                                              {JobStatus::running, "RUNNING"},
                                              {JobStatus::paused, "RUNNING"},
                                              {JobStatus::succeeded, "SUCCESS"},
                                              {JobStatus::failed, "FAILED"},
                                              {JobStatus::cancelled, "TERMINATED"}}};
constexpr Names<EmbeddingKind, 2> kEmbeddingKinds{{{EmbeddingKind::images, "images"}, {EmbeddingKind::shapes, "shapes"}}};
constexpr Names<EmbeddingStatus, 4> kEmbeddingStatuses{{{EmbeddingStatus::pending, "PENDING"},
                                                        {EmbeddingStatus::done, "DONE"},
                                                        {EmbeddingStatus::error, "ERROR"},
                                                        {EmbeddingStatus::unsupported, "UNSUPPORTED"}}};
constexpr Names<VisualSearchState, 4> kVisualSearchStates{{{VisualSearchState::inactive, "INACTIVE"},
                                                           {VisualSearchState::activating, "ACTIVATING"},
                                                           {VisualSearchState::active, "ACTIVE"},
                                                           {VisualSearchState::deactivating, "DEACTIVATING"}}};

}  // namespace

std::string_view to_string(Role role) { return name_of(kRoles, role); }
std::optional<Role> parse_role(std::string_view text) { return value_of(kRoles, text); }
std::string_view to_string(RoleScope scope) { return name_of(kRoleScopes, scope); }
std::optional<RoleScope> parse_role_scope(std::string_view text) { return value_of(kRoleScopes, text); }
std::string_view to_string(DataType type) { return name_of(kDataTypes, type); }
std::optional<DataType> parse_data_type(std::string_view text) { return value_of(kDataTypes, text); }
std::string_view to_string(UploadStatus status) { return name_of(kUploadStatuses, status); }
std::optional<UploadStatus> parse_upload_status(std::string_view text) { return value_of(kUploadStatuses, text); }
std::string_view to_string(InferenceType type) { return name_of(kInferenceTypes, type); }
std::optional<InferenceType> parse_inference_type(std::string_view text) { return value_of(kInferenceTypes, text); }
std::string_view to_string(TagTarget target) { return name_of(kTagTargets, target); }
std::optional<TagTarget> parse_tag_target(std::string_view text) { return value_of(kTagTargets, text); }
std::string_view to_string(AnnotationStatus status) { return name_of(kAnnotationStatuses, status); }
std::optional<AnnotationStatus> parse_annotation_status(std::string_view text) { return value_of(kAnnotationStatuses, text); }
std::string_view to_string(ShapeStatus status) { return name_of(kShapeStatuses, status); }
std::optional<ShapeStatus> parse_shape_status(std::string_view text) { return value_of(kShapeStatuses, text); }
std::string_view to_string(ShapeKind kind) { return name_of(kShapeKinds, kind); }
std::optional<ShapeKind> parse_shape_kind(std::string_view text) { return value_of(kShapeKinds, text); }
std::string_view to_string(JobStatus status) { return name_of(kJobStatuses, status); }
std::string_view to_wire_v2(JobStatus status) { return name_of(kJobStatusesV2, status); }
std::string_view to_wire_v1(JobStatus status) { return name_of(kJobStatusesV1, status); }
std::optional<JobStatus> parse_job_status(std::string_view text) { return value_of(kJobStatuses, text); }
std::string_view to_string(EmbeddingKind kind) { return name_of(kEmbeddingKinds, kind); }
std::optional<EmbeddingKind> parse_embedding_kind(std::string_view text) { return value_of(kEmbeddingKinds, text); }
std::string_view to_string(EmbeddingStatus status) { return name_of(kEmbeddingStatuses, status); }
std::optional<EmbeddingStatus> parse_embedding_status(std::string_view text) { return value_of(kEmbeddingStatuses, text); }
std::string_view to_string(VisualSearchState state) { return name_of(kVisualSearchStates, state); }
std::optional<VisualSearchState> parse_visual_search_state(std::string_view text) { return value_of(kVisualSearchStates, text); }

}  // namespace kindred
