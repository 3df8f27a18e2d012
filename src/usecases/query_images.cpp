#include "usecases/query_images.h"

#include <algorithm>

#include "images/crop.h"
#include "images/thumbnail.h"
#include "store/datasets.h"
#include "store/organizations.h"
#include "usecases/query_vectors.h"
#include "usecases/workspace.h"

namespace kindred::usecases {
namespace {

Result<images::Image> cut_out(Workspace& workspace, const QueryImage& query) {
  images::DecodeOptions options;
  options.max_pixels = workspace.options().max_pixels;
  images::Image image = TRY(workspace.pictures().decode(query.file, options));
  if (!query.region) return image;
  const Rectangle& r = *query.region;
  const auto box = TRY(images::crop_box({double(r.x), double(r.y), double(r.w), double(r.h)}, image.width, image.height, {}));
  return images::crop(image, box);
}

// Decoded now, so that what can't be searched with is refused here and not when it is used.
Result<QueryImageId> add_checked(Workspace& workspace, QueryImage query) {
  const auto cut = cut_out(workspace, query);
  // The one who sent it is at fault, not the server.
  if (!cut && cut.error().kind == ErrorKind::corrupt) return invalid("The picture can't be searched with: " + cut.error().message);
  if (!cut) return cut.error();
  return workspace.query_images().add(std::move(query));
}

Result<std::vector<float>> embed(Workspace& workspace, const std::string& model_key, QueryImageId id, const QueryImage& query) {
  if (auto known = workspace.query_images().vector(id, model_key)) return *std::move(known);
  std::vector<float> vector = TRY(vector_of_image(workspace, model_key, TRY(cut_out(workspace, query))));
  workspace.query_images().remember(id, model_key, vector);
  return vector;
}

Result<OrganizationId> organization_of(store::Connection& connection, DatalakeId datalake) {
  return TRY(store::find_datalake(connection, datalake)).organization_id;
}
Result<OrganizationId> organization_of(store::Connection& connection, DatasetVersionId version) {
  return store::organization_of_version(connection, version);
}

template <typename Place>
Result<std::optional<std::vector<float>>> vector_in(Workspace& workspace, Place place, const std::string& model_key, QueryImageId id) {
  const auto query = workspace.query_images().find(id);
  if (!query) return std::optional<std::vector<float>>();
  const auto organization = TRY(workspace.database().read([&](store::Connection& c) { return organization_of(c, place); }));
  if (query->organization != organization) return std::optional<std::vector<float>>();
  return std::optional(TRY(embed(workspace, model_key, id, *query)));
}

}  // namespace

QueryImageId QueryImages::add(QueryImage image) {
  const std::scoped_lock lock(mutex_);
  const QueryImageId id = QueryImageId::make();
  bytes_ += image.file.size();
  kept_.push_back({id, std::move(image), now_() + kKept, {}});
  drop_old();
  return id;
}

void QueryImages::drop_old() {
  while (!kept_.empty() && (kept_.size() > kMaxCount || bytes_ > kMaxBytes || kept_.front().until <= now_())) {
    bytes_ -= kept_.front().image.file.size();
    kept_.pop_front();
  }
}

QueryImages::Kept* QueryImages::kept(QueryImageId id) {
  drop_old();
  const auto found = std::ranges::find(kept_, id, &Kept::id);
  return found == kept_.end() ? nullptr : &*found;
}

std::optional<QueryImage> QueryImages::find(QueryImageId id) {
  const std::scoped_lock lock(mutex_);
  const Kept* found = kept(id);
  return found == nullptr ? std::nullopt : std::optional(found->image);
}

std::optional<std::vector<float>> QueryImages::vector(QueryImageId id, const std::string& model_key) {
  const std::scoped_lock lock(mutex_);
  const Kept* found = kept(id);
  if (found == nullptr || !found->vectors.contains(model_key)) return std::nullopt;
  return found->vectors.at(model_key);
}

void QueryImages::remember(QueryImageId id, const std::string& model_key, std::vector<float> vector) {
  const std::scoped_lock lock(mutex_);
  if (Kept* found = kept(id)) found->vectors[model_key] = std::move(vector);
}

Result<QueryImageId> add_query_image(Workspace& workspace, const Caller& caller, std::string file, std::optional<Rectangle> region) {
  if (file.size() > QueryImages::kMaxFile) {
    return Error{ErrorKind::too_large,
                 "A picture to search with may have " + std::to_string(QueryImages::kMaxFile >> 20) + " MiB: make it smaller first",
                 {}};
  }
  const auto kept = std::make_shared<const std::string>(std::move(file));
  const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(kept->data()), kept->size());
  return add_checked(workspace, {caller.organization_id, kept, bytes, region});
}

Result<QueryImageId> add_query_image(Workspace& workspace, const Caller& caller, const Data& data, std::optional<Rectangle> region) {
  if (data.type != DataType::image) return unsupported("'" + data.filename + "' is a video: only images can be searched with");
  const auto kept = std::make_shared<const MappedFile>(TRY(workspace.objects().open(data.sha256)));
  return add_checked(workspace, {caller.organization_id, kept, kept->bytes(), region});
}

Result<std::optional<std::vector<float>>> vector_of_query_image(Workspace& workspace, DatalakeId place, const std::string& model_key,
                                                                const Uuid& id) {
  return vector_in(workspace, place, model_key, {id});
}
Result<std::optional<std::vector<float>>> vector_of_query_image(Workspace& workspace, DatasetVersionId place, const std::string& model_key,
                                                                const Uuid& id) {
  return vector_in(workspace, place, model_key, {id});
}

Result<std::vector<std::uint8_t>> query_image_thumbnail(Workspace& workspace, const Caller& caller, QueryImageId id, int size) {
  const auto query = workspace.query_images().find(id);
  if (!query || query->organization != caller.organization_id) {
    return not_found("There is no picture " + to_string(id) + " to search with: it is kept for an hour, so upload it again");
  }
  return images::make_thumbnail(TRY(cut_out(workspace, *query)), size);
}

}  // namespace kindred::usecases
