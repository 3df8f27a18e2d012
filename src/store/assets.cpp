#include "store/assets.h"

#include <string>

#include "store/copy_annotations.h"
#include "store/data_rows.h"
#include "store/datasets.h"
#include "store/tags.h"

namespace kindred::store {
namespace {

// Puts Data into a version one by one, numbering them on.
class Inserter {
 public:
  static Result<Inserter> into(Connection& connection, DatasetVersionId version) {
    const std::int64_t next = TRY(require_row(
        query(connection, "SELECT next_row_number FROM dataset_version WHERE id = ?", version),
        [](const Statement& row) { return Result<std::int64_t>(row.column_int(0)); }, "There is no dataset version " + to_string(version)));
    return Inserter(connection, version, next);
  }

  // The new Asset's id, or nothing when the Data is in the version already.
  Result<std::optional<AssetId>> insert(DataId data, DatalakeId datalake) {
    const AssetId id = AssetId::make();
    const auto inserted = TRY(execute(connection_,
                                      "INSERT INTO asset(id, version_id, data_id, datalake_id, row_number, created_at) "
                                      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(version_id, data_id) DO NOTHING",
                                      id, version_, data, datalake, next_row_number_, created_at_));
    if (inserted == 0) return std::optional<AssetId>();
    ++next_row_number_;
    return std::optional<AssetId>(id);
  }

  Result<void> finish() {
    TRY(execute(connection_, "UPDATE dataset_version SET next_row_number = ? WHERE id = ?", next_row_number_, version_));
    return {};
  }

 private:
  Inserter(Connection& connection, DatasetVersionId version, std::int64_t next)
      : connection_(connection), version_(version), next_row_number_(next) {}

  Connection& connection_;
  DatasetVersionId version_;
  std::int64_t next_row_number_;
  Timestamp created_at_ = now();
};

Result<std::vector<Tag>> tags_of_version(Connection& connection, DatasetVersionId version, std::span<const TagId> ids) {
  std::vector<Tag> tags;
  for (const TagId id : ids) {
    auto tag = find_tag(connection, id);
    if (!tag || tag->target != TagTarget::asset || tag->scope != version.uuid) {
      return invalid("The tag " + to_string(id) + " is not one of the version " + to_string(version));
    }
    tags.push_back(std::move(*tag));
  }
  return tags;
}

// Gives an Asset's tags to its copy in another version, under the same names.
class TagCopier {
 public:
  TagCopier(Connection& connection, DatasetVersionId to) : connection_(connection), to_(to) {}

  Result<void> copy(AssetId from, AssetId to) {
    for (const Tag& tag : TRY(tags_of(connection_, TagTarget::asset, from.uuid))) {
      const Tag& twin = *TRY(twin_of(tag));
      TRY(attach_tag(connection_, twin, std::span(&to.uuid, 1)));
    }
    return {};
  }

 private:
  Result<const Tag*> twin_of(const Tag& tag) {
    const auto known = twins_.find(tag.id.uuid);
    if (known != twins_.end()) return &known->second;
    auto twin = find_tag_by_name(connection_, TagTarget::asset, to_.uuid, tag.name);
    if (!twin && twin.error().kind == ErrorKind::not_found) twin = create_tag(connection_, TagTarget::asset, to_.uuid, tag.name);
    return &twins_.emplace(tag.id.uuid, TRY(std::move(twin))).first->second;
  }

  Connection& connection_;
  DatasetVersionId to_;
  std::unordered_map<Uuid, Tag> twins_;
};

struct Source {
  AssetId asset;
  DataId data;
  DatalakeId datalake;
};
Result<Source> read_source(const Statement& row) { return Source{{row.column_uuid(0)}, {row.column_uuid(1)}, {row.column_uuid(2)}}; }

Result<CopiedAssets> copy_sources(Connection& connection, std::span<const Source> sources, DatasetVersionId from, DatasetVersionId to,
                                  const CopyOptions& options) {
  Inserter inserter = TRY(Inserter::into(connection, to));
  TagCopier tags(connection, to);
  std::optional<AnnotationCopier> annotations;
  if (options.with_annotations) annotations.emplace(TRY(AnnotationCopier::between(connection, from, to)));
  CopiedAssets result;
  for (const Source& source : sources) {
    if (annotations && annotations->shapes() >= kShapesPerCopy) break;
    ++result.taken;
    const auto copy = TRY(inserter.insert(source.data, source.datalake));
    if (!copy) continue;
    ++result.copied;
    if (options.with_tags) TRY(tags.copy(source.asset, *copy));
    if (annotations) TRY(annotations->copy(source.asset, *copy));
  }
  TRY(inserter.finish());
  if (annotations) TRY(annotations->finish());
  return result;
}

}  // namespace

Result<std::int64_t> insert_assets(Connection& connection, DatasetVersionId version, std::span<const DataId> datas,
                                   std::span<const TagId> tag_ids) {
  TRY(check_list_size(datas.size(), "data ids"));
  const OrganizationId organization = TRY(organization_of_version(connection, version));
  const std::vector<Tag> tags = TRY(tags_of_version(connection, version, tag_ids));
  Inserter inserter = TRY(Inserter::into(connection, version));
  std::int64_t added = 0;
  for (const DataId data : datas) {
    const auto datalake = TRY(
        read_row(query(connection,
                       "SELECT d.datalake_id FROM data d JOIN datalake l ON l.id = d.datalake_id WHERE d.id = ? AND l.organization_id = ?",
                       data, organization),
                 read_id<DatalakeId>));
    if (!datalake) return invalid("There is no data " + to_string(data) + " to be added to the version");
    const auto asset = TRY(inserter.insert(data, *datalake));
    if (!asset) continue;
    ++added;
    for (const Tag& tag : tags)
      TRY(attach_tag(connection, tag, std::span(&asset->uuid, 1)));
  }
  TRY(inserter.finish());
  return added;
}

Result<CopiedAssets> copy_some_assets(Connection& connection, DatasetVersionId from, DatasetVersionId to, const CopyOptions& options,
                                      std::optional<AssetId> after, std::size_t limit) {
  // In the order in which they came into `from`, so that the copy has the same order.
  const std::vector<Source> sources =
      TRY(read_rows(query(connection,
                          "SELECT id, data_id, datalake_id FROM asset INDEXED BY asset_by_row_number WHERE version_id = ?1 "
                          "AND row_number > coalesce((SELECT row_number FROM asset WHERE id = ?2), -1) ORDER BY row_number LIMIT ?3",
                          from, after, limit),
                    read_source));
  CopiedAssets result = TRY(copy_sources(connection, sources, from, to, options));
  const bool more = sources.size() == limit || result.taken < sources.size();
  if (more && result.taken > 0) result.last = sources[result.taken - 1].asset;
  return result;
}

Result<CopiedAssets> copy_assets(Connection& connection, DatasetVersionId from, DatasetVersionId to, const CopyOptions& options,
                                 std::span<const AssetId> assets) {
  TRY(check_list_size(assets.size(), "asset ids"));
  std::vector<Source> sources;
  sources.reserve(assets.size());
  for (const AssetId asset : assets) {
    auto source = TRY(read_row(query(connection, "SELECT id, data_id, datalake_id FROM asset WHERE id = ? AND version_id = ?", asset, from),
                               read_source));
    if (!source) return invalid("There is no asset " + to_string(asset) + " in the version " + to_string(from));
    sources.push_back(*source);
  }
  return copy_sources(connection, sources, from, to, options);
}

Result<std::int64_t> delete_assets(Connection& connection, DatasetVersionId version, std::span<const AssetId> ids) {
  TRY(check_list_size(ids.size(), "asset ids"));
  std::int64_t deleted = 0;
  for (const AssetId id : ids) {
    deleted += TRY(execute(connection, "DELETE FROM asset WHERE id = ? AND version_id = ?", id, version));
  }
  return deleted;
}

Result<std::int64_t> delete_some_assets(Connection& connection, DatasetVersionId version, std::size_t limit) {
  return execute(connection, "DELETE FROM asset WHERE id IN (SELECT id FROM asset WHERE version_id = ? LIMIT ?)", version, limit);
}

Result<std::vector<AssetOfData>> assets_of_datas(Connection& connection, DatasetVersionId version, std::span<const DataId> datas) {
  TRY(check_list_size(datas.size(), "data ids"));
  std::vector<AssetOfData> found;
  for (const DataId data : datas) {
    const auto asset =
        TRY(read_row(query(connection, "SELECT id FROM asset WHERE version_id = ? AND data_id = ?", version, data), read_id<AssetId>));
    if (asset) found.push_back({data, *asset});
  }
  return found;
}

Result<MembershipStamp> membership_stamp(Connection& connection, DatasetVersionId version) {
  // Joining raises the row number, and without it only leaving can change the count: no two states have the same pair.
  return require_row(
      query(connection,
            "SELECT next_row_number, (SELECT coalesce(sum(items), 0) FROM asset_count WHERE version_id = ?1) "
            "FROM dataset_version WHERE id = ?1",
            version),
      [](const Statement& row) { return Result<MembershipStamp>(MembershipStamp{row.column_int(0), row.column_int(1)}); },
      "There is no dataset version " + to_string(version));
}

Result<std::vector<AssetOfData>> all_assets_by_data(Connection& connection, DatasetVersionId version) {
  return read_rows(
      query(connection, "SELECT data_id, id FROM asset INDEXED BY asset_by_data WHERE version_id = ? ORDER BY data_id", version),
      [](const Statement& row) { return Result<AssetOfData>(AssetOfData{{row.column_uuid(0)}, {row.column_uuid(1)}}); });
}

Result<std::vector<DatalakeId>> datalakes_of_version(Connection& connection, DatasetVersionId version) {
  return read_rows(
      query(connection, "SELECT datalake_id FROM asset_count WHERE version_id = ? AND items > 0 ORDER BY datalake_id", version),
      read_id<DatalakeId>);
}

}  // namespace kindred::store
