#include "usecases/roles.h"

#include <algorithm>
#include <array>
#include <utility>

#include "store/annotations.h"
#include "store/assets.h"
#include "store/datas.h"
#include "store/datasets.h"
#include "store/jobs.h"
#include "store/labels.h"
#include "store/shapes.h"
#include "store/tags.h"

namespace kindred::usecases {
namespace {

using store::Connection;
// The Datalake or Dataset that a thing lives in; nothing for what belongs to the Organization as a whole.
using Scope = std::optional<Uuid>;

Result<Scope> itself(Connection&, const Uuid& id) { return Scope(id); }

Result<Scope> of_version(Connection& c, const Uuid& id) { return Scope(TRY(store::find_version(c, DatasetVersionId{id})).dataset_id.uuid); }

Result<Scope> of_data(Connection& c, const Uuid& id) { return Scope(TRY(store::find_data(c, DataId{id})).datalake_id.uuid); }

Result<Scope> of_asset(Connection& c, const Uuid& id) { return of_version(c, TRY(store::find_asset(c, AssetId{id})).version_id.uuid); }

Result<Scope> of_shape(Connection& c, const Uuid& id) { return of_version(c, TRY(store::find_shape(c, ShapeId{id})).version_id.uuid); }

Result<Scope> of_label(Connection& c, const Uuid& id) { return of_version(c, TRY(store::find_label(c, LabelId{id})).version_id.uuid); }

Result<Scope> of_label_group(Connection& c, const Uuid& id) {
  return of_version(c, TRY(store::find_label_group(c, LabelGroupId{id})).version_id.uuid);
}

Result<Scope> of_annotation(Connection& c, const Uuid& id) {
  return of_version(c, TRY(store::find_annotation(c, AnnotationId{id})).version_id.uuid);
}

Result<Scope> of_tag(Connection& c, const Uuid& id) {
  const Tag tag = TRY(store::find_tag(c, TagId{id}));
  switch (tag.target) {
    case TagTarget::data: return Scope(tag.scope);
    case TagTarget::asset: return of_version(c, tag.scope);
    case TagTarget::dataset:
    case TagTarget::dataset_version: break;
  }
  return Scope();
}

// A Job's target is a version, a Datalake, or nothing of either kind.
Result<Scope> of_job(Connection& c, const Uuid& id) {
  const Job job = TRY(store::find_job(c, JobId{id}));
  const auto target = parse_uuid(job.target);
  if (!target) return Scope();
  const auto version = of_version(c, *target);
  return version ? *version : Scope(*target);
}

struct Noun {
  std::string_view name;
  Result<Scope> (*scope)(Connection&, const Uuid&);
};
constexpr std::array kNouns{
    Noun{"datalake", itself},  //
    Noun{"data", of_data},    Noun{"dataset", itself},       Noun{"version", of_version},       Noun{"asset", of_asset},
    Noun{"label", of_label},  Noun{"group", of_label_group}, Noun{"annotation", of_annotation}, Noun{"shape", of_shape},
    Noun{"tag", of_tag},      Noun{"job", of_job},
};

const Noun* find_noun(std::string_view name) {
  const auto* const found = std::find_if(kNouns.begin(), kNouns.end(), [&](const Noun& noun) { return noun.name == name; });
  return found == kNouns.end() ? nullptr : found;
}

}  // namespace

bool has_role_scope(std::string_view noun) { return find_noun(noun) != nullptr; }

Result<Role> role_at(Workspace& workspace, const Caller& caller, std::string_view noun, std::string_view id) {
  const Noun* const known = find_noun(noun);
  const auto uuid = parse_uuid(id);
  if (caller.grants.empty() || known == nullptr || !uuid) return caller.role;
  const Result<Scope> scope = workspace.database().read([&](Connection& c) { return known->scope(c, *uuid); });
  if (!scope && scope.error().kind == ErrorKind::not_found) return caller.role;
  const Scope found = TRY(scope);
  for (const RoleGrant& grant : caller.grants) {
    if (found == grant.scope) return grant.role;
  }
  return caller.role;
}

Role highest_role(const Caller& caller) {
  Role highest = caller.role;
  for (const RoleGrant& grant : caller.grants)
    highest = std::max(highest, grant.role);
  return highest;
}

Result<void> require_role(const Caller& caller, Role held, Role needed) {
  if (held >= needed) return {};
  return Error{ErrorKind::forbidden,
               "This needs the role " + std::string(to_string(needed)) + "; " + caller.username + " is " + std::string(to_string(held)),
               "An admin can change that: kindred user role"};
}

}  // namespace kindred::usecases
