#include "usecases/register_data.h"

#include <algorithm>

#include "store/data_sources.h"
#include "store/datas.h"
#include "store/objects.h"
#include "store/organizations.h"
#include "store/shapes.h"
#include "store/tags.h"
#include "usecases/visual_search.h"

namespace kindred::usecases {
namespace {

using store::Connection;

// What the file itself says. A picture that can't be read keeps its Data: visual search tells the reason.
Result<void> describe(Workspace& workspace, Data& data) {
  data.upload_status = UploadStatus::done;
  if (data.type != DataType::image) return {};
  const Result<MappedFile> file = workspace.objects().open(data.sha256);
  images::DecodeOptions options;
  options.max_pixels = workspace.options().max_pixels;
  const Result<images::ImageInfo> info =
      file ? workspace.pictures().probe(file->bytes(), options) : Result<images::ImageInfo>(file.error());
  if (!info) {
    if (info.error().kind == ErrorKind::unavailable) return info.error();
    data.upload_status = UploadStatus::error;
    return {};
  }
  data.width = info->width;
  data.height = info->height;
  data.content_type = info->content_type;
  return {};
}

Result<void> attach_tags(Connection& c, const Data& data, const std::vector<TagId>& tags) {
  for (const TagId id : tags) {
    const Tag tag = TRY(store::find_tag(c, id));
    TRY(store::attach_tag(c, tag, std::span(&data.id.uuid, 1)));
  }
  return {};
}

}  // namespace

Result<Data> register_data(Workspace& workspace, const Caller& caller, DatalakeId datalake, const NewData& what) {
  if (what.filename.empty()) return invalid("The field 'filename' must not be empty");
  const Result<store::UploadedObject> object = workspace.database().read([&](Connection& c) -> Result<store::UploadedObject> {
    return store::find_object(c, TRY(store::find_datalake(c, datalake)).connector_id, what.object_name);
  });
  if (!object && object.error().kind != ErrorKind::not_found) return object.error();
  if (!object) return invalid("No object '" + what.object_name + "' was uploaded: upload it before it is registered");
  Data data;
  data.id = DataId::make();
  data.datalake_id = datalake;
  data.object_name = what.object_name;
  data.filename = what.filename;
  data.content_type = what.content_type.empty() ? object->content_type : what.content_type;
  data.type = what.type;
  data.bytes = object->bytes;
  data.sha256 = object->sha256;
  data.metadata_json = what.metadata_json;
  data.custom_metadata_json = what.custom_metadata_json;
  data.data_source_id = what.data_source_id;
  data.created_at = now();
  TRY(describe(workspace, data));
  const bool wake = TRY(workspace.database().write([&](Connection& c) -> Result<bool> {
    const Datalake lake = TRY(store::find_datalake(c, datalake));
    if (data.data_source_id) TRY(store::check_data_source(c, lake.organization_id, *data.data_source_id));
    TRY(store::insert_data(c, data));
    TRY(attach_tags(c, data, what.tags));
    return embed_new_datas(c, caller, datalake, std::span(&data.id, 1));
  }));
  if (wake) workspace.jobs().wake();
  return data;
}

Result<void> delete_datas(Workspace& workspace, const Caller&, std::span<const DataId> ids) {
  // Their shapes first, in chunks: the rest is bounded by the number of ids.
  constexpr std::size_t kShapesPerChunk = 5'000;
  while (TRY(workspace.database().write([&](Connection& c) { return store::delete_some_shapes(c, ids, kShapesPerChunk); })) > 0) {
  }
  const store::DeletedDatas deleted =
      TRY(workspace.database().write([&](Connection& c) -> Result<store::DeletedDatas> { return store::delete_datas(c, ids); }));
  for (const Data& data : deleted.datas)
    TRY(workspace.vectors().remove(data.datalake_id, std::span(&data.id, 1)));
  return workspace.database().write([&](Connection& c) -> Result<void> {
    for (const std::string& sha256 : deleted.unused_contents) {
      if (TRY(store::content_in_use(c, sha256))) continue;  // uploaded again meanwhile
      TRY(workspace.objects().remove(sha256));
    }
    return store::forget_contents(c, deleted.unused_contents);
  });
}

}  // namespace kindred::usecases
