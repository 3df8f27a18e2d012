#include "api/routes.h"

#include <array>

#include "api/routes/handlers.h"
#include "usecases/import_annotation_files.h"
#include "usecases/query_images.h"
#include "usecases/upload_object.h"

namespace kindred::api {
namespace {

constexpr Access kAnyone = Access::anyone;
constexpr Access kViewer = Access::viewer;
constexpr Access kEditorSomewhere = Access::editor_somewhere;  // what is uploaded belongs nowhere until it is registered
constexpr Access kEditor = Access::editor;
constexpr Access kAdmin = Access::admin;

// A form around the largest object.
constexpr std::uint64_t kObjectBody = usecases::kMaxObjectBytes + kSmallBody;

// A hundred annotated pictures with their polygons and masks.
constexpr std::uint64_t kAnnotationsBody = 32ULL * 1024 * 1024;
// One more, so that a file over the limit is told so by name.
constexpr std::uint64_t kQueryImageBody = usecases::QueryImages::kMaxFile + kSmallBody;
// A polygon of 100,000 corners with all digits of their coordinates.
constexpr std::uint64_t kRegionBody = std::uint64_t{8} << 20;

// Every route with its role. A role may also what the ones before it may; `anyone` needs no credentials.
const Route kRoutes[] = {
    // The program itself
    {"GET", "/healthz", kAnyone, &show_health, kSmallBody},
    {"GET", "/readyz", kAnyone, &show_readiness, kSmallBody},
    {"GET", "/api/server", kAnyone, &show_server, kSmallBody},
    {"GET", "/api/models", kViewer, &list_models, kSmallBody},

    // Who is calling
    {"GET", "/login", kAnyone, &log_in_by_link, kSmallBody},
    {"POST", "/api/session", kAnyone, &log_in, kSmallBody},
    {"DELETE", "/api/session", kViewer, &log_out, kSmallBody},
    {"GET", "/api/me", kViewer, &show_me, kSmallBody},
    {"PATCH", "/api/me", kViewer, &change_me, kSmallBody},
    {"GET", "/api/tokens", kViewer, &list_tokens, kSmallBody},
    {"POST", "/api/tokens", kViewer, &create_token, kSmallBody},
    {"DELETE", "/api/tokens/{token}", kViewer, &revoke_token, kSmallBody},
    {"GET", "/api/users", kAdmin, &list_all_users, kSmallBody},
    {"POST", "/api/users", kAdmin, &create_user, kSmallBody},
    {"PATCH", "/api/users/{user}", kAdmin, &change_user, kSmallBody},
    {"DELETE", "/api/users/{user}", kAdmin, &delete_user, kSmallBody},
    {"GET", "/api/roles", kAdmin, &list_roles, kSmallBody},
    {"POST", "/api/roles", kAdmin, &grant_role, kSmallBody},
    {"DELETE", "/api/roles", kAdmin, &withdraw_role, kSmallBody},
    {"GET", "/api/home/ping", kViewer, &ping, kSmallBody},

    // Organization, Datalakes, data sources
    {"GET", "/api/organizations/find", kViewer, &find_organization, kSmallBody},
    {"GET", "/api/organization/{organization}", kViewer, &get_organization, kSmallBody},
    {"GET", "/api/access/organization/{organization}/users", kViewer, &list_users, kSmallBody},
    {"GET", "/api/organization/{organization}/datalake", kViewer, &find_datalake, kSmallBody},
    {"GET", "/api/organization/{organization}/datalakes", kViewer, &list_datalakes, kSmallBody},
    {"GET", "/api/datalake/{datalake}", kViewer, &get_datalake, kSmallBody},
    {"GET", "/api/organization/{organization}/datasources/find", kViewer, &find_data_source, kSmallBody},
    {"POST", "/api/organization/{organization}/datasources", kEditor, &create_data_source, kSmallBody},

    // Objects; the signed addresses under /storage carry their own right
    {"POST", "/api/organization/{organization}/connector/{connector}/generate_object_name", kEditorSomewhere, &name_object, kSmallBody},
    {"POST", "/api/object-storage/{connector}/generate_presigned_url", kEditorSomewhere, &sign_upload, kSmallBody},
    {"POST", "/api/object-storage/{connector}/init_multipart_upload", kEditorSomewhere, &decline_multipart_upload, kSmallBody},
    {"POST", "/api/object-storage/{connector}/retrieve_presigned_url", kViewer, &sign_download, kSmallBody},
    {"POST", "/storage/{connector}", kAnyone, &receive_object, kObjectBody},
    {"GET", "/storage/{connector}/{object...}", kAnyone, &send_object, kSmallBody},

    // Data
    {"POST", "/api/datalake/{datalake}/datas", kEditor, &register_data},
    {"GET", "/api/datalake/{datalake}/datas", kViewer, &list_datas},
    {"XGET", "/api/datalake/{datalake}/datas", kViewer, &list_chosen_datas},
    {"DELETE", "/api/datalake/{datalake}/datas", kEditor, &delete_datas},
    {"GET", "/api/datalake/{datalake}/datas/find", kViewer, &find_data},
    {"GET", "/api/datalake/{datalake}/datas/ids/paginated", kViewer, &list_data_ids},
    {"GET", "/api/data/{data}", kViewer, &get_data},
    {"PATCH", "/api/data/{data}", kEditor, &change_metadata},
    {"PATCH", "/api/data/{data}/custom-metadata", kEditor, &change_custom_metadata},
    {"DELETE", "/api/data/{data}", kEditor, &delete_data},
    {"GET", "/api/data/{data}/presigned-url", kViewer, &sign_data},

    // Pictures
    {"GET", "/api/data/{data}/content", kViewer, &show_data},
    {"GET", "/api/data/{data}/thumbnail", kViewer, &show_data_thumbnail},
    {"GET", "/api/asset/{asset}/content", kViewer, &show_asset},
    {"GET", "/api/asset/{asset}/thumbnail", kViewer, &show_asset_thumbnail},
    {"GET", "/api/shape/{shape}/thumbnail", kViewer, &show_shape_thumbnail},

    // Tags
    {"GET", "/api/datalake/{datalake}/tags", kViewer, &list_data_tags},
    {"POST", "/api/datalake/{datalake}/tags", kEditor, &create_data_tag},
    {"GET", "/api/datalake/{datalake}/tags/find", kViewer, &find_data_tag},
    {"GET", "/api/dataset/version/{version}/tags", kViewer, &list_asset_tags},
    {"POST", "/api/dataset/version/{version}/tags", kEditor, &create_asset_tag},
    {"GET", "/api/dataset/version/{version}/tags/find", kViewer, &find_asset_tag},
    {"GET", "/api/organization/{organization}/tags", kViewer, &list_organization_tags},
    {"POST", "/api/organization/{organization}/tags", kEditor, &create_organization_tag},
    {"GET", "/api/tag/{tag}", kViewer, &get_tag},
    {"PATCH", "/api/tag/{tag}", kEditor, &rename_tag},
    {"DELETE", "/api/tag/{tag}", kEditor, &delete_tag},
    {"POST", "/api/tag/{tag}/attach", kEditor, &attach_tag},
    {"POST", "/api/tag/{tag}/detach", kEditor, &detach_tag},

    // Datasets and their versions
    {"POST", "/api/organization/{organization}/datasets", kEditor, &create_dataset},
    {"GET", "/api/organization/{organization}/datasets", kViewer, &list_datasets},
    {"GET", "/api/organization/{organization}/datasets/find", kViewer, &find_dataset},
    {"GET", "/api/organization/{organization}/datasetversions/find", kViewer, &find_version_by_id},
    {"GET", "/api/dataset/{dataset}", kViewer, &get_dataset},
    {"PATCH", "/api/dataset/{dataset}", kEditor, &change_dataset},
    {"DELETE", "/api/dataset/{dataset}", kEditor, &delete_dataset},
    {"POST", "/api/dataset/{dataset}/versions", kEditor, &create_version},
    {"GET", "/api/dataset/{dataset}/versions", kViewer, &list_versions},
    {"GET", "/api/dataset/{dataset}/versions/find", kViewer, &find_version},
    {"POST", "/api/dataset/{dataset}/fork", kEditor, &fork_version},
    {"GET", "/api/dataset/version/{version}", kViewer, &get_version},
    {"PATCH", "/api/dataset/version/{version}", kEditor, &change_version},
    {"DELETE", "/api/dataset/version/{version}", kEditor, &delete_version},

    // Assets
    {"POST", "/api/dataset/version/{version}/assets", kEditor, &add_assets},
    {"GET", "/api/dataset/version/{version}/assets", kViewer, &list_assets},
    {"XGET", "/api/dataset/version/{version}/assets", kViewer, &list_chosen_assets},
    {"DELETE", "/api/dataset/version/{version}/assets", kEditor, &delete_assets},
    {"POST", "/api/dataset/version/{version}/assets/copy", kEditor, &copy_assets},
    {"GET", "/api/dataset/version/{version}/assets/find", kViewer, &find_asset},
    {"GET", "/api/dataset/version/{version}/assets/ids/paginated", kViewer, &list_asset_ids},
    {"GET", "/api/asset/{asset}", kViewer, &get_asset},
    {"DELETE", "/api/asset/{asset}", kEditor, &delete_asset},

    // Labels
    {"GET", "/api/dataset/version/{version}/labels", kViewer, &list_labels},
    {"POST", "/api/dataset/version/{version}/labels", kEditor, &create_label},
    {"GET", "/api/dataset/version/{version}/labels/find", kViewer, &find_label},
    {"XGET", "/api/dataset/version/{version}/bulk-labels", kEditor, &ensure_labels},
    {"GET", "/api/dataset/version/{version}/labelgroups", kViewer, &list_label_groups},
    {"POST", "/api/dataset/version/{version}/labelgroups", kEditor, &create_label_group},
    {"GET", "/api/dataset/version/{version}/labels/skeleton", kViewer, &list_skeletons},
    {"GET", "/api/dataset/version/{version}/attributes", kViewer, &get_version_attributes},
    {"POST", "/api/dataset/version/{version}/attributes", kEditor, &set_version_attributes},
    {"GET", "/api/label/{label}", kViewer, &get_label},
    {"PATCH", "/api/label/{label}", kEditor, &change_label},
    {"DELETE", "/api/label/{label}", kEditor, &delete_label},
    {"GET", "/api/label/{label}/skeleton", kViewer, &get_skeleton},
    {"POST", "/api/label/{label}/skeleton", kEditor, &set_skeleton},
    {"GET", "/api/label/{label}/attributes", kViewer, &get_label_attributes},
    {"POST", "/api/label/{label}/attributes", kEditor, &set_label_attributes},
    {"GET", "/api/label/group/{group}", kViewer, &get_label_group},
    {"PATCH", "/api/label/group/{group}", kEditor, &change_label_group},
    {"DELETE", "/api/label/group/{group}", kEditor, &delete_label_group},

    // Annotations
    {"POST", "/api/dataset/version/{version}/bulk-annotations", kEditor, &import_annotations, kAnnotationsBody},
    {"GET", "/api/dataset/version/{version}/annotations", kViewer, &list_annotations},
    {"XGET", "/api/dataset/version/{version}/annotations", kViewer, &load_annotations},
    {"DELETE", "/api/dataset/version/{version}/annotations", kEditor, &delete_annotations},
    {"GET", "/api/dataset/version/{version}/annotations/ids", kViewer, &list_annotation_ids},
    {"GET", "/api/dataset/version/{version}/stats", kViewer, &show_version_stats},
    {"GET", "/api/dataset/version/{version}/assets/extended", kViewer, &list_extended_assets},
    {"POST", "/api/asset/{asset}/annotations", kEditor, &create_annotation},
    {"GET", "/api/asset/{asset}/annotations", kViewer, &list_asset_annotations},
    {"GET", "/api/asset/{asset}/annotations/find", kViewer, &find_asset_annotation},
    {"GET", "/api/annotation/{annotation}", kViewer, &get_annotation},
    {"PATCH", "/api/annotation/{annotation}", kEditor, &change_annotation},
    {"DELETE", "/api/annotation/{annotation}", kEditor, &delete_annotation},
    {"POST", "/api/annotation/{annotation}/save", kEditor, &save_annotation, kAnnotationsBody},

    // Shapes
    {"GET", "/api/dataset/version/{version}/shapes", kViewer, &list_version_shapes},
    {"PATCH", "/api/dataset/version/{version}/shapes", kEditor, &change_shapes},
    {"DELETE", "/api/dataset/version/{version}/shapes", kEditor, &delete_shapes},
    {"GET", "/api/asset/{asset}/shapes", kViewer, &list_asset_shapes},
    {"GET", "/api/shape/{shape}", kViewer, &get_shape},
    {"GET", "/api/annotation/{annotation}/rectangles", kViewer, &of_kind<list_shapes_of, ShapeKind::rectangle>},
    {"POST", "/api/annotation/{annotation}/bulk-rectangles", kEditor, &of_kind<add_shapes_of, ShapeKind::rectangle>, kAnnotationsBody},
    {"GET", "/api/rectangle/{shape}", kViewer, &of_kind<get_shape_of, ShapeKind::rectangle>},
    {"PATCH", "/api/rectangle/{shape}", kEditor, &of_kind<change_shape_of, ShapeKind::rectangle>},
    {"DELETE", "/api/rectangle/{shape}", kEditor, &of_kind<delete_shape_of, ShapeKind::rectangle>},
    {"GET", "/api/annotation/{annotation}/polygons", kViewer, &of_kind<list_shapes_of, ShapeKind::polygon>},
    {"POST", "/api/annotation/{annotation}/bulk-polygons", kEditor, &of_kind<add_shapes_of, ShapeKind::polygon>, kAnnotationsBody},
    {"GET", "/api/polygon/{shape}", kViewer, &of_kind<get_shape_of, ShapeKind::polygon>},
    {"PATCH", "/api/polygon/{shape}", kEditor, &of_kind<change_shape_of, ShapeKind::polygon>},
    {"DELETE", "/api/polygon/{shape}", kEditor, &of_kind<delete_shape_of, ShapeKind::polygon>},
    {"GET", "/api/annotation/{annotation}/lines", kViewer, &of_kind<list_shapes_of, ShapeKind::line>},
    {"POST", "/api/annotation/{annotation}/bulk-lines", kEditor, &of_kind<add_shapes_of, ShapeKind::line>, kAnnotationsBody},
    {"GET", "/api/line/{shape}", kViewer, &of_kind<get_shape_of, ShapeKind::line>},
    {"PATCH", "/api/line/{shape}", kEditor, &of_kind<change_shape_of, ShapeKind::line>},
    {"DELETE", "/api/line/{shape}", kEditor, &of_kind<delete_shape_of, ShapeKind::line>},
    {"GET", "/api/annotation/{annotation}/points", kViewer, &of_kind<list_shapes_of, ShapeKind::point>},
    {"POST", "/api/annotation/{annotation}/bulk-points", kEditor, &of_kind<add_shapes_of, ShapeKind::point>, kAnnotationsBody},
    {"GET", "/api/point/{shape}", kViewer, &of_kind<get_shape_of, ShapeKind::point>},
    {"PATCH", "/api/point/{shape}", kEditor, &of_kind<change_shape_of, ShapeKind::point>},
    {"DELETE", "/api/point/{shape}", kEditor, &of_kind<delete_shape_of, ShapeKind::point>},
    {"GET", "/api/annotation/{annotation}/classifications", kViewer, &of_kind<list_shapes_of, ShapeKind::classification>},
    {"POST", "/api/annotation/{annotation}/bulk-classifications", kEditor, &of_kind<add_shapes_of, ShapeKind::classification>,
     kAnnotationsBody},
    {"GET", "/api/classification/{shape}", kViewer, &of_kind<get_shape_of, ShapeKind::classification>},
    {"PATCH", "/api/classification/{shape}", kEditor, &of_kind<change_shape_of, ShapeKind::classification>},
    {"DELETE", "/api/classification/{shape}", kEditor, &of_kind<delete_shape_of, ShapeKind::classification>},
    {"GET", "/api/annotation/{annotation}/masks", kViewer, &of_kind<list_shapes_of, ShapeKind::mask>},
    {"POST", "/api/annotation/{annotation}/bulk-masks", kEditor, &of_kind<add_shapes_of, ShapeKind::mask>, kAnnotationsBody},
    {"GET", "/api/mask/{shape}", kViewer, &of_kind<get_shape_of, ShapeKind::mask>},
    {"PATCH", "/api/mask/{shape}", kEditor, &of_kind<change_shape_of, ShapeKind::mask>},
    {"DELETE", "/api/mask/{shape}", kEditor, &of_kind<delete_shape_of, ShapeKind::mask>},
    {"GET", "/api/annotation/{annotation}/keypoints", kViewer, &of_kind<list_shapes_of, ShapeKind::keypoints>},
    {"POST", "/api/annotation/{annotation}/bulk-keypoints", kEditor, &of_kind<add_shapes_of, ShapeKind::keypoints>, kAnnotationsBody},
    {"GET", "/api/keypoints/{shape}", kViewer, &of_kind<get_shape_of, ShapeKind::keypoints>},
    {"PATCH", "/api/keypoints/{shape}", kEditor, &of_kind<change_shape_of, ShapeKind::keypoints>},
    {"DELETE", "/api/keypoints/{shape}", kEditor, &of_kind<delete_shape_of, ShapeKind::keypoints>},

    // Search
    {"GET", "/api/datalake/{datalake}/datas/ids/visual-search", kViewer, &search_datalake},
    {"GET", "/api/dataset/version/{version}/datas/ids/visual-search", kViewer, &search_version},
    {"GET", "/api/dataset/version/{version}/shapes/ids/visual-search", kViewer, &search_shapes},
    {"GET", "/api/dataset/version/{version}/embeddings/shapes", kViewer, &scroll_shape_points},
    {"GET", "/api/visual-search/datalake/{datalake}/points/scroll", kViewer, &scroll_datalake_points},
    {"GET", "/api/visual-search/dataset-version/{version}/points/scroll", kViewer, &scroll_version_points},

    // The filter, and the query language
    {"POST", "/api/datalake/{datalake}/datas/search", kViewer, &search_datas},
    {"POST", "/api/datalake/{datalake}/datas/count", kViewer, &count_datas},
    {"POST", "/api/datalake/{datalake}/datas/facets", kViewer, &show_data_facets},
    {"POST", "/api/datalake/{datalake}/datas/bulk", kEditor, &act_on_datas},
    {"GET", "/api/datalake/{datalake}/query/complete", kViewer, &complete_data_query},
    {"POST", "/api/dataset/version/{version}/assets/search", kViewer, &search_assets},
    {"POST", "/api/dataset/version/{version}/assets/count", kViewer, &count_assets},
    {"POST", "/api/dataset/version/{version}/assets/facets", kViewer, &show_asset_facets},
    {"POST", "/api/dataset/version/{version}/assets/bulk", kEditor, &act_on_assets},
    {"POST", "/api/dataset/version/{version}/shapes/search", kViewer, &search_filtered_shapes},
    {"POST", "/api/dataset/version/{version}/shapes/count", kViewer, &count_shapes},
    {"POST", "/api/dataset/version/{version}/shapes/facets", kViewer, &show_shape_facets},
    {"GET", "/api/dataset/version/{version}/query/complete", kViewer, &complete_asset_query},

    // Visual search, on and off
    {"POST", "/api/visual-search/datalake/{datalake}", kAdmin, &activate_datalake, kSmallBody},
    {"DELETE", "/api/visual-search/datalake/{datalake}", kAdmin, &deactivate_datalake, kSmallBody},
    {"GET", "/api/visual-search/datalake/{datalake}", kViewer, &show_datalake_search},
    {"GET", "/api/visual-search/datalake/{datalake}/status", kViewer, &show_datalake_search},
    {"GET", "/api/visual-search/datalake/{datalake}/points/count", kViewer, &count_datalake_points},
    {"GET", "/api/visual-search/datalake/{datalake}/items", kViewer, &list_datalake_items},
    {"POST", "/api/visual-search/datalake/{datalake}/retry", kAdmin, &retry_datalake, kSmallBody},
    {"POST", "/api/visual-search/dataset-version/{version}", kAdmin, &activate_version, kSmallBody},
    {"DELETE", "/api/visual-search/dataset-version/{version}", kAdmin, &deactivate_version, kSmallBody},
    {"GET", "/api/visual-search/dataset-version/{version}", kViewer, &show_version_search},
    {"GET", "/api/visual-search/dataset-version/{version}/status", kViewer, &show_version_search},
    {"GET", "/api/visual-search/dataset-version/{version}/points/count", kViewer, &count_version_points},
    {"GET", "/api/visual-search/dataset-version/{version}/items", kViewer, &list_version_items},
    {"POST", "/api/visual-search/dataset-version/{version}/retry", kAdmin, &retry_version, kSmallBody},
    {"POST", "/api/dataset/version/{version}/embeddings/shapes", kAdmin, &activate_shapes, kSmallBody},
    {"DELETE", "/api/dataset/version/{version}/embeddings/shapes", kAdmin, &deactivate_shapes, kSmallBody},
    {"GET", "/api/dataset/version/{version}/embeddings/shapes/status", kViewer, &show_shape_search},

    // Annotation files
    {"POST", "/api/dataset/version/{version}/annotations/import", kEditor, &import_annotation_files, usecases::StagedFile::kMaxBytes},
    {"POST", "/api/dataset/version/{version}/annotations/export", kViewer, &export_annotation_files},
    {"GET", "/api/v2/job/{job}/report", kViewer, &show_import_report, kSmallBody},
    // Maps
    {"POST", "/api/datalake/{datalake}/projections", kEditor, &create_projection, kSmallBody},
    {"GET", "/api/datalake/{datalake}/projections", kViewer, &list_projections, kSmallBody},
    {"GET", "/api/datalake/{datalake}/projections/{projection}", kViewer, &get_projection, kSmallBody},
    {"PATCH", "/api/datalake/{datalake}/projections/{projection}", kEditor, &rename_projection, kSmallBody},
    {"DELETE", "/api/datalake/{datalake}/projections/{projection}", kEditor, &delete_projection, kSmallBody},
    {"GET", "/api/datalake/{datalake}/projections/{projection}/points", kViewer, &show_points, kSmallBody},
    {"GET", "/api/datalake/{datalake}/projections/{projection}/items", kViewer, &list_point_items, kSmallBody},
    {"GET", "/api/datalake/{datalake}/projections/{projection}/clusters", kViewer, &list_clusters, kSmallBody},
    {"GET", "/api/datalake/{datalake}/projections/{projection}/outliers", kViewer, &list_outliers, kSmallBody},
    {"POST", "/api/datalake/{datalake}/projections/{projection}/clusterings", kEditor, &cluster_projection, kSmallBody},
    {"POST", "/api/datalake/{datalake}/projections/{projection}/select", kViewer, &select_on_projection, kRegionBody},
    {"POST", "/api/datalake/{datalake}/projections/{projection}/place", kEditor, &place_on_projection, kSmallBody},
    {"POST", "/api/dataset/version/{version}/projections", kEditor, &create_projection, kSmallBody},
    {"GET", "/api/dataset/version/{version}/projections", kViewer, &list_projections, kSmallBody},
    {"GET", "/api/dataset/version/{version}/projections/{projection}", kViewer, &get_projection, kSmallBody},
    {"PATCH", "/api/dataset/version/{version}/projections/{projection}", kEditor, &rename_projection, kSmallBody},
    {"DELETE", "/api/dataset/version/{version}/projections/{projection}", kEditor, &delete_projection, kSmallBody},
    {"GET", "/api/dataset/version/{version}/projections/{projection}/points", kViewer, &show_points, kSmallBody},
    {"GET", "/api/dataset/version/{version}/projections/{projection}/items", kViewer, &list_point_items, kSmallBody},
    {"GET", "/api/dataset/version/{version}/projections/{projection}/clusters", kViewer, &list_clusters, kSmallBody},
    {"GET", "/api/dataset/version/{version}/projections/{projection}/outliers", kViewer, &list_outliers, kSmallBody},
    {"POST", "/api/dataset/version/{version}/projections/{projection}/clusterings", kEditor, &cluster_projection, kSmallBody},
    {"POST", "/api/dataset/version/{version}/projections/{projection}/select", kViewer, &select_on_projection, kRegionBody},
    {"POST", "/api/dataset/version/{version}/projections/{projection}/place", kEditor, &place_on_projection, kSmallBody},

    // Pictures to search with
    {"POST", "/api/query-images", kViewer, &add_query_image, kQueryImageBody},
    {"GET", "/api/query-images/{query_image}/thumbnail", kViewer, &show_query_image, kSmallBody},

    // Jobs
    {"GET", "/api/job/{job}", kViewer, &get_job_v1, kSmallBody},
    {"GET", "/api/v2/job/{job}", kViewer, &get_job, kSmallBody},
    {"POST", "/api/v2/job/{job}/cancel", kEditor, &cancel_job, kSmallBody},
    {"POST", "/api/v2/job/{job}/pause", kEditor, &pause_job, kSmallBody},
    {"POST", "/api/v2/job/{job}/resume", kEditor, &resume_job, kSmallBody},
    {"POST", "/api/v2/job/{job}/undo", kEditor, &undo_job, kSmallBody},
    {"GET", "/api/organization/{organization}/jobs", kViewer, &list_jobs, kSmallBody},
    {"GET", "/api/organization/{organization}/jobv2s/find", kViewer, &find_job, kSmallBody},
    {"GET", "/api/events", kViewer, &open_events, kSmallBody},
};

}  // namespace

std::span<const Route> all_routes() { return kRoutes; }

}  // namespace kindred::api
