// All handlers, by noun: what routes.cpp puts into the table. Their requests and answers are the SDK's contract and our own
// additions in its style.
#pragma once

#include <memory>

#include "api/router.h"
#include "model/shape.h"

namespace kindred::api {

// session.cpp: who is calling
Result<Response> ping(Context& context, const Request& request);
Result<Response> show_me(Context& context, const Request& request);
Result<Response> log_in_by_link(Context& context, const Request& request);
Result<Response> log_in(Context& context, const Request& request);
Result<Response> log_out(Context& context, const Request& request);

// users.cpp: people, their roles and tokens
Result<Response> change_me(Context& context, const Request& request);
Result<Response> list_tokens(Context& context, const Request& request);
Result<Response> create_token(Context& context, const Request& request);
Result<Response> revoke_token(Context& context, const Request& request);
Result<Response> list_all_users(Context& context, const Request& request);
Result<Response> create_user(Context& context, const Request& request);
Result<Response> change_user(Context& context, const Request& request);
Result<Response> delete_user(Context& context, const Request& request);
Result<Response> list_roles(Context& context, const Request& request);
Result<Response> grant_role(Context& context, const Request& request);
Result<Response> withdraw_role(Context& context, const Request& request);

// organizations.cpp: an organization, its users, Datalakes and data sources
Result<Response> get_organization(Context& context, const Request& request);
Result<Response> find_organization(Context& context, const Request& request);
Result<Response> list_users(Context& context, const Request& request);
Result<Response> find_datalake(Context& context, const Request& request);
Result<Response> list_datalakes(Context& context, const Request& request);
Result<Response> get_datalake(Context& context, const Request& request);
Result<Response> find_data_source(Context& context, const Request& request);
Result<Response> create_data_source(Context& context, const Request& request);

// objects.cpp: files on their way in and out under signed addresses
Result<Response> name_object(Context& context, const Request& request);
Result<Response> sign_upload(Context& context, const Request& request);
Result<Response> decline_multipart_upload(Context& context, const Request& request);
Result<Response> sign_download(Context& context, const Request& request);
Result<std::unique_ptr<BodySink>> receive_object(Context& context, const Request& request);
Result<Response> send_object(Context& context, const Request& request);

// datas.cpp
Result<Response> register_data(Context& context, const Request& request);
Result<Response> list_datas(Context& context, const Request& request);
Result<Response> list_chosen_datas(Context& context, const Request& request);
Result<Response> list_data_ids(Context& context, const Request& request);
Result<Response> find_data(Context& context, const Request& request);
Result<Response> delete_datas(Context& context, const Request& request);
Result<Response> get_data(Context& context, const Request& request);
Result<Response> change_metadata(Context& context, const Request& request);
Result<Response> change_custom_metadata(Context& context, const Request& request);
Result<Response> delete_data(Context& context, const Request& request);
Result<Response> sign_data(Context& context, const Request& request);

// images.cpp: pictures for the page
Result<Response> show_data(Context& context, const Request& request);
Result<Response> show_data_thumbnail(Context& context, const Request& request);
Result<Response> show_asset(Context& context, const Request& request);
Result<Response> show_asset_thumbnail(Context& context, const Request& request);
Result<Response> show_shape_thumbnail(Context& context, const Request& request);

// query_images.cpp: pictures to search with
Result<Response> add_query_image(Context& context, const Request& request);
Result<Response> show_query_image(Context& context, const Request& request);

// tags.cpp
Result<Response> list_data_tags(Context& context, const Request& request);
Result<Response> create_data_tag(Context& context, const Request& request);
Result<Response> find_data_tag(Context& context, const Request& request);
Result<Response> list_asset_tags(Context& context, const Request& request);
Result<Response> create_asset_tag(Context& context, const Request& request);
Result<Response> find_asset_tag(Context& context, const Request& request);
Result<Response> list_organization_tags(Context& context, const Request& request);
Result<Response> create_organization_tag(Context& context, const Request& request);
Result<Response> get_tag(Context& context, const Request& request);
Result<Response> rename_tag(Context& context, const Request& request);
Result<Response> delete_tag(Context& context, const Request& request);
Result<Response> attach_tag(Context& context, const Request& request);
Result<Response> detach_tag(Context& context, const Request& request);

// datasets.cpp
Result<Response> create_dataset(Context& context, const Request& request);
Result<Response> list_datasets(Context& context, const Request& request);
Result<Response> find_dataset(Context& context, const Request& request);
Result<Response> get_dataset(Context& context, const Request& request);
Result<Response> change_dataset(Context& context, const Request& request);
Result<Response> delete_dataset(Context& context, const Request& request);

// versions.cpp
Result<Response> create_version(Context& context, const Request& request);
Result<Response> list_versions(Context& context, const Request& request);
Result<Response> find_version(Context& context, const Request& request);
Result<Response> find_version_by_id(Context& context, const Request& request);
Result<Response> get_version(Context& context, const Request& request);
Result<Response> change_version(Context& context, const Request& request);
Result<Response> delete_version(Context& context, const Request& request);
Result<Response> fork_version(Context& context, const Request& request);
Result<Response> copy_assets(Context& context, const Request& request);

// assets.cpp
Result<Response> add_assets(Context& context, const Request& request);
Result<Response> list_assets(Context& context, const Request& request);
Result<Response> list_chosen_assets(Context& context, const Request& request);
Result<Response> list_asset_ids(Context& context, const Request& request);
Result<Response> find_asset(Context& context, const Request& request);
Result<Response> delete_assets(Context& context, const Request& request);
Result<Response> get_asset(Context& context, const Request& request);
Result<Response> delete_asset(Context& context, const Request& request);

// labels.cpp
Result<Response> list_labels(Context& context, const Request& request);
Result<Response> create_label(Context& context, const Request& request);
Result<Response> find_label(Context& context, const Request& request);
Result<Response> ensure_labels(Context& context, const Request& request);
Result<Response> get_label(Context& context, const Request& request);
Result<Response> change_label(Context& context, const Request& request);
Result<Response> delete_label(Context& context, const Request& request);
Result<Response> list_label_groups(Context& context, const Request& request);
Result<Response> create_label_group(Context& context, const Request& request);
Result<Response> get_label_group(Context& context, const Request& request);
Result<Response> change_label_group(Context& context, const Request& request);
Result<Response> delete_label_group(Context& context, const Request& request);
Result<Response> list_skeletons(Context& context, const Request& request);
Result<Response> get_skeleton(Context& context, const Request& request);
Result<Response> set_skeleton(Context& context, const Request& request);
Result<Response> get_label_attributes(Context& context, const Request& request);
Result<Response> set_label_attributes(Context& context, const Request& request);
Result<Response> get_version_attributes(Context& context, const Request& request);
Result<Response> set_version_attributes(Context& context, const Request& request);

// annotations.cpp
Result<Response> create_annotation(Context& context, const Request& request);
Result<Response> list_asset_annotations(Context& context, const Request& request);
Result<Response> find_asset_annotation(Context& context, const Request& request);
Result<Response> get_annotation(Context& context, const Request& request);
Result<Response> change_annotation(Context& context, const Request& request);
Result<Response> delete_annotation(Context& context, const Request& request);
Result<Response> save_annotation(Context& context, const Request& request);
Result<Response> import_annotations(Context& context, const Request& request);
Result<Response> list_annotations(Context& context, const Request& request);
Result<Response> list_annotation_ids(Context& context, const Request& request);
Result<Response> load_annotations(Context& context, const Request& request);
Result<Response> delete_annotations(Context& context, const Request& request);
Result<Response> show_version_stats(Context& context, const Request& request);
Result<Response> list_extended_assets(Context& context, const Request& request);

// shapes.cpp: the same for each kind, and for all of them
Result<Response> list_shapes_of(Context& context, const Request& request, ShapeKind kind);
Result<Response> add_shapes_of(Context& context, const Request& request, ShapeKind kind);
Result<Response> get_shape_of(Context& context, const Request& request, ShapeKind kind);
Result<Response> change_shape_of(Context& context, const Request& request, ShapeKind kind);
Result<Response> delete_shape_of(Context& context, const Request& request, ShapeKind kind);
template <auto handler, ShapeKind kind>
Result<Response> of_kind(Context& context, const Request& request) {
  return handler(context, request, kind);
}
Result<Response> get_shape(Context& context, const Request& request);
Result<Response> list_asset_shapes(Context& context, const Request& request);
Result<Response> list_version_shapes(Context& context, const Request& request);
Result<Response> change_shapes(Context& context, const Request& request);
Result<Response> delete_shapes(Context& context, const Request& request);

// search.cpp: similar images, images for a text, stored vectors
Result<Response> search_datalake(Context& context, const Request& request);
Result<Response> search_version(Context& context, const Request& request);
Result<Response> scroll_datalake_points(Context& context, const Request& request);
Result<Response> scroll_version_points(Context& context, const Request& request);

// shape_search.cpp: visual search of a version's shapes
Result<Response> activate_shapes(Context& context, const Request& request);
Result<Response> deactivate_shapes(Context& context, const Request& request);
Result<Response> show_shape_search(Context& context, const Request& request);
Result<Response> scroll_shape_points(Context& context, const Request& request);
Result<Response> search_shapes(Context& context, const Request& request);

// filter.cpp: what a filter finds; what may be written next in a query
Result<Response> search_datas(Context& context, const Request& request);
Result<Response> search_assets(Context& context, const Request& request);
Result<Response> count_datas(Context& context, const Request& request);
Result<Response> count_assets(Context& context, const Request& request);
Result<Response> show_data_facets(Context& context, const Request& request);
Result<Response> show_asset_facets(Context& context, const Request& request);
Result<Response> search_filtered_shapes(Context& context, const Request& request);
Result<Response> count_shapes(Context& context, const Request& request);
Result<Response> show_shape_facets(Context& context, const Request& request);
Result<Response> complete_data_query(Context& context, const Request& request);
Result<Response> complete_asset_query(Context& context, const Request& request);

// bulk.cpp: actions on all that a filter finds
Result<Response> act_on_datas(Context& context, const Request& request);
Result<Response> act_on_assets(Context& context, const Request& request);
Result<Response> undo_job(Context& context, const Request& request);

// visual_search.cpp: visual search switched on and off
Result<Response> activate_datalake(Context& context, const Request& request);
Result<Response> deactivate_datalake(Context& context, const Request& request);
Result<Response> show_datalake_search(Context& context, const Request& request);
Result<Response> retry_datalake(Context& context, const Request& request);
Result<Response> list_datalake_items(Context& context, const Request& request);
Result<Response> count_datalake_points(Context& context, const Request& request);
Result<Response> activate_version(Context& context, const Request& request);
Result<Response> deactivate_version(Context& context, const Request& request);
Result<Response> show_version_search(Context& context, const Request& request);
Result<Response> retry_version(Context& context, const Request& request);
Result<Response> list_version_items(Context& context, const Request& request);
Result<Response> count_version_points(Context& context, const Request& request);

// annotation_files.cpp: COCO, YOLO and Pascal VOC in and out
Result<std::unique_ptr<BodySink>> import_annotation_files(Context& context, const Request& request);
Result<Response> export_annotation_files(Context& context, const Request& request);
Result<Response> show_import_report(Context& context, const Request& request);
// projections.cpp: maps
Result<Response> create_projection(Context& context, const Request& request);
Result<Response> list_projections(Context& context, const Request& request);
Result<Response> get_projection(Context& context, const Request& request);
Result<Response> rename_projection(Context& context, const Request& request);
Result<Response> delete_projection(Context& context, const Request& request);
Result<Response> show_points(Context& context, const Request& request);
Result<Response> list_point_items(Context& context, const Request& request);
Result<Response> list_clusters(Context& context, const Request& request);
Result<Response> list_outliers(Context& context, const Request& request);
Result<Response> cluster_projection(Context& context, const Request& request);
Result<Response> select_on_projection(Context& context, const Request& request);
Result<Response> place_on_projection(Context& context, const Request& request);

// jobs.cpp
Result<Response> get_job_v1(Context& context, const Request& request);
Result<Response> get_job(Context& context, const Request& request);
Result<Response> find_job(Context& context, const Request& request);
Result<Response> list_jobs(Context& context, const Request& request);
Result<Response> cancel_job(Context& context, const Request& request);
Result<Response> pause_job(Context& context, const Request& request);
Result<Response> resume_job(Context& context, const Request& request);
Result<Response> open_events(Context& context, const Request& request);

// server.cpp: the program itself
Result<Response> show_health(Context& context, const Request& request);
Result<Response> show_readiness(Context& context, const Request& request);
Result<Response> show_server(Context& context, const Request& request);
Result<Response> list_models(Context& context, const Request& request);

}  // namespace kindred::api
